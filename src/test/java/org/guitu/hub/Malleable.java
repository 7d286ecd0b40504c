package org.guitu.hub;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;

/** The other signature value that verifies as well: for ECDSA, {@code n - s} in place of {@code s}. */
final class Malleable {
    private static final Pattern VALUE = Pattern.compile("<ds:SignatureValue>([^<]*)<");
    private static final BigInteger ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private Malleable() {}

    static String other(String letter) {
        var value = VALUE.matcher(letter);
        if (!value.find()) {
            throw new IllegalArgumentException("not signed");
        }
        var bytes = Base64.getMimeDecoder().decode(value.group(1));
        var s = new BigInteger(1, Arrays.copyOfRange(bytes, 32, 64));
        var other = ORDER.subtract(s).toByteArray();
        Arrays.fill(bytes, 32, 64, (byte) 0);
        int from = Math.max(0, other.length - 32);
        System.arraycopy(other, from, bytes, 64 - (other.length - from), other.length - from);
        return letter.replace(value.group(1), Base64.getEncoder().encodeToString(bytes));
    }
}
