package org.guitu.gate;

/** The record cannot be reached now, or nothing can be signed: nothing was decided and nothing was stored; the door says "try later". */
public final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Unavailable(Throwable cause) {
        super("the record cannot be reached", cause);
    }

    /** Where it is not the record that is away. */
    public Unavailable(String what) {
        super(what);
    }
}
