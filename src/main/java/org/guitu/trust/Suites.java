package org.guitu.trust;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;

/**
 * The table of suites the exchange speaks: ECDSA P-256 and RSA of 3072 bits or more, both with SHA-256 (RFC 9231), and SM2
 * with SM3 (GB/T 32918, GB/T 32905), whose URIs no standard gives: {@link SuiteUris}. What is not in the table does not exist for the hub: SHA-1, other curves and shorter
 * keys have no row.
 */
public final class Suites {
    /** SHA-256 as a digest method (XML Encryption 5.8.2). */
    public static final String SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256";

    private static final String MORE = "http://www.w3.org/2001/04/xmldsig-more#";

    /** What standards name: no table gives it another meaning. */
    static final Set<String> STANDARD = Set.of(SHA256, MORE + "ecdsa-sha256", MORE + "rsa-sha256");

    private static final String ECDSA = "ecdsa-p256";
    private static final String RSA = "rsa-sha256";

    /** Those that everybody's tools have; SM2 is known in China. */
    public static final List<String> INTERNATIONAL = List.of(ECDSA, RSA);

    private final List<Suite> table;

    /** As this installation spells them. */
    public Suites() {
        this(SuiteUris.sm2());
    }

    /** @param sm2 how SM2 with SM3 may be spelled, the one that is written first */
    Suites(List<SuiteUris.Spelling> sm2) {
        table = Stream.concat(Stream.of(ecdsaP256(), rsa()), sm2.stream().map(Suites::sm2))
                .toList();
    }

    /**
     * The suite of this certificate's key.
     *
     * @throws Refused GT-3145 when the key is too weak or of an unknown kind
     */
    public Suite byCertificate(X509Certificate certificate) throws Refused {
        for (var suite : table) {
            if (suite.fits(certificate)) {
                return suite;
            }
        }
        throw Refusals.refused("GT-3145", CertificateName.with(certificate));
    }

    /** The name of the suite of this certificate's key; empty where the table has none. */
    public Optional<String> nameFor(X509Certificate certificate) {
        return table.stream()
                .filter(suite -> suite.fits(certificate))
                .map(Suite::name)
                .findFirst();
    }

    /** The names of the suites. */
    public List<String> names() {
        return table.stream().map(Suite::name).distinct().toList();
    }

    /** The suite of this signature method (a URI); empty when the table has none. */
    Optional<Suite> find(String signatureUri) {
        return table.stream()
                .filter(suite -> suite.signatureUri().equals(signatureUri))
                .findFirst();
    }

    private static Suite ecdsaP256() {
        var identifiers = new Suite.Identifiers(ECDSA, MORE + "ecdsa-sha256", SHA256);
        return new Suite(identifiers, KeyStrength.P256, new P256());
    }

    private static Suite rsa() {
        var identifiers = new Suite.Identifiers(RSA, MORE + "rsa-sha256", SHA256);
        return new Suite(identifiers, KeyStrength.RSA, new Rsa());
    }

    private static Suite sm2(SuiteUris.Spelling spelling) {
        var identifiers = new Suite.Identifiers("sm2-sm3", spelling.signature(), spelling.digest());
        return new Suite(identifiers, KeyStrength.SM2, new Sm2());
    }

    /** ECDSA by BouncyCastle: several times faster than the JDK's, and right on Wycheproof's edge cases. */
    private record P256() implements Suite.Engine {
        @Override
        public Signature create() throws GeneralSecurityException {
            // "plain" is r||s of fixed length, as XML Signature has it (BSI TR-03111 5.2.1)
            return Signature.getInstance("SHA256withPLAIN-ECDSA", BouncyCastle.PROVIDER);
        }

        @Override
        public PublicKey adopt(PublicKey key) {
            return BouncyCastle.adopt(key);
        }

        @Override
        public PrivateKey adopt(PrivateKey key) {
            return BouncyCastle.adopt(key);
        }

        @Override
        public Optional<String> inToken() {
            return Optional.of("SHA256withECDSAinP1363Format");
        }

        @Override
        public int valueLength(PublicKey key) {
            return 64;
        }
    }

    /** RSA by the JDK: its Montgomery arithmetic is compiled to vector instructions. */
    private record Rsa() implements Suite.Engine {
        @Override
        public Signature create() throws GeneralSecurityException {
            return Signature.getInstance("SHA256withRSA", "SunRsaSign");
        }

        @Override
        public PublicKey adopt(PublicKey key) {
            return key;
        }

        @Override
        public PrivateKey adopt(PrivateKey key) {
            return key;
        }

        @Override
        public Optional<String> inToken() {
            return Optional.of("SHA256withRSA");
        }

        @Override
        public int valueLength(PublicKey key) {
            return (((RSAPublicKey) key).getModulus().bitLength() + 7) / 8;
        }
    }

    /** SM2 by BouncyCastle: the JDK has none. */
    private record Sm2() implements Suite.Engine {
        @Override
        public Signature create() {
            return new Sm2Signature();
        }

        @Override
        public PublicKey adopt(PublicKey key) {
            return key;
        }

        @Override
        public PrivateKey adopt(PrivateKey key) {
            return key;
        }

        @Override
        public Optional<String> inToken() {
            return Optional.empty();
        }

        @Override
        public int valueLength(PublicKey key) {
            return 64;
        }

        @Override
        public MessageDigest digest() throws NoSuchAlgorithmException {
            return MessageDigest.getInstance("SM3", BouncyCastle.PROVIDER);
        }
    }
}
