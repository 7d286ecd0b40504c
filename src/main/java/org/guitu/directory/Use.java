package org.guitu.directory;

import java.util.Locale;

/** What a certificate of a party is for. */
public enum Use {
    /** Signing messages and receipts. */
    SIGN,
    /** Proving the channel: client or server of TLS. */
    TLS,
    /** Reading what is sealed for the party; never used for anything else. */
    ENCRYPT;

    /** As it stands in file names: {@code sign}, {@code tls}, {@code encrypt}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
