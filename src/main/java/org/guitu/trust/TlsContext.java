package org.guitu.trust;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS of one end (RFC 8446). Its key is asked for at every handshake, so that a successor is shown without a restart and without
 * closing a door; channels that are open stay open.
 */
public final class TlsContext {
    private TlsContext() {}

    /**
     * A context that shows the identity of the moment and takes whom {@code trust} takes.
     *
     * @param own throws while there is none: handshakes that need one fail then
     */
    public static SSLContext of(Supplier<Identity> own, TrustManager trust) {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new OwnKey(own)}, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
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
