package org.guitu.peers;

import java.util.Locale;

/** The kinds of key the exchange takes, in OpenSSL's words. */
public enum KeyKind {
    EC("-algorithm EC -pkeyopt ec_paramgen_curve:P-256"),
    RSA("-algorithm RSA -pkeyopt rsa_keygen_bits:3072"),
    SM2("-algorithm SM2");

    private final String generating;

    KeyKind(String generating) {
        this.generating = generating;
    }

    /** As {@code guitu keys} calls it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Options of {@code genpkey}. */
    public String generating() {
        return generating;
    }

    /** Options of whatever signs with such a key; end with a space. */
    public String signing() {
        return this == SM2 ? "-sm3 -sigopt " + Openssl.USER + " " : "-sha256 ";
    }

    /** Options of whatever verifies with such a key, and would fail with any other; end with a space. */
    public String verifying() {
        return this == SM2 ? "-vfyopt " + Openssl.USER + " " : "";
    }
}
