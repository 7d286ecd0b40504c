package org.guitu.office;

import org.guitu.office.line.Line;
import org.guitu.office.line.LineDown;
import org.guitu.office.line.Lines;
import org.jspecify.annotations.Nullable;

/** One line, opened when it is first needed and again after it broke. */
final class OpenLine implements AutoCloseable {
    private final Lines lines;
    private @Nullable Line line;

    OpenLine(Lines lines) {
        this.lines = lines;
    }

    Line get() throws LineDown {
        if (line == null) {
            line = lines.open();
        }
        return line;
    }

    /** Lets go of a line that broke. */
    void drop() {
        if (line != null) {
            line.close();
            line = null;
        }
    }

    @Override
    public void close() {
        drop();
    }
}
