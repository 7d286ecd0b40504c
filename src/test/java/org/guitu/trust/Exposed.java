package org.guitu.trust;

import java.security.PrivateKey;

/** The key of an identity in a file, for tests that play a partner with a library of its own: no other code gets it. */
public final class Exposed {
    private Exposed() {}

    public static PrivateKey key(Identity identity) {
        return identity.key();
    }
}
