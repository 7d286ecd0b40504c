package org.guitu.trust;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.guitu.message.Digest;
import org.guitu.message.PartyId;

/**
 * A small certificate authority for exercises and the demo. Production certificates come from the authorities the exchange
 * trusts; nothing in the hub knows the difference.
 */
public final class Issuance {
    private static final String ORGANISATION = "Guitu exercise";
    /** id-kp-documentSigning (RFC 9336): says what the key is for, so TLS does not take it. */
    private static final KeyPurposeId DOCUMENT_SIGNING =
            KeyPurposeId.getInstance(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.3.36"));

    private final SecureRandom random = new SecureRandom();

    /** What a certificate is for. */
    public enum Purpose {
        SIGN,
        TLS,
        ENCRYPT
    }

    /** Kind of key, and how an authority with such a key signs certificates. */
    public enum Kind {
        EC_P256(KeyStrength.P256, "SHA256withECDSA"),
        RSA_3072(KeyStrength.RSA, "SHA256withRSA"),
        /** Signs only: neither TLS of the JDK nor a suite that seals takes it. */
        SM2(KeyStrength.SM2, "SM3withSM2");

        private final KeyStrength strength;
        private final String method;

        Kind(KeyStrength strength, String method) {
            this.strength = strength;
            this.method = method;
        }

        /**
         * The kind of this certificate's key.
         *
         * @throws IllegalArgumentException for a key that is too weak or of another kind
         */
        public static Kind of(X509Certificate certificate) {
            return of(KeyStrength.of(certificate))
                    .orElseThrow(() -> new IllegalArgumentException("no key of such a kind is made here"));
        }

        static Optional<Kind> of(KeyStrength strength) {
            return Arrays.stream(values())
                    .filter(kind -> kind.strength == strength)
                    .findFirst();
        }

        /** Whether a key of this kind serves this purpose. */
        public boolean serves(Purpose purpose) {
            return this != SM2 || purpose == Purpose.SIGN;
        }
    }

    /** From when until when a certificate is valid. */
    public record Validity(Instant from, Instant until) {
        public Validity {
            if (!from.isBefore(until)) {
                throw new IllegalArgumentException("a certificate must begin before it ends");
            }
        }
    }

    /**
     * What is asked of the authority.
     *
     * @param hosts DNS names or IPv4 addresses a TLS certificate may be served from; none for a client
     */
    public record Order(PartyId party, Purpose purpose, Kind kind, Validity validity, List<String> hosts) {
        public Order {
            hosts = List.copyOf(hosts);
            if (!kind.serves(purpose)) {
                throw new IllegalArgumentException("a key of this kind only signs");
            }
        }
    }

    /** A new authority with a self-signed certificate of this common name. */
    public Identity authority(String commonName, Kind kind, Validity validity) {
        try {
            var pair = newPair(kind);
            var name = name(commonName);
            var builder = builder(name, name, pair.getPublic(), validity);
            // path length 0: it may issue certificates for parties, never another authority
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            var certificate = Pem.certificate(signed(builder, kind, pair.getPrivate()));
            return new Identity(pair.getPrivate(), List.of(certificate));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("no certificate authority could be made", e);
        }
    }

    /** A new key and its certificate for a party; the chain holds the authority too. */
    public Identity issue(Identity authority, Order order) {
        try {
            var pair = newPair(order.kind());
            return new Identity(pair.getPrivate(), certified(authority, order, pair.getPublic()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no key could be made", e);
        }
    }

    /** A certificate for a party's own key, and the authority's. */
    List<X509Certificate> certified(Identity authority, Order order, PublicKey key) {
        try {
            var issuer = new JcaX509CertificateHolder(authority.certificate());
            var builder = builder(issuer.getSubject(), subject(order, key), key, order.validity());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            addUse(builder, order);
            builder.addExtension(Extension.subjectAlternativeName, false, names(order));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(authority.certificate()));
            var certificate = Pem.certificate(signed(builder, Kind.of(authority.certificate()), authority.key()));
            return List.of(certificate, authority.certificate());
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("no certificate could be issued", e);
        }
    }

    /** Says what the key is for, and nothing else. */
    static void addUse(X509v3CertificateBuilder builder, Order order) throws IOException {
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage(order)));
        var purposes = purposes(order);
        if (purposes.length > 0) {
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
        }
    }

