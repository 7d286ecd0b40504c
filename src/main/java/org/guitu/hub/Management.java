package org.guitu.hub;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.guitu.config.ConfigurationException;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

/** Health, metrics and the administrators' calls over HTTP, on a port of their own. */
final class Management implements AutoCloseable {
    private final ConfigurableApplicationContext context;

    private Management(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static Management start(HubConfig config, State state, Administration administration)
            throws ConfigurationException {
        var settings = Map.<String, Object>ofEntries(
                Map.entry("server.address", config.management().host()),
                Map.entry("server.port", config.management().port()),
                Map.entry("server.tomcat.threads.max", 8),
                Map.entry("server.tomcat.threads.min-spare", 2),
                // also keeps the server's name and version out of its own error page
                Map.entry("spring.web.error.include-stacktrace", "never"),
                Map.entry("spring.main.lazy-initialization", true),
                Map.entry("spring.main.log-startup-info", false),
                Map.entry("spring.jmx.enabled", false),
                Map.entry("management.endpoints.web.exposure.include", "health,prometheus"),
                Map.entry("management.endpoint.health.show-details", "always"),
                Map.entry("management.endpoint.health.show-components", "always"),
                Map.entry("management.health.diskspace.enabled", true));
        try {
            var context = new SpringApplicationBuilder(Beans.class)
                    .web(WebApplicationType.SERVLET)
                    .bannerMode(Banner.Mode.OFF)
                    .registerShutdownHook(false)
                    .properties(settings)
                    .initializers(fresh -> {
                        var beans = (GenericApplicationContext) fresh;
                        beans.registerBean(State.class, () -> state);
                        beans.registerBean(Administration.class, () -> administration);
                    })
                    .run();
            return new Management(context);
        } catch (RuntimeException e) {
            throw new ConfigurationException(
                    "hub.yaml: management " + config.management().host() + ":"
                            + config.management().port() + " cannot be served (" + root(e) + "); choose a free port",
                    e);
        }
    }

    private static String root(Throwable e) {
        var cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    int port() {
        return java.util.Objects.requireNonNull(((ServletWebServerApplicationContext) context).getWebServer())
                .getPort();
    }

    MeterRegistry meters() {
        return context.getBean(MeterRegistry.class);
    }

    @Override
    public void close() {
        SpringApplication.exit(context);
    }

    /** What health looks at; each check answers with a short word or throws. */
    interface State {
        Map<String, Check> checks();
    }

    /** One look at one part of the hub. */
    interface Check {
        /** Empty when the part is well, else what is wrong in one line. */
        java.util.Optional<String> problem();

        /** What somebody should know although the part is well; empty when there is nothing. */
        default java.util.Optional<String> notice() {
            return java.util.Optional.empty();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Beans {
        @Bean
        HealthIndicator hubHealthIndicator(State state) {
            return () -> {
                var health = Health.up();
                state.checks().forEach((name, check) -> {
                    var problem = check.problem();
                    health.withDetail(name, problem.or(check::notice).orElse("up"));
                    problem.ifPresent(what -> health.down());
                });
                return health.build();
            };
        }

        @Bean
        PlainErrors plainErrors() {
            return new PlainErrors();
        }

        @Bean
        AdminCalls adminCalls(Administration administration) {
            return new AdminCalls(administration);
        }
    }
}
