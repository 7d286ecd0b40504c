package org.guitu.office.line;

import java.util.Optional;
import org.guitu.message.Labels;
import org.guitu.message.Refusal;
import org.jspecify.annotations.Nullable;

/** The hub cannot be reached, or the line to it broke; the text says which and what to do next. */
public final class LineDown extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Labels text;
    private final transient Optional<Refusal> refusal;

    public LineDown(Labels text, @Nullable Throwable cause) {
        super(text.en(), cause);
        this.text = text;
        this.refusal = Optional.empty();
    }

    /** The hub refused the line, and said so. */
    LineDown(Refusal refusal, Throwable cause) {
        super(refusal.code(), cause);
        this.text = new Labels(
                refusal.code() + " " + refusal.text().zh(),
                refusal.code() + " " + refusal.text().en());
        this.refusal = Optional.of(refusal);
    }

    /** The refusal, where the hub said so itself. */
    public Optional<Refusal> refusal() {
        return refusal;
    }

    /** One sentence in each language for the officer. */
    public Labels text() {
        return text;
    }
}
