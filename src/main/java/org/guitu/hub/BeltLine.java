package org.guitu.hub;

import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spring.spi.SpringTransactionPolicy;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.guitu.belt.Parcel;
import org.guitu.belt.RouteLint;
import org.guitu.config.ConfigurationException;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.connection.JmsTransactionManager;

/** The Camel context with the routes of {@code routes/}: loaded, linted, and started only when the rest of the hub stands. */
final class BeltLine implements AutoCloseable {
    private final DefaultCamelContext camel;
    private @Nullable ProducerTemplate told;

    private BeltLine(DefaultCamelContext camel) {
        this.camel = camel;
    }

    /**
     * Loads and lints the routes, those of {@code routes/} and those that families bring; nothing runs yet.
     *
     * @param beans what the routes may name as {@code ref}
     * @param settings what they name in double braces
     * @param drain how long a stop waits for what is on its way
     */
    static BeltLine load(HubOptions options, Map<String, Class<?>> beans, Properties settings, Duration drain)
            throws ConfigurationException {
        var camel = new DefaultCamelContext();
        camel.getCamelContextExtension().setName("guitu");
        camel.getShutdownStrategy().setTimeout(drain.toSeconds());
        camel.getShutdownStrategy().setSuppressLoggingOnTimeout(true);
        camel.setLoadTypeConverters(false);
        camel.getPropertiesComponent().setInitialProperties(settings);
        camel.getPropertiesComponent().setLocation("");
        camel.disableJMX();
        for (var file : files(options)) {
            try {
                var resource = ResourceHelper.resolveResource(camel, "file:" + file.toAbsolutePath());
                PluginHelper.getRoutesLoader(camel).loadRoutes(resource);
            } catch (Exception e) {
                throw ConfigurationException.in(file, "cannot be read as routes (" + firstLine(e) + ")", "correct it");
            }
        }
        var findings = RouteLint.findings((ModelCamelContext) camel, beans);
        if (!findings.isEmpty()) {
            throw new ConfigurationException(findings.get(0));
        }
        return new BeltLine(camel);
    }

    /** The error handling, named before all others by its underscore, comes first: routes name it. */
    private static List<Path> files(HubOptions options) throws ConfigurationException {
        // a family's own are beside its schema: schemas/<family>/<version>/<family>.camel.yaml
        try (var own = Files.list(options.routes());
                var families = Files.find(options.schemas(), 3, (file, attributes) -> attributes.isRegularFile())) {
            var found = Stream.concat(own.sorted(), families.sorted())
                    .filter(file -> file.getFileName().toString().endsWith(".camel.yaml"))
                    .toList();
            requireNoneHidden(found);
            return found;
        } catch (IOException e) {
            throw ConfigurationException.in(
                    options.routes(),
                    "the routes cannot be read",
                    "put routes/ and schemas/ where the hub can read them");
        }
    }

    /** Of two routes with one id, and so of two files with one name, Camel would take the later and say nothing. */
    private static void requireNoneHidden(List<Path> files) throws ConfigurationException {
        var names = new HashSet<Path>();
        for (var file : files) {
            if (!names.add(file.getFileName())) {
                throw ConfigurationException.in(file, "another route has this name", "keep one of the two");
            }
        }
    }

    private static String firstLine(Throwable e) {
        var root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("").strip();
    }

    int routes() {
        return camel.getRouteDefinitions().size();
    }

    /**
     * Starts the routes on this broker, with what they name as {@code ref}.
     *
     * @throws ConfigurationException with one line when a route names a bean or a method that is not there
     */
    void start(ConnectionFactory factory, Map<String, Object> beans) throws ConfigurationException {
        var jms = new JmsComponent();
        jms.setConnectionFactory(factory);
        jms.setRecoveryInterval(1000);
        jms.setDeliveryPersistent(true);
        jms.setTestConnectionOnStartup(false);
        jms.setAcceptMessagesWhileStopping(false);
        jms.setErrorHandlerLogStackTrace(false);
        jms.setErrorHandlerLoggingLevel(org.apache.camel.LoggingLevel.DEBUG);
        beans.forEach(camel.getRegistry()::bind);
        camel.getRegistry().bind("broker", new SpringTransactionPolicy(new JmsTransactionManager(factory)));
        camel.addComponent("jms", jms);
        try {
            camel.start();
        } catch (RuntimeException e) {
            throw new ConfigurationException("routes: they cannot start (" + firstLine(e) + "); correct them", e);
        }
    }

    /** Tells the belt of what was just recorded; what it has no room for, the sweeper finds. */
    void take(Parcel recorded) {
        told().sendBody("seda:accepted?size=10000&discardWhenFull=true", recorded);
    }

    private synchronized ProducerTemplate told() {
        if (told == null) {
            told = camel.createProducerTemplate();
        }
        return told;
    }

    /** Runs one of the belt's routes now, as the recurring jobs do. */
    void run(String route, Object body) {
        try (var producer = camel.createProducerTemplate()) {
            producer.sendBody("direct:" + route, body);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        camel.stop();
    }
}
