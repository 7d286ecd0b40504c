package org.guitu.trust;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.guitu.message.PartyId;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Order;
import org.guitu.trust.Issuance.Purpose;
import org.guitu.trust.Issuance.Validity;

/** Keys that answer for an authority, or pretend to. */
final class Responders {
    private Responders() {}

    static Identity of(Identity authority, Kind kind, Validity validity, KeyPurposeId... purposes) {
        try {
            // whose key it is does not matter, so it is made as a party's
            var order = new Order(new PartyId("cn.53"), Purpose.SIGN, kind, validity, List.of());
            var pair = new Issuance().issue(authority, order);
            var builder = new JcaX509v3CertificateBuilder(
                    X500Name.getInstance(
                            authority.certificate().getSubjectX500Principal().getEncoded()),
                    BigInteger.TWO,
                    Date.from(validity.from()),
                    Date.from(validity.until()),
                    new X500Name("CN=responder"),
                    pair.certificate().getPublicKey());
            if (purposes.length > 0) {
                builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
            }
            var der = builder.build(Revoker.signer(authority)).getEncoded();
            return new Identity(pair.key(), List.of(Pem.certificate(der)));
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }
}
