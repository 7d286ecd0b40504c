package org.guitu.hub.postgres;

/** The embedded PostgreSQL could not be started; the message is one line: what, where, what to do. */
public final class NotStarted extends Exception {
    private static final long serialVersionUID = 1L;

    public NotStarted(String line) {
        super(line);
    }

    public NotStarted(String line, Throwable cause) {
        super(line, cause);
    }
}