    private JcaX509v3CertificateBuilder builder(X500Name issuer, X500Name subject, PublicKey key, Validity validity)
            throws GeneralSecurityException, IOException {
        var serial = new BigInteger(127, random).setBit(126);
        var builder = new JcaX509v3CertificateBuilder(
                issuer, serial, Date.from(validity.from()), Date.from(validity.until()), subject, key);
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key));
        return builder;
    }

    private static byte[] signed(JcaX509v3CertificateBuilder builder, Kind kind, PrivateKey key)
            throws OperatorCreationException, IOException {
        return builder.build(contentSigner(kind, key)).getEncoded();
    }

    static ContentSigner contentSigner(Kind kind, PrivateKey key) throws OperatorCreationException {
        return new JcaContentSignerBuilder(kind.method)
                .setProvider(BouncyCastle.PROVIDER)
                .build(key);
    }

    /** How an authority with this key signs what it issues. */
    static ContentSigner contentSigner(Identity authority) throws OperatorCreationException {
        return contentSigner(Kind.of(authority.certificate()), authority.key());
    }

    KeyPair newPair(Kind kind) throws GeneralSecurityException {
        return switch (kind) {
            case EC_P256 -> newPair(KeyPairGenerator.getInstance("EC"), new ECGenParameterSpec("secp256r1"));
            case RSA_3072 ->
                newPair(
                        KeyPairGenerator.getInstance("RSA"),
                        new RSAKeyGenParameterSpec(3072, RSAKeyGenParameterSpec.F4));
            case SM2 ->
                newPair(KeyPairGenerator.getInstance("EC", BouncyCastle.PROVIDER), new ECGenParameterSpec("sm2p256v1"));
        };
    }

    private KeyPair newPair(KeyPairGenerator generator, AlgorithmParameterSpec parameters)
            throws GeneralSecurityException {
        generator.initialize(parameters, random);
        return generator.generateKeyPair();
    }

    /**
     * The name of its party; for TLS with a number of the key too: an external broker knows users by their subject, and is to
     * tell a blocked certificate from its successor.
     */
    private static X500Name subject(Order order, PublicKey key) {
        var name = order.party().value();
        if (order.purpose() != Purpose.TLS) {
            return name(name);
        }
        var number = Digest.of(key.getEncoded()).hex().substring(0, 16);
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, ORGANISATION)
                .addRDN(BCStyle.SERIALNUMBER, number)
                .addRDN(BCStyle.CN, name)
                .build();
    }

    /** Most general first, so Java prints {@code CN=cn.53, O=Guitu exercise}: the broker compares that very text. */
    static X500Name name(String commonName) {
        return new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, ORGANISATION)
                .addRDN(BCStyle.CN, commonName)
                .build();
    }

    private static int usage(Order order) {
        return switch (order.purpose()) {
            case SIGN -> KeyUsage.digitalSignature | KeyUsage.nonRepudiation;
            case TLS -> KeyUsage.digitalSignature;
            case ENCRYPT -> order.kind() == Kind.EC_P256 ? KeyUsage.keyAgreement : KeyUsage.keyEncipherment;
        };
    }

    /** None for sealing: the key usage says that it neither signs nor opens a channel. */
    private static KeyPurposeId[] purposes(Order order) {
        return switch (order.purpose()) {
            case SIGN -> new KeyPurposeId[] {DOCUMENT_SIGNING};
            case TLS -> new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth};
            case ENCRYPT -> new KeyPurposeId[] {};
        };
    }

    static GeneralNames names(Order order) {
        var names = new ArrayList<GeneralName>();
        names.add(new GeneralName(GeneralName.uniformResourceIdentifier, PartyName.PREFIX + order.party()));
        for (var host : order.hosts()) {
            boolean address = host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
            names.add(new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, host));
        }
        return new GeneralNames(names.toArray(GeneralName[]::new));
    }
}
