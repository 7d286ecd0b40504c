package org.guitu.office.line;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.X509TrustManager;
import org.guitu.message.PartyId;
import org.guitu.message.Patience;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.soap.Caller;
import org.guitu.soap.Trusting;
import org.guitu.trust.CertificateName;
import org.guitu.trust.PartyName;

/**
 * Takes only the hub at the other end of a SOAP line. Its TLS certificate may change without notice, so it is known by its
 * authority and its name; what the hub says is proved by its pinned signing certificate, in every receipt.
 */
final class HubCaller implements Caller {
    private final PartyId hub;
    private final String host;
    private final X509TrustManager authorities;

    /** @param host which the hub's TLS certificate carries, where it names no party */
    HubCaller(PartyId hub, String host, List<X509Certificate> anchors) {
        this.hub = hub;
        this.host = host;
        this.authorities = (X509TrustManager) Trusting.authorities(anchors);
    }

    @Override
    public PartyId ofChannel(Optional<X509Certificate> shown) throws Refused {
        if (shown.isPresent()) {
            require(shown.get());
        }
        return hub;
    }

    @Override
    public void requireSigner(PartyId party, X509Certificate signer) throws Refused {
        require(signer);
    }

    /** An office asks nobody: what it relies on is the pinned certificate in the hub's receipts. */
    @Override
    public void requireStanding(X509Certificate certificate, Patience patience) {}

    private void require(X509Certificate certificate) throws Refused {
        try {
            authorities.checkServerTrusted(new X509Certificate[] {certificate}, "UNKNOWN");
            boolean itself = PartyName.of(certificate).map(hub::equals).orElse(carries(certificate));
            if (!itself) {
                throw Refusals.refused("GT-2018", CertificateName.of(hub, certificate));
            }
        } catch (CertificateException e) {
            throw new Refused(Refusals.refusal("GT-2018", "", "", CertificateName.of(hub, certificate)), e);
        }
    }

    private boolean carries(X509Certificate certificate) throws CertificateException {
        var names = certificate.getSubjectAlternativeNames();
        return names != null && names.stream().anyMatch(name -> host.equals(name.get(1)));
    }
}
