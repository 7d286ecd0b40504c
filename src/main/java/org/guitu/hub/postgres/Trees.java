package org.guitu.hub.postgres;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Whole directory trees: deleted, or given to another owner. */
final class Trees {
    private Trees() {}

    static void delete(Path tree) throws IOException {
        if (Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
            each(tree, Files::delete);
        }
    }

    /** Makes {@code id} owner and group of the tree; only root can. */
    static void give(Path tree, int id) throws IOException {
        each(tree, path -> {
            Files.setAttribute(path, "unix:uid", id, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(path, "unix:gid", id, LinkOption.NOFOLLOW_LINKS);
        });
    }

    private interface Act {
        void on(Path path) throws IOException;
    }

    private static void each(Path tree, Act act) throws IOException {
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                act.on(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException problem)
                    throws IOException {
                act.on(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
