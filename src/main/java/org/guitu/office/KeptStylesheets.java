package org.guitu.office;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.guitu.family.Stylesheets;

/** Stylesheets in a folder of the office's own; one that cannot be read or written costs time and nothing else. */
final class KeptStylesheets implements Stylesheets {
    /** So many that every family has its own, and those of older rules go some day. */
    private static final int MOST = 32;

    private final Path folder;

    KeptStylesheets(Path folder) {
        this.folder = folder;
    }

    @Override
    public Optional<byte[]> find(String key) {
        try {
            return Optional.of(Files.readAllBytes(file(key)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void keep(String key, byte[] stylesheet) {
        try {
            clear();
            DurableFiles.write(file(key), stylesheet);
        } catch (IOException e) {
            // a full disk is said by who has to write a message
            return;
        }
    }

    private void clear() throws IOException {
        try (var files = Files.list(folder)) {
            var all = files.toList();
            if (all.size() >= MOST) {
                for (var file : all) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private Path file(String key) {
        return folder.resolve("rules-" + key + ".xsl");
    }
}
