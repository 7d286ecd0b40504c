package org.guitu.soap;

/** Ends a call with this fault. */
public final class Troubled extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Trouble trouble;

    public Troubled(Trouble trouble) {
        super(trouble.refusal().code());
        this.trouble = trouble;
    }

    public Trouble trouble() {
        return trouble;
    }
}
