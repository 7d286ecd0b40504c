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
     * @throws NotNow nobody was called, and that is no failure of the party's
     */
    Optional<byte[]> bring(PartyId to, Shelved thing) throws NotBrought, NotNow;

    /** Whether the party may be called now; what is for it waits, and is no failure, while it may not. */
    default boolean mayCall(PartyId to) {
        return true;
    }

    /** It stays due, and is tried again when its lease is over. */
    final class NotNow extends Exception {
        private static final long serialVersionUID = 1L;

        /** @param why in words for the log, quoting nothing */
        public NotNow(String why) {
            super(why);
        }
    }

    /** The party did not take it, or nobody knows. */
    final class NotBrought extends Exception {
        private static final long serialVersionUID = 1L;
        private final String code;
        private final String why;

        /**
         * @param code the refusal code by which the attempt is remembered
         * @param why in words for the log, quoting nothing
         */
        public NotBrought(String code, String why, Throwable cause) {
            super(code + " " + why, cause);
            this.code = code;
            this.why = why;
        }

        /** Nobody was called. */
        public NotBrought(String code, String why) {
            super(code + " " + why);
            this.code = code;
            this.why = why;
        }

        String why() {
            return why;
        }

        String code() {
            return code;
        }
    }
}
