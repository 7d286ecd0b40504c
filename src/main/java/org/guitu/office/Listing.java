package org.guitu.office;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one folder holds, looked through again only when something came, went or was replaced in it, which changes the folder's own
 * time: with ten thousand messages, asking for each of them takes longer than all else on a page.
 */
final class Listing<T> {
    /** A folder's time is only so fine on any file system: what follows a change within it may not show. */
    static final Duration FINE = Duration.ofSeconds(3);

    private final Path folder;
    private final Look<T> look;
    private volatile @Nullable Seen<T> last;

    /** Looks through the folder. */
    interface Look<T> {
        List<T> all() throws IOException;
    }

    /**
     * What was there.
     *
     * @param since when the folder was first seen with this time, by the clock that only counts
     */
    private record Seen<T>(FileTime changed, long since, boolean settled, List<T> all) {}

    Listing(Path folder, Look<T> look) {
        this.folder = folder;
        this.look = look;
    }

    List<T> all() throws IOException {
        var changed = Files.getLastModifiedTime(folder);
        long now = System.nanoTime();
        var before = last;
        long since = now;
        if (before != null && before.changed().equals(changed)) {
            if (before.settled()) {
                return before.all();
            }
            since = before.since();
        }
        var all = List.copyOf(look.all());
        last = new Seen<>(changed, since, now - since >= FINE.toNanos(), all);
        return all;
    }
}
