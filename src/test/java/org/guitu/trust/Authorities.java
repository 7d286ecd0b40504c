package org.guitu.trust;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Validity;

/** Makes authorities above and below each other: sound ones, and such as must not be believed. */
public final class Authorities {
    private static final Validity YEAR = new TestKeys().year();
    /** Of nobody's standard. */
    static final ASN1ObjectIdentifier UNKNOWN = new ASN1ObjectIdentifier("2.25.314159");

    private final List<Extension> extensions = new ArrayList<>();
    private Validity validity = YEAR;
    private KeyPair pair = pair();
    private String method = "SHA256withECDSA";

    private Authorities() {}

    /** One that may issue, and for as many levels as it likes. */
    public static Authorities sound() {
        return of(new BasicConstraints(true), KeyUsage.keyCertSign | KeyUsage.cRLSign);
    }

    /** One that may issue for authorities on so many levels below itself. */
    static Authorities above(int levels) {
        return of(new BasicConstraints(levels), KeyUsage.keyCertSign | KeyUsage.cRLSign);
    }

    static Authorities of(BasicConstraints constraints, int usage) {
        return bare().with(Extension.basicConstraints, constraints).with(Extension.keyUsage, new KeyUsage(usage));
    }

    /** One that does not say what it is. */
    static Authorities bare() {
        return new Authorities();
    }

    Authorities with(ASN1ObjectIdentifier name, ASN1Encodable value) {
        try {
            extensions.add(Extension.create(name, true, value));
            return this;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public Authorities during(Validity other) {
        validity = other;
        return this;
    }

    Authorities key(KeyPair other) {
        pair = other;
        return this;
    }

    /** The method with which the one above signs it. */
    Authorities signedWith(String other) {
        method = other;
        return this;
    }

    public Identity root(String name) {
        return made(pair.getPrivate(), named(name), named(name));
    }

    public Identity under(Identity issuer, String name) {
        var its = issuer.certificate().getSubjectX500Principal().getEncoded();
        return made(issuer.key(), X500Name.getInstance(its), named(name));
    }

    private static X500Name named(String name) {
        return new X500Name("CN=" + name);
    }

    private Identity made(PrivateKey issuer, X500Name by, X500Name name) {
        try {
            var builder = new JcaX509v3CertificateBuilder(
                    by,
                    new BigInteger(64, new SecureRandom()),
                    Date.from(validity.from()),
                    Date.from(validity.until()),
                    name,
                    pair.getPublic());
            for (var extension : extensions) {
                builder.addExtension(extension);
            }
            var signer = new JcaContentSignerBuilder(method)
                    .setProvider(BouncyCastle.PROVIDER)
                    .build(issuer);
            var certificate = Pem.certificate(builder.build(signer).getEncoded());
            return new Identity(pair.getPrivate(), List.of(certificate));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyPair pair() {
        try {
            return new Issuance().newPair(Kind.EC_P256);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
