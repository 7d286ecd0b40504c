package org.guitu.soap;

import static java.util.Map.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import javax.xml.namespace.QName;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.startup.Tomcat;
import org.apache.cxf.Bus;
import org.apache.cxf.attachment.AttachmentDeserializer;
import org.apache.cxf.binding.soap.SoapBindingConstants;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.bus.CXFBusFactory;
import org.apache.cxf.jaxws.JaxWsServerFactoryBean;
import org.apache.cxf.message.Message;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.guitu.message.PartyId;
import org.guitu.message.Refusal;
import org.guitu.trust.Identity;
import org.guitu.trust.NoAnswer;
import org.guitu.trust.TlsContext;
import org.guitu.xml.EnvelopeReader;
import org.jspecify.annotations.Nullable;

/** One end's HTTPS server: TLS with client certificates, one SOAP endpoint, and nothing else but the contract's files. */
public final class SoapServer implements AutoCloseable {
    /** Parts a request may have beside the envelope: one for each document. */
    static final int ATTACHMENTS = 50;

    private static final int PART_HEADER = 2_000;

    /** Tomcat tells of every connector past our log; kept here, since a logger nobody holds forgets its level. */
    private static final List<Logger> QUIET = List.of(
            Logger.getLogger("org.apache.tomcat"),
            Logger.getLogger("org.apache.catalina"),
            Logger.getLogger("org.apache.coyote"));

    private final Tomcat tomcat;
    private final Bus bus;

    private SoapServer(Tomcat tomcat, Bus bus) {
        this.tomcat = tomcat;
        this.bus = bus;
    }

    /**
     * Where it listens and what it takes.
     *
     * @param port 0 takes any free one
     * @param work a folder for the server's own use; nothing of a request is ever written there
     * @param requestBytes of a whole request
     * @param patience how long a request may take to arrive
     * @param room for large ones
     */
    public record Settings(String host, int port, Path work, long requestBytes, Duration patience, Room room) {}

    /**
     * Who it is at each moment, and whose certificates it lets in: the handshake asks for the authority only, {@link Caller} for the
     * rest.
     */
    public record Tls(Supplier<Identity> identity, Supplier<TrustManager> trust) {}

    /**
     * What it answers.
     *
     * @param path of the endpoint
     * @param files what GET is answered with
     */
    public record Offer(String path, ContractFiles files, Set<Contract.Operation> operations, Exchange exchange) {}

    /** Learns of every call that is refused before the exchange has answered it with a receipt: never of content. */
    @FunctionalInterface
    public interface Refusals {
        /**
         * One more.
         *
         * @param party empty for a stranger
         * @param cause the kind of what failed; empty where nothing did
         */
        void refused(String party, Refusal refusal, String cause);
    }

    /**
     * Starts it.
     *
     * @throws IOException when the port cannot be had
     */
    public static SoapServer start(Settings settings, Tls tls, WsSecurity security, Offer offer, Refusals refusals)
            throws IOException {
        QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
        var bus = new CXFBusFactory().createBus();
        endpoint(bus, settings, security, offer, refusals);
        Files.createDirectories(settings.work());
        var tomcat = new Tomcat();
        tomcat.setBaseDir(settings.work().toAbsolutePath().toString());
        tomcat.setSilent(true);
        tomcat.getService().addConnector(connector(settings, tls));
        // found by its name, it keeps the server's own pages away
        ((StandardHost) tomcat.getHost()).setErrorReportValveClass(PlainPages.class.getName());
        tomcat.getHost().getPipeline().addValve(new PlainPages());
        var context = (StandardContext) tomcat.addContext("", null);
        // one application for the life of the process: nothing to look for when it ends
        context.setClearReferencesRmiTargets(false);
        context.setClearReferencesThreadLocals(false);
        var servlet = new Doorkeeper(settings, offer, security.caller(), refusals);
        servlet.setBus(bus);
        var wrapper = Tomcat.addServlet(context, "soap", servlet);
        wrapper.setLoadOnStartup(1);
        wrapper.addMapping("/*");
        try {
            tomcat.start();
        } catch (LifecycleException e) {
            stop(tomcat, bus);
            throw new IOException(settings.host() + ":" + settings.port() + " cannot be served", e);
        }
        if (tomcat.getConnector().getLocalPort() < 0) {
            stop(tomcat, bus);
            throw new IOException(settings.host() + ":" + settings.port() + " cannot be served");
        }
        return new SoapServer(tomcat, bus);
    }

