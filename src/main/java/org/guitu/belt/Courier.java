package org.guitu.belt;

import java.util.Optional;
import org.guitu.belt.Shelf.Shelved;
import org.guitu.message.PartyId;

/** Brings things to parties that want to be called. */
@FunctionalInterface
public interface Courier {
    /**
     * Brings one thing; when this returns, the party has it durably.
     *
     * @return the party's own signed receipt, when it gave one at once
     */
    Optional<byte[]> bring(PartyId to, Shelved thing) throws NotBrought;

    /** The party did not take it, or nobody knows. */
    final class NotBrought extends Exception {
        private static final long serialVersionUID = 1L;
        private final String code;

        /** @param code the refusal code by which the attempt is remembered */
        public NotBrought(String code, Throwable cause) {
            super(code, cause);
            this.code = code;
        }

        String code() {
            return code;
        }
    }
}
