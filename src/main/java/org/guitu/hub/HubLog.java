package org.guitu.hub;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Clock;
import java.util.Map;
import org.guitu.message.Untold;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The hub's log on standard error: one line an event, with its key-value pairs, as text or as JSON. */
final class HubLog {
    private static final String TEXT =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %-12logger{12} %msg %kvp{DOUBLE}%replace( %ex{1}){'[\\r\\n\\t]+', ' '}%nopex%n";

    /** Libraries speak only when something is wrong; some of theirs are said better by our own lines. */
    private static final Map<String, Level> LIBRARIES = Map.ofEntries(
            Map.entry("org.apache", Level.WARN),
            Map.entry("org.apache.camel.component.jms", Level.ERROR),
            // what failed is said by Faults, in one line and without its text
            Map.entry("org.apache.camel.processor.errorhandler", Level.OFF),
            Map.entry("org.apache.camel.spring", Level.OFF),
            // a refused call is said by the door, in one line and without a text that could quote it
            Map.entry("org.apache.cxf", Level.ERROR),
            Map.entry("org.apache.cxf.phase", Level.OFF),
            // an envelope that cannot be read or signed is said by the door, or by who calls
            Map.entry("org.apache.wss4j", Level.OFF),
            // what SAAJ cannot read is refused, and the door says so
            Map.entry("com.sun.xml.messaging.saaj", Level.OFF),
            // it would have the routes in a longer notation that people read less well
            Map.entry("org.apache.camel.dsl.yaml", Level.ERROR),
            Map.entry("org.springframework", Level.WARN),
            Map.entry("org.springframework.jms", Level.ERROR),
            // a page on why the port is taken; our line says it
            Map.entry("org.springframework.boot.diagnostics", Level.OFF),
            Map.entry("org.flywaydb", Level.WARN),
            Map.entry("com.zaxxer", Level.ERROR),
            Map.entry("com.github.kagkarlsson", Level.WARN),
            Map.entry("io.netty", Level.WARN),
            Map.entry("org.postgresql", Level.ERROR));

    private HubLog() {}

    /** Turns the log on in this form; called before anything else is done. */
    static void start(HubConfig.Format format, Clock clock) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setTarget("System.err");
        appender.setEncoder(format == HubConfig.Format.JSON ? json(context) : text(context));
        appender.start();
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(appender);
        context.addTurboFilter(new Seldom(clock));
        LIBRARIES.forEach((name, level) -> context.getLogger(name).setLevel(level));
        // Tomcat and the JDBC driver log past SLF4J: without the bridge their lines would stand between ours in another
        // form
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        // the frame would configure logging again
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    }

    /** Keeps lines of libraries short that anybody could fill a disk with. */
    private static final class Seldom extends TurboFilter {
        /** A refused login: {@link Logins} says it by its code, and once a minute. */
        private static final String LOGIN = "AMQ222216";
        /** A handshake that came to nothing, as each of a stranger without a certificate does: one line a minute. */
        private static final String HANDSHAKE = "AMQ222208";

        private final Untold<String> untold;

        Seldom(Clock clock) {
            this.untold = new Untold<>(clock);
        }

        @Override
        public FilterReply decide(
                @Nullable Marker marker,
                ch.qos.logback.classic.Logger logger,
                Level level,
                @Nullable String format,
                Object @Nullable [] values,
                @Nullable Throwable thrown) {
            if (format == null || !format.startsWith("AMQ")) {
                return FilterReply.NEUTRAL;
            }
            boolean tooOften = format.startsWith(LOGIN)
                    || (format.startsWith(HANDSHAKE) && untold.before(HANDSHAKE).isEmpty());
            return tooOften ? FilterReply.DENY : FilterReply.NEUTRAL;
        }
    }

    /** For a command that only looks: what libraries have to say comes back in its own lines. */
    static void onlyErrors() {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.ERROR);
    }

    private static Encoder<ILoggingEvent> text(LoggerContext context) {
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(TEXT);
        encoder.start();
        return encoder;
    }

    private static Encoder<ILoggingEvent> json(LoggerContext context) {
        var encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithContext(false);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.start();
        return encoder;
    }
}
