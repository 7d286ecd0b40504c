package org.guitu.trust;

import org.jspecify.annotations.Nullable;

/** A source of revocation says nothing that counts; why is for the hub's own log. */
final class NoAnswer extends Exception {
    private static final long serialVersionUID = 1L;

    NoAnswer(String why) {
        this(why, null);
    }

    NoAnswer(String why, @Nullable Throwable cause) {
        super(why, cause);
    }
}
