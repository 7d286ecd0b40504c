package org.guitu.trust;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.guitu.message.PartyId;

/**
 * The party a certificate names in its subject alternative names: {@code urn:guitu:party:<id>}. The directory decides who
 * signs for whom; this name only lets an office check a file without the directory.
 */
public final class PartyName {
    static final String PREFIX = "urn:guitu:party:";
    /** GeneralName uniformResourceIdentifier (RFC 5280 4.2.1.6). */
    private static final int URI = 6;

    private PartyName() {}

    /** The party, or empty when the certificate names none or more than one. */
    public static Optional<PartyId> of(X509Certificate certificate) {
        var found = new ArrayList<PartyId>();
        try {
            var names = certificate.getSubjectAlternativeNames();
            for (var name : names == null ? List.<List<?>>of() : names) {
                if (name.get(0) instanceof Integer kind
                        && kind == URI
                        && name.get(1) instanceof String uri
                        && uri.startsWith(PREFIX)) {
                    found.add(new PartyId(uri.substring(PREFIX.length())));
                }
            }
        } catch (CertificateParsingException | IllegalArgumentException e) {
            return Optional.empty();
        }
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }
}
