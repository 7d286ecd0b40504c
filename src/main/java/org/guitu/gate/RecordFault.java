package org.guitu.gate;

/** The database was reached and refused a statement: a fault of the hub itself, never of a message. */
public final class RecordFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RecordFault(String what, Throwable cause) {
        super(what, cause);
    }
}
