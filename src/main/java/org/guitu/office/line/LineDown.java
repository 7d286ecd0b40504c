package org.guitu.office.line;

import org.guitu.message.Labels;
import org.jspecify.annotations.Nullable;

/** The hub cannot be reached, or the line to it broke; the text says which and what to do next. */
public final class LineDown extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Labels text;

    public LineDown(Labels text, @Nullable Throwable cause) {
        super(text.en(), cause);
        this.text = text;
    }

    /** One sentence in each language for the officer. */
    public Labels text() {
        return text;
    }
}
