package org.guitu.office.line;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Who we are on the wire, and whom we believe there.
 *
 * @param key private key of the client certificate
 * @param chain the client certificate first, then its issuers
 * @param anchors certificates the hub's TLS certificate must lead to
 */
public record TlsIdentity(PrivateKey key, List<X509Certificate> chain, List<X509Certificate> anchors) {
    public TlsIdentity {
        if (chain.isEmpty() || anchors.isEmpty()) {
            throw new IllegalArgumentException("TLS needs a client certificate and at least one trust anchor");
        }
        chain = List.copyOf(chain);
        anchors = List.copyOf(anchors);
    }

    @Override
    public String toString() {
        return "TlsIdentity[" + chain.get(0).getSubjectX500Principal() + "]";
    }
}
