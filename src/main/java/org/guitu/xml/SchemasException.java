package org.guitu.xml;

/** Something under {@code schemas/} is broken; the message is one line: what, in which file and what to do. */
public final class SchemasException extends Exception {
    private static final long serialVersionUID = 1L;

    public SchemasException(String line) {
        super(oneLine(line));
    }

    public SchemasException(String line, Throwable cause) {
        super(oneLine(line), cause);
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
