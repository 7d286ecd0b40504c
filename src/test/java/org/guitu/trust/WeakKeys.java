package org.guitu.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Date;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.jce.spec.ECParameterSpec;
import org.guitu.message.PartyId;
import org.guitu.trust.Issuance.Validity;

/** Keys that nobody may sign with, in certificates of a good authority: they sign all the same, and rightly. */
public final class WeakKeys {
    private static final String MORE = "http://www.w3.org/2001/04/xmldsig-more#";
    private static final String CURVE = "P-256";

    private final Identity authority;
    private final PartyId party;
    private final Validity validity;
    private final Map<Flaw, Identity> made = new EnumMap<>(Flaw.class);

    /** What is wrong with a key. */
    public enum Flaw {
        RSA_OF_2048_BITS,
        RSA_OF_EXPONENT_3,
        /** P-256, number by number. */
        CURVE_SPELLED_OUT,
        /** P-256 with another generator: who chose it knows a private key to any public one (CVE-2020-0601). */
        CURVE_WITH_ITS_OWN_GENERATOR,
        /** As both sides are supposed to know. */
        CURVE_UNNAMED,
        /** A value of it is as long as one of P-256. */
        CURVE_OF_ANOTHER_NAME,
        /** Of an algorithm that nobody has heard of. */
        KIND_UNKNOWN;

        private boolean rsa() {
            return this == RSA_OF_2048_BITS || this == RSA_OF_EXPONENT_3;
        }
    }

    /** @param party who is to be named in the certificates */
    public WeakKeys(Identity authority, PartyId party, Validity validity) {
        this.authority = authority;
        this.party = party;
        this.validity = validity;
    }

    /** What signs with it, in the suite that comes nearest. */
    public Signer signer(Flaw flaw) {
        var identity = identity(flaw);
        var suite = new Suites()
                .find(MORE + (flaw.rsa() ? "rsa-sha256" : "ecdsa-sha256"))
                .orElseThrow();
        return new Weak(identity.certificate(), suite, identity.key());
    }

    public X509Certificate certificate(Flaw flaw) {
        return identity(flaw).certificate();
    }

    public synchronized Identity identity(Flaw flaw) {
        return made.computeIfAbsent(flaw, this::make);
    }

    private Identity make(Flaw flaw) {
        try {
            var pair = pair(flaw);
            return new Identity(pair.getPrivate(), List.of(certificate(info(flaw, pair))));
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair pair(Flaw flaw) throws GeneralSecurityException {
        var curve = ECNamedCurveTable.getParameterSpec(CURVE);
        return switch (flaw) {
            case RSA_OF_2048_BITS -> pair("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4));
            case RSA_OF_EXPONENT_3 -> pair("RSA", new RSAKeyGenParameterSpec(3072, RSAKeyGenParameterSpec.F0));
            case CURVE_SPELLED_OUT ->
                pair("EC", new ECParameterSpec(curve.getCurve(), curve.getG(), curve.getN(), curve.getH()));
            case CURVE_WITH_ITS_OWN_GENERATOR -> {
                var other = curve.getG().multiply(BigInteger.TEN).normalize();
                yield pair("EC", new ECParameterSpec(curve.getCurve(), other, curve.getN(), curve.getH()));
            }
            case CURVE_UNNAMED, KIND_UNKNOWN -> pair("EC", new ECGenParameterSpec(CURVE));
            case CURVE_OF_ANOTHER_NAME -> pair("EC", new ECGenParameterSpec("secp256k1"));
        };
    }

    private static KeyPair pair(String kind, AlgorithmParameterSpec parameters) throws GeneralSecurityException {
        // the JDK makes keys of RSA several times faster
        var generator = kind.equals("RSA")
                ? KeyPairGenerator.getInstance(kind)
                : KeyPairGenerator.getInstance(kind, BouncyCastle.PROVIDER);
        generator.initialize(parameters);
        return generator.generateKeyPair();
    }

    private static SubjectPublicKeyInfo info(Flaw flaw, KeyPair pair) {
        var info = SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
        var bits = info.getPublicKeyData().getOctets();
        return switch (flaw) {
            case CURVE_UNNAMED ->
                new SubjectPublicKeyInfo(
                        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, DERNull.INSTANCE), bits);
            case KIND_UNKNOWN -> new SubjectPublicKeyInfo(new AlgorithmIdentifier(Authorities.UNKNOWN), bits);
            default -> info;
        };
    }

    private X509Certificate certificate(SubjectPublicKeyInfo key) throws GeneralSecurityException, IOException {
        var issuer = authority.certificate().getSubjectX500Principal().getEncoded();
        var names = new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, PartyName.PREFIX + party));
        var der = new X509v3CertificateBuilder(
                        X500Name.getInstance(issuer),
                        new BigInteger(64, new SecureRandom()),
                        Date.from(validity.from()),
                        Date.from(validity.until()),
                        Issuance.name(party.value()),
                        key)
                .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                .addExtension(Extension.subjectAlternativeName, false, names)
                .build(Revoker.signer(authority))
                .getEncoded();
        // the JDK does not even read some of these
        return (X509Certificate) CertificateFactory.getInstance("X.509", BouncyCastle.PROVIDER)
                .generateCertificate(new ByteArrayInputStream(der));
    }

    private record Weak(X509Certificate certificate, Suite suite, PrivateKey key) implements Signer {
        @Override
        public byte[] sign(byte[] toBeSigned) {
            try {
                var method = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withPLAIN-ECDSA";
                var signature = Signature.getInstance(method, BouncyCastle.PROVIDER);
                signature.initSign(key);
                signature.update(toBeSigned);
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
