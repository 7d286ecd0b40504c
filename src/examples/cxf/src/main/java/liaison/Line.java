package liaison;

import guitu.liaison.Liaison;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.soap.SOAPBinding;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.security.auth.callback.CallbackHandler;
import org.apache.cxf.configuration.jsse.TLSClientParameters;
import org.apache.cxf.frontend.ClientProxy;
import org.apache.cxf.jaxws.JaxWsProxyFactoryBean;
import org.apache.cxf.transport.http.HTTPConduit;
import org.apache.cxf.ws.security.SecurityConstants;
import org.apache.cxf.ws.security.wss4j.DefaultCryptoCoverageChecker;
import org.apache.cxf.ws.security.wss4j.WSS4JInInterceptor;
import org.apache.cxf.ws.security.wss4j.WSS4JOutInterceptor;
import org.apache.wss4j.common.ConfigurationConstants;
import org.apache.wss4j.common.crypto.Merlin;

/** The line to the hub: TLS with our certificate; Body and Timestamp signed by us, and of answers by the hub. */
final class Line {
    private Line() {}

    static Liaison to(String address, Keys tls, X509Certificate authority, X509Certificate hubCertificate)
            throws Exception {
        var factory = new JaxWsProxyFactoryBean();
        factory.setServiceClass(Liaison.class);
        factory.setAddress(address);
        factory.setBindingId("http://www.w3.org/2003/05/soap/bindings/HTTP/");
        // what was seen is remembered by the hub; a client needs no memory against replay
        factory.setProperties(Map.of(
                SecurityConstants.ENABLE_TIMESTAMP_CACHE, "false", SecurityConstants.ENABLE_NONCE_CACHE, "false"));
        var hub = (Liaison) factory.create();
        // documents as attachments: a third smaller than base64, and signed all the same
        ((SOAPBinding) ((BindingProvider) hub).getBinding()).setMTOMEnabled(true);

        var client = ClientProxy.getClient(hub);
        ((HTTPConduit) client.getConduit()).setTlsClientParameters(handshake(tls, authority));
        ((HTTPConduit) client.getConduit()).getClient().setReceiveTimeout(60_000);
        client.getOutInterceptors().add(new WSS4JOutInterceptor(Map.of(
                ConfigurationConstants.ACTION, "Timestamp Signature",
                ConfigurationConstants.USER, "own",
                ConfigurationConstants.SIG_PROP_REF_ID, "crypto",
                "crypto", crypto(store(tls)),
                ConfigurationConstants.PW_CALLBACK_REF, (CallbackHandler) callbacks -> {},
                ConfigurationConstants.SIG_KEY_ID, "DirectReference",
                ConfigurationConstants.SIG_ALGO, tls.method(),
                ConfigurationConstants.SIG_DIGEST_ALGO, Signer.SHA256,
                // with MTOM, CXF would make attachments of the certificate and the signature: the hub takes documents only
                ConfigurationConstants.STORE_BYTES_IN_ATTACHMENT, "false",
                ConfigurationConstants.SIGNATURE_PARTS,
                        "{}{http://www.w3.org/2003/05/soap-envelope}Body;"
                                + "{}{http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd}Timestamp")));
        var verify = new WSS4JInInterceptor(Map.of(
                ConfigurationConstants.ACTION, "Timestamp Signature",
                ConfigurationConstants.SIG_VER_PROP_REF_ID, "crypto",
                "crypto", crypto(store(hubCertificate))));
        // without it a signature over the Timestamp alone would do
        var covered = new DefaultCryptoCoverageChecker();
        covered.setSignBody(true);
        covered.setSignTimestamp(true);
        client.getInInterceptors().add(verify);
        client.getInInterceptors().add(covered);
        client.getInFaultInterceptors().add(verify);
        client.getInFaultInterceptors().add(covered);
        return hub;
    }

    private static TLSClientParameters handshake(Keys tls, X509Certificate authority) throws Exception {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(tls), new char[0]);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store(authority));
        var parameters = new TLSClientParameters();
        parameters.setKeyManagers(keys.getKeyManagers());
        parameters.setTrustManagers(trust.getTrustManagers());
        return parameters;
    }

    private static Merlin crypto(KeyStore store) {
        var crypto = new Merlin();
        crypto.setKeyStore(store);
        crypto.setTrustStore(store);
        return crypto;
    }

    private static KeyStore store(Keys keys) throws Exception {
        var store = empty();
        store.setKeyEntry("own", keys.key(), new char[0], new Certificate[] {keys.certificate()});
        return store;
    }

    private static KeyStore store(X509Certificate certificate) throws Exception {
        var store = empty();
        store.setCertificateEntry("trusted", certificate);
        return store;
    }

    private static KeyStore empty() throws GeneralSecurityException, java.io.IOException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
