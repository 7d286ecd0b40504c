package org.guitu.trust;

import org.guitu.message.Patience;
import org.jspecify.annotations.Nullable;

/** A source of revocation says nothing that counts; why is for whoever runs the hub, and quotes no message. */
public final class NoAnswer extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean late;

    NoAnswer(String why) {
        this(why, null);
    }

    NoAnswer(String why, @Nullable Throwable cause) {
        this(why, cause, false);
    }

    private NoAnswer(String why, @Nullable Throwable cause, boolean late) {
        super(why, cause);
        this.late = late;
    }

    /** Who asked has no time left: it says nothing of the source. */
    static NoAnswer late() {
        return new NoAnswer("there is no time left to ask", null, true);
    }

    /** @throws NoAnswer when nothing is left of the time of who asks */
    static void unlessTime(Patience patience) throws NoAnswer {
        if (patience.leftMillis() <= 0) {
            throw late();
        }
    }

    /** A cause for a log: its type only, since its text may quote what somebody wrote, but of this one the text. */
    public static String told(Throwable cause) {
        return cause instanceof NoAnswer
                ? String.valueOf(cause.getMessage())
                : cause.getClass().getSimpleName();
    }

    /** What the source did wrong, also where this is only that it did so a moment ago. */
    String why() {
        return getCause() instanceof NoAnswer before ? before.why() : String.valueOf(getMessage());
    }

    boolean isLate() {
        return late;
    }
}
