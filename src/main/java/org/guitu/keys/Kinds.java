package org.guitu.keys;

import java.util.Optional;
import org.guitu.trust.Issuance.Kind;

/** The names of the kinds of key on the command line. */
final class Kinds {
    private Kinds() {}

    static Optional<Kind> of(String name) {
        return switch (name) {
            case "ec" -> Optional.of(Kind.EC_P256);
            case "rsa" -> Optional.of(Kind.RSA_3072);
            case "sm2" -> Optional.of(Kind.SM2);
            default -> Optional.empty();
        };
    }
}
