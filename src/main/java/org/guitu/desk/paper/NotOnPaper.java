package org.guitu.desk.paper;

import org.guitu.message.Labels;

/** Why no PDF can be made, and what to do instead. */
public final class NotOnPaper extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Labels text;

    NotOnPaper(Labels text) {
        super(text.en());
        this.text = text;
    }

    public Labels text() {
        return text;
    }
}
