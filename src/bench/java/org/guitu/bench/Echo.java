package org.guitu.bench;

import jakarta.xml.soap.MessageFactory;
import jakarta.xml.soap.SOAPConstants;
import jakarta.xml.soap.SOAPException;
import jakarta.xml.soap.SOAPMessage;
import jakarta.xml.ws.Provider;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.ServiceMode;
import jakarta.xml.ws.WebServiceProvider;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.cxf.bus.CXFBusFactory;
import org.apache.cxf.jaxws.JaxWsServerFactoryBean;
import org.apache.cxf.transport.servlet.CXFNonSpringServlet;
import org.apache.cxf.ws.security.wss4j.CryptoCoverageChecker;
import org.apache.cxf.ws.security.wss4j.CryptoCoverageUtil.CoverageScope;
import org.apache.cxf.ws.security.wss4j.CryptoCoverageUtil.CoverageType;
import org.apache.cxf.ws.security.wss4j.WSS4JInInterceptor;
import org.apache.cxf.ws.security.wss4j.WSS4JOutInterceptor;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.wss4j.common.ConfigurationConstants;
import org.apache.wss4j.common.crypto.Merlin;
import org.guitu.soap.Contract;
import org.guitu.trust.Exposed;
import org.guitu.trust.Identity;

/**
 * What a service costs that does nothing: CXF and WSS4J as they come, behind the same HTTPS server; DOM, Timestamp and
 * signature over body and Timestamp both ways, coverage checked. It gives back the bytes it is given.
 */
final class Echo implements AutoCloseable {
    private static final String PASSWORD = "memory";
    private static final String WSU =
            "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
    private static final String SOAP = "http://www.w3.org/2003/05/soap-envelope";
    private static final String PATH = "/echo";

    private final Tomcat tomcat;

    private Echo(Tomcat tomcat) {
        this.tomcat = tomcat;
    }

    static Echo start(Identity tls, X509Certificate anchor, Path work) throws Exception {
        var key = KeyStore.getInstance("PKCS12");
        key.load(null, null);
        key.setKeyEntry("own", Exposed.key(tls), PASSWORD.toCharArray(), tls.chain().toArray(Certificate[]::new));
        var trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("anchor", anchor);
        var bus = new CXFBusFactory().createBus();
        endpoint(bus, key, trust, tls);
        var tomcat = new Tomcat();
        tomcat.setBaseDir(work.toString());
        tomcat.getService().addConnector(connector(key, trust));
        var context = tomcat.addContext("", null);
        var servlet = new CXFNonSpringServlet(null, false);
        servlet.setBus(bus);
        var wrapper = Tomcat.addServlet(context, "echo", servlet);
        wrapper.setLoadOnStartup(1);
        wrapper.addMapping("/*");
        tomcat.start();
        return new Echo(tomcat);
    }

    private static void endpoint(org.apache.cxf.Bus bus, KeyStore key, KeyStore trust, Identity tls) {
        var own = new Merlin();
        own.setKeyStore(key);
        own.setTrustStore(trust);
        var factory = new JaxWsServerFactoryBean();
        factory.setBus(bus);
        factory.setServiceBean(new Bare());
        factory.setServiceName(new QName(Contract.NS, "Echo"));
        factory.setAddress(PATH);
        factory.setBindingId("http://schemas.xmlsoap.org/wsdl/soap12/");
        factory.getInInterceptors()
                .add(new WSS4JInInterceptor(Map.of(
                        ConfigurationConstants.ACTION,
                        "Timestamp Signature",
                        ConfigurationConstants.SIG_VER_PROP_REF_ID,
                        "crypto",
                        "crypto",
                        own)));
        factory.getInInterceptors()
                .add(new CryptoCoverageChecker(
                        Map.of("s", SOAP, "u", WSU),
                        List.of(
                                new CryptoCoverageChecker.XPathExpression(
                                        "//s:Body", CoverageType.SIGNED, CoverageScope.ELEMENT),
                                new CryptoCoverageChecker.XPathExpression(
                                        "//u:Timestamp", CoverageType.SIGNED, CoverageScope.ELEMENT))));
        factory.getOutInterceptors()
                .add(new WSS4JOutInterceptor(Map.of(
                        ConfigurationConstants.ACTION,
                        "Timestamp Signature",
                        ConfigurationConstants.USER,
                        "own",
                        ConfigurationConstants.SIG_PROP_REF_ID,
                        "crypto",
                        "crypto",
                        own,
                        ConfigurationConstants.SIG_KEY_ID,
                        "DirectReference",
                        ConfigurationConstants.SIG_ALGO,
                        Exposed.key(tls).getAlgorithm().equals("RSA")
                                ? "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
                                : "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
                        ConfigurationConstants.SIG_DIGEST_ALGO,
                        "http://www.w3.org/2001/04/xmlenc#sha256",
                        ConfigurationConstants.SIGNATURE_PARTS,
                        "{}{" + SOAP + "}Body;{}{" + WSU + "}Timestamp",
                        ConfigurationConstants.PW_CALLBACK_REF,
                        (javax.security.auth.callback.CallbackHandler) callbacks -> {
                            for (var callback : callbacks) {
                                ((org.apache.wss4j.common.ext.WSPasswordCallback) callback).setPassword(PASSWORD);
                            }
                        })));
        factory.create();
    }

    private static Connector connector(KeyStore key, KeyStore trust) {
        var connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
        connector.setPort(0);
        connector.setScheme("https");
        connector.setSecure(true);
        connector.setProperty("address", "127.0.0.1");
        connector.setProperty("SSLEnabled", "true");
        connector.setProperty("maxKeepAliveRequests", "-1");
        var host = new SSLHostConfig();
        host.setCertificateVerification("required");
        host.setTrustStore(trust);
        var certificate = new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
        certificate.setCertificateKeystore(key);
        certificate.setCertificateKeystorePassword(PASSWORD);
        host.addCertificate(certificate);
        connector.addSslHostConfig(host);
        return connector;
    }

    int port() {
        return tomcat.getConnector().getLocalPort();
    }

    String address() {
        return "https://127.0.0.1:" + port() + PATH;
    }

    /** Answers a {@code Submit} as the contract does, with the bytes it was given. */
    @WebServiceProvider
    @ServiceMode(Service.Mode.MESSAGE)
    public static final class Bare implements Provider<SOAPMessage> {
        @Override
        public SOAPMessage invoke(SOAPMessage request) {
            try {
                var message = MessageFactory.newInstance(SOAPConstants.SOAP_1_2_PROTOCOL)
                        .createMessage();
                var response =
                        message.getSOAPBody().addChildElement(new QName(Contract.NS, "SubmitResponse", "l"));
                response.addChildElement(new QName(Contract.NS, "Receipt", "l"))
                        .setTextContent(request.getSOAPBody().getTextContent().strip());
                return message;
            } catch (SOAPException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }
}
