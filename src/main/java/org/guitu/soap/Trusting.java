package org.guitu.soap;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.guitu.trust.BouncyCastle;

/** Whose certificate an end takes at the handshake. */
public final class Trusting {
    private Trusting() {}

    /** Any that leads to one of these authorities. */
    public static TrustManager authorities(Collection<X509Certificate> anchors) {
        try {
            var trust = KeyStore.getInstance("PKCS12");
            trust.load(null, null);
            int number = 0;
            for (var anchor : anchors) {
                if (!BouncyCastle.isUnknownToJdk(anchor)) {
                    trust.setCertificateEntry("anchor-" + number++, anchor);
                }
            }
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trust);
            return factory.getTrustManagers()[0];
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("an anchor cannot be used", e);
        }
    }

    /** Only one of these very certificates, as they are at that moment, whoever issued them. */
    public static TrustManager only(Supplier<List<X509Certificate>> pinned) {
        return new Pinned(pinned);
    }

    private static final class Pinned extends X509ExtendedTrustManager {
        private final Supplier<List<X509Certificate>> pinned;

        Pinned(Supplier<List<X509Certificate>> pinned) {
            this.pinned = pinned;
        }

        private void check(X509Certificate[] chain) throws CertificateException {
            if (chain.length == 0 || !pinned.get().contains(chain[0])) {
                throw new CertificateException("not the certificate of the directory");
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket)
                throws CertificateException {
            throw new CertificateException("a client trusts no clients");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("a client trusts no clients");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) throws CertificateException {
            throw new CertificateException("a client trusts no clients");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
