package org.guitu.trust;

import java.math.BigInteger;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The secret numbers of a private key, in the forms in which they would stand in a text. */
public final class KeyMaterial {
    private KeyMaterial() {}

    /** In decimal, hexadecimal and base64, whatever stands before them there; none for a key that cannot be looked at. */
    public static List<String> of(Identity identity) {
        var texts = new ArrayList<String>();
        for (var number : numbers(identity)) {
            texts.add(number.toString());
            texts.add(number.toString(16));
            texts.add(number.toString(16).toUpperCase(java.util.Locale.ROOT));
            for (int shift = 0; shift < 3; shift++) {
                var bytes = number.toByteArray();
                var shifted = new byte[shift + bytes.length];
                System.arraycopy(bytes, 0, shifted, shift, bytes.length);
                var base64 = Base64.getEncoder().encodeToString(shifted);
                // without the edges, which depend on what stands before and after; a line of base64 is no shorter than
                // this
                texts.add(base64.substring(8, 36));
            }
        }
        return texts;
    }

    private static List<BigInteger> numbers(Identity identity) {
        if (identity.isInToken()) {
            return List.of();
        }
        return identity.key() instanceof RSAPrivateCrtKey rsa
                ? List.of(rsa.getPrivateExponent(), rsa.getPrimeP(), rsa.getPrimeQ())
                : List.of(((ECPrivateKey) identity.key()).getS());
    }
}
