package org.guitu.office.line;

import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.guitu.soap.Trusting;
import org.guitu.trust.Identity;
import org.guitu.trust.TlsContext;

/**
 * Who we are on the wire, and whom we believe there.
 *
 * @param own key and certificate that we show
 * @param anchors certificates the hub's TLS certificate must lead to
 */
public record TlsIdentity(Identity own, List<X509Certificate> anchors) {
    public TlsIdentity {
        if (anchors.isEmpty()) {
            throw new IllegalArgumentException("TLS needs at least one trust anchor");
        }
        anchors = List.copyOf(anchors);
    }

    /** TLS with them. */
    SSLContext context() {
        var trust = Trusting.authorities(anchors);
        return TlsContext.of(() -> own, () -> trust);
    }

    @Override
    public String toString() {
        return "TlsIdentity[" + own + "]";
    }
}
