package org.guitu.trust;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS of one end (RFC 8446). Its key is asked for at every handshake, so that a successor is shown without a restart and without
 * closing a door; channels that are open stay open. No session that began with another key is resumed (RFC 8446, 2.2).
 */
public final class TlsContext {
    private TlsContext() {}

    /**
     * A context that shows the identity of the moment and takes whom the trust of the moment takes.
     *
     * @param own throws while there is none: handshakes that need one fail then
     * @param trust asked at every handshake too, the same object while nothing changed; no session that began under another is resumed
     */
    public static SSLContext of(Supplier<Identity> own, Supplier<TrustManager> trust) {
        var sessions = new Sessions(own, trust);
        return new SSLContext(sessions, sessions.now().getProvider(), "TLS") {};
    }

    private static SSLContext made(Supplier<Identity> own, TrustManager trust) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new OwnKey(own)}, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    /** The context of the JDK, a new one for each identity and trust: it keeps what it resumes sessions with. */
    private static final class Sessions extends SSLContextSpi {
        private final Supplier<Identity> own;
        private final Supplier<TrustManager> trust;
        private Optional<Identity> of;
        private TrustManager by;
        private SSLContext made;

        Sessions(Supplier<Identity> own, Supplier<TrustManager> trust) {
            this.own = own;
            this.trust = trust;
            this.of = shown();
            this.by = trust.get();
            this.made = made(own, by);
        }

        private Optional<Identity> shown() {
            try {
                return Optional.of(own.get());
            } catch (RuntimeException e) {
                return Optional.empty();
            }
        }

        synchronized SSLContext now() {
            var shown = shown();
            var trusted = trust.get();
            if (!shown.equals(of) || trusted != by) {
                of = shown;
                by = trusted;
                made = made(own, trusted);
            }
            return made;
        }

        @Override
        protected void engineInit(KeyManager[] keys, TrustManager[] trusted, SecureRandom random) {
            throw new UnsupportedOperationException("it has its keys");
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return now().getSocketFactory();
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return now().getServerSocketFactory();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return now().createSSLEngine();
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return now().createSSLEngine(host, port);
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return now().getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return now().getClientSessionContext();
        }

        @Override
        protected SSLParameters engineGetDefaultSSLParameters() {
            return now().getDefaultSSLParameters();
        }

        @Override
        protected SSLParameters engineGetSupportedSSLParameters() {
            return now().getSupportedSSLParameters();
        }
    }

    /** Key and chain of one handshake belong together, also when the key changes in the middle of it. */
    private static final class OwnKey extends X509ExtendedKeyManager {
        private final Supplier<Identity> own;
        private final Map<String, Identity> shown = new ConcurrentHashMap<>();

        OwnKey(Supplier<Identity> own) {
            this.own = own;
        }

        private @Nullable String alias(String... kinds) {
            Identity identity;
            try {
                identity = own.get();
            } catch (RuntimeException e) {
                return null;
            }
            var certificate = identity.certificate();
            if (!Arrays.asList(kinds).contains(certificate.getPublicKey().getAlgorithm())) {
                return null;
            }
            var alias = CertificateName.digest(certificate).toString();
            shown.put(alias, identity);
            return alias;
        }

        @Override
        public @Nullable String chooseEngineServerAlias(
                String kind, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return alias(kind);
        }

        @Override
        public @Nullable String chooseEngineClientAlias(
                String[] kinds, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return alias(kinds);
        }

        @Override
        public @Nullable String chooseServerAlias(
                String kind, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return alias(kind);
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] kinds, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return alias(kinds);
        }

        @Override
        public X509Certificate @Nullable [] getCertificateChain(String alias) {
            var identity = shown.get(alias);
            return identity == null ? null : identity.chain().toArray(X509Certificate[]::new);
        }

        @Override
        public @Nullable PrivateKey getPrivateKey(String alias) {
            var identity = shown.get(alias);
            return identity == null ? null : identity.key();
        }

        @Override
        public String @Nullable [] getClientAliases(String kind, Principal @Nullable [] issuers) {
            var alias = alias(kind);
            return alias == null ? null : new String[] {alias};
        }

        @Override
        public String @Nullable [] getServerAliases(String kind, Principal @Nullable [] issuers) {
            return getClientAliases(kind, issuers);
        }
    }
}
