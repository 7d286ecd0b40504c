package org.guitu.hub;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.guitu.trust.Identity;

/** RSA of 1024 bits, in a certificate it signed itself. */
final class WeakKey {
    private WeakKey() {}

    static SoapLetter letter() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(1024);
            var pair = generator.generateKeyPair();
            var name = new X500Principal("CN=vn.mps");
            var now = Instant.now();
            var until = Date.from(now.plus(Duration.ofHours(1)));
            var certificate = new JcaX509v3CertificateBuilder(
                            name, BigInteger.ONE, Date.from(now), until, name, pair.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate()));
            var converted = new JcaX509CertificateConverter().getCertificate(certificate);
            return SoapLetter.by(new Identity(pair.getPrivate(), List.of(converted)));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new AssertionError("no weak key", e);
        }
    }
}