    private static void endpoint(Bus bus, Settings settings, WsSecurity security, Offer offer, Refusals refusals) {
        var factory = new JaxWsServerFactoryBean();
        factory.setBus(bus);
        factory.setServiceBean(new Endpoint(offer.operations(), offer.exchange()));
        factory.setServiceName(new QName(Contract.NS, "Endpoint"));
        factory.setAddress(offer.path());
        // takes 1.1 as well, and answers in the version it was asked in
        factory.setBindingId(SoapBindingConstants.SOAP12_BINDING_ID);
        var properties = new HashMap<String, Object>(security.settings());
        properties.putAll(java.util.Map.ofEntries(
                // nothing of a request is written to the disk
                entry(AttachmentDeserializer.ATTACHMENT_MEMORY_THRESHOLD, String.valueOf(settings.requestBytes() + 1)),
                entry(AttachmentDeserializer.ATTACHMENT_MAX_SIZE, String.valueOf(settings.requestBytes())),
                entry(AttachmentDeserializer.ATTACHMENT_MAX_COUNT, String.valueOf(ATTACHMENTS)),
                entry(AttachmentDeserializer.ATTACHMENT_MAX_HEADER_SIZE, String.valueOf(PART_HEADER)),
                entry(Message.MTOM_ENABLED, "false")));
        factory.setProperties(properties);
        factory.getInInterceptors().add(new Opening(EnvelopeReader.REQUEST));
        security.demand(factory);
        security.put(factory);
        factory.getOutFaultInterceptors().add(new Explain(log(refusals)));
        factory.create();
    }

    private static BiConsumer<SoapMessage, Explain.Outcome> log(Refusals refusals) {
        return (message, outcome) -> {
            if (outcome.trouble().receipt().isPresent()) {
                return;
            }
            var in = message.getExchange().getInMessage();
            var party = in == null ? Optional.<PartyId>empty() : Visit.of(in).flatMap(Visit::party);
            var cause = outcome.failure();
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            refusals.refused(
                    party.map(PartyId::value).orElse(""), outcome.trouble().refusal(), NoAnswer.told(cause));
        };
    }

    private static Connector connector(Settings settings, Tls tls) {
        var connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
        connector.setPort(settings.port());
        connector.setScheme("https");
        connector.setSecure(true);
        connector.setAllowTrace(false);
        connector.setProperty("address", settings.host());
        connector.setProperty("SSLEnabled", "true");
        connector.setProperty("maxThreads", "64");
        connector.setProperty("minSpareThreads", "2");
        // a silent client is let go; a dripping one by the Doorkeeper
        connector.setProperty(
                "connectionTimeout",
                String.valueOf(Math.min(20_000, settings.patience().toMillis())));
        connector.setProperty("keepAliveTimeout", "60000");
        connector.setProperty("maxKeepAliveRequests", "-1");
        connector.setProperty("maxHttpRequestHeaderSize", "16384");
        // the Doorkeeper reads what is left, by the clock; Tomcat would without one
        connector.setProperty("maxSwallowSize", "0");
        connector.setProperty("server", "guitu");
        var host = new SSLHostConfig();
        host.setProtocols("TLSv1.2+TLSv1.3");
        host.setCertificateVerification("required");
        var certificate = new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
        certificate.setSslContext(new Handshakes(tls));
        host.addCertificate(certificate);
        connector.addSslHostConfig(host);
        return connector;
    }

    /** Our TLS as Tomcat calls it. */
    private static final class Handshakes implements org.apache.tomcat.util.net.SSLContext {
        private final SSLContext context;
        private final Supplier<TrustManager> trust;
        private final Supplier<Identity> own;

        Handshakes(Tls tls) {
            own = tls.identity();
            trust = tls.trust();
            context = TlsContext.of(own, trust);
        }

        @Override
        public void init(
                KeyManager @Nullable [] keys, TrustManager @Nullable [] trusted, @Nullable SecureRandom random) {
            // it is made whole
        }

        @Override
        public void destroy() {
            // holds nothing
        }

        @Override
        public SSLSessionContext getServerSessionContext() {
            return context.getServerSessionContext();
        }

        @Override
        public SSLEngine createSSLEngine() {
            return context.createSSLEngine();
        }

        @Override
        public SSLServerSocketFactory getServerSocketFactory() {
            return context.getServerSocketFactory();
        }

        @Override
        public SSLParameters getSupportedSSLParameters() {
            return context.getSupportedSSLParameters();
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return own.get().chain().toArray(X509Certificate[]::new);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return ((X509TrustManager) trust.get()).getAcceptedIssuers();
        }
    }

    public int port() {
        return tomcat.getConnector().getLocalPort();
    }

    /** No new requests; those at work go on. */
    public void shut() {
        tomcat.getConnector().pause();
    }

    @Override
    public void close() {
        stop(tomcat, bus);
    }

    private static void stop(Tomcat tomcat, Bus bus) {
        try {
            tomcat.stop();
            tomcat.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException("the server does not stop cleanly", e);
        } finally {
            bus.shutdown(true);
        }
    }
}
