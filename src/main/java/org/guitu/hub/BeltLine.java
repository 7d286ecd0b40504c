package org.guitu.hub;

import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.guitu.belt.RouteLint;
import org.guitu.config.ConfigurationException;

/** The Camel context with the routes of {@code routes/}: loaded, linted, and started only when the rest of the hub stands. */
final class BeltLine implements AutoCloseable {
    private final DefaultCamelContext camel;

    private BeltLine(DefaultCamelContext camel) {
        this.camel = camel;
    }

    /**
     * Loads and lints the routes; nothing runs yet.
     *
     * @param beans what the routes name as {@code ref}
     * @param settings what they name in double braces
     */
    static BeltLine load(Path folder, Map<String, Object> beans, Properties settings) throws ConfigurationException {
        var camel = new DefaultCamelContext();
        camel.getCamelContextExtension().setName("guitu");
        camel.getShutdownStrategy().setTimeout(20);
        camel.getShutdownStrategy().setSuppressLoggingOnTimeout(true);
        camel.setLoadTypeConverters(false);
        camel.getPropertiesComponent().setInitialProperties(settings);
        camel.getPropertiesComponent().setLocation("");
        beans.forEach(camel.getRegistry()::bind);
        camel.disableJMX();
        try {
            PluginHelper.getRoutesLoader(camel).loadRoutes(resources(folder, camel));
        } catch (Exception e) {
            throw new ConfigurationException(
                    folder + ": the routes cannot be read (" + firstLine(e) + "); correct them", e);
        }
        var findings = RouteLint.findings((ModelCamelContext) camel);
        if (!findings.isEmpty()) {
            throw new ConfigurationException(findings.get(0));
        }
        return new BeltLine(camel);
    }

    private static List<Resource> resources(Path folder, CamelContext camel) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".camel.yaml"))
                    .sorted()
                    .map(file -> ResourceHelper.resolveResource(camel, "file:" + file.toAbsolutePath()))
                    .toList();
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

    DefaultCamelContext camel() {
        return camel;
    }

    /**
     * Starts the routes on this broker.
     *
     * @throws ConfigurationException with one line when a route names a bean or a method that is not there
     */
    void start(ConnectionFactory factory) throws ConfigurationException {
        var jms = new JmsComponent();
        jms.setConnectionFactory(factory);
        jms.setRecoveryInterval(1000);
        jms.setDeliveryPersistent(true);
        jms.setTestConnectionOnStartup(false);
        jms.setAcceptMessagesWhileStopping(false);
        jms.setErrorHandlerLogStackTrace(false);
        jms.setErrorHandlerLoggingLevel(org.apache.camel.LoggingLevel.DEBUG);
        camel.addComponent("jms", jms);
        try {
            camel.start();
        } catch (RuntimeException e) {
            throw new ConfigurationException("routes: they cannot start (" + firstLine(e) + "); correct them", e);
        }
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
