package org.guitu.gate;

/** The message names others that are not known yet: the door keeps it and offers it again a little later. */
public final class Held extends Exception {
    private static final long serialVersionUID = 1L;

    Held() {
        super("waiting for a message it names", null, false, false);
    }
}
