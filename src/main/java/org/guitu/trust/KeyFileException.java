package org.guitu.trust;

import org.guitu.message.Labels;

/** A key or certificate file cannot be used: one line with what, where and what to do, in Chinese and in English. */
public final class KeyFileException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Labels text;

    public KeyFileException(Labels text) {
        super(text.en());
        this.text = text;
    }

    public KeyFileException(Labels text, Throwable cause) {
        super(text.en(), cause);
        this.text = text;
    }

    public Labels text() {
        return text;
    }
}
