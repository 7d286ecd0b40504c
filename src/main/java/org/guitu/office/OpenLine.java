package org.guitu.office;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.guitu.office.line.Line;
import org.guitu.office.line.LineDown;
import org.guitu.office.line.Lines;
import org.jspecify.annotations.Nullable;

/** One line, opened when it is first needed and again after it broke. */
final class OpenLine implements AutoCloseable {
    private final Lines lines;
    private @Nullable CompletableFuture<Line> coming;
    private @Nullable Line line;

    OpenLine(Lines lines) {
        this.lines = lines;
    }

    /**
     * Begins to open it on a thread of its own: a TLS connect takes as long as checking a draft. What goes wrong is said by
     * {@link #get}.
     */
    void prepare() {
        if (line == null && coming == null) {
            coming = CompletableFuture.supplyAsync(this::opened, OpenLine::daemon);
        }
    }

    private Line opened() {
        try {
            return lines.open();
        } catch (LineDown e) {
            throw new CompletionException(e);
        }
    }

    private static void daemon(Runnable task) {
        var thread = new Thread(task, "office-line");
        thread.setDaemon(true);
        thread.start();
    }

    Line get() throws LineDown {
        if (line == null) {
            line = coming == null ? lines.open() : arrived(coming);
        }
        return line;
    }

    private Line arrived(CompletableFuture<Line> begun) throws LineDown {
        coming = null;
        try {
            return begun.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof LineDown down) {
                throw down;
            }
            throw e;
        }
    }

    /** Lets go of a line that broke. */
    void drop() {
        if (line != null) {
            line.close();
            line = null;
        }
    }

    /** Waits for nothing: a line still coming is let go when it comes. */
    @Override
    public void close() {
        drop();
        if (coming != null) {
            var unused = coming.thenAccept(Line::close);
            coming = null;
        }
    }
}
