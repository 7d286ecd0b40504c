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
        var uris = new ArrayList<String>();
        try {
            var names = certificate.getSubjectAlternativeNames();
            for (var name : names == null ? List.<List<?>>of() : names) {
                if (name.get(0) instanceof Integer kind && kind == URI && name.get(1) instanceof String uri) {
                    uris.add(uri);
                }
            }
        } catch (CertificateParsingException e) {
            return Optional.empty();
        }
        return among(uris);
    }

    /** The one party among these names, or empty. */
    static Optional<PartyId> among(List<String> uris) {
        var named = uris.stream().filter(uri -> uri.startsWith(PREFIX)).toList();
        try {
            return named.size() == 1
                    ? Optional.of(new PartyId(named.get(0).substring(PREFIX.length())))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
