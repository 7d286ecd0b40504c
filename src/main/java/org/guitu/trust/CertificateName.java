package org.guitu.trust;

import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.guitu.message.Digest;

/**
 * The names of a certificate: for its owner, in a refusal (arguments {0} subject and {1} serial number); for records, its digest;
 * for clients, the hosts it names.
 */
public final class CertificateName {
    private static final int LONGEST = 200;

    /** X.520 5.2.9, which RFC 2253 has no word for: in it the number that sets two subjects of one party apart. */
    private static final Map<String, String> WORDS = Map.of("2.5.4.5", "SERIALNUMBER");

    /** GeneralName dNSName and iPAddress (RFC 5280 4.2.1.6). */
    private static final List<Integer> HOSTS = List.of(2, 7);

    private CertificateName() {}

    /** Subject (RFC 2253) and serial number in hexadecimal, then what else the text of the refusal takes. */
    public static Object[] with(X509Certificate certificate, Object... more) {
        var arguments = new Object[2 + more.length];
        arguments[0] = subject(certificate);
        arguments[1] = serial(certificate);
        System.arraycopy(more, 0, arguments, 2, more.length);
        return arguments;
    }

    /** Whose it is said or asked to be, then the certificate's subject and serial number. */
    public static Object[] of(Object whose, X509Certificate certificate) {
        var named = with(certificate);
        return new Object[] {whose, named[0], named[1]};
    }

    /** SHA-256 of it: how records, statements, seals and blocks name it. */
    public static Digest digest(X509Certificate certificate) {
        try {
            return Digest.of(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read can be written", e);
        }
    }

    /** DNS names and addresses that a certificate may be served from; none for a client's. */
    public static List<String> hosts(X509Certificate certificate) {
        try {
            var names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> HOSTS.contains(name.get(0)))
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    /** Its serial number in hexadecimal, as refusals, logs and {@code keys show} alike have it. */
    public static String serial(X509Certificate certificate) {
        return certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT);
    }

    /** Whose it is (RFC 2253). */
    public static String subject(X509Certificate certificate) {
        return text(certificate.getSubjectX500Principal());
    }

    /** The authority that it says issued it. */
    public static String issuer(X509Certificate certificate) {
        return text(certificate.getIssuerX500Principal());
    }

    /** A stranger wrote it, and it ends in a receipt: nothing that XML or a terminal would take amiss. */
    private static String text(X500Principal principal) {
        var name = principal.getName(X500Principal.RFC2253, WORDS).replaceAll("[^\\p{L}\\p{N}\\p{P}\\p{S} ]", "?");
        return name.length() > LONGEST ? name.substring(0, LONGEST) + "…" : name;
    }
}
