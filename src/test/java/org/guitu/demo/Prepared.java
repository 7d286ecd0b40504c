package org.guitu.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import org.guitu.message.PartyId;
import org.guitu.trust.KeyFileException;

/** Exercises for tests: keys are made once for all of a run, since making them is what takes time, and copied for each. */
public final class Prepared {
    private static final Path HOME = Path.of("").toAbsolutePath();
    private static final Path MADE = folder();

    private Prepared() {}

    private static Path folder() {
        try {
            return Files.createTempDirectory(Files.createDirectories(HOME.resolve("target")), "exercise-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@link Exercise#prepare}, with the authority, and the keys of each party, that other tests have too. */
    public static synchronized Exercise in(Path folder, List<PartyId> joined) throws IOException, KeyFileException {
        Exercise.prepare(HOME, MADE, joined, Clock.systemUTC());
        copy(MADE.resolve("ca"), folder.resolve("ca"));
        copy(MADE.resolve("data"), folder.resolve("data"));
        Files.createDirectories(folder.resolve("config/parties"));
        Files.copy(MADE.resolve("config/hub.yaml"), folder.resolve("config/hub.yaml"));
        certificates("cn.hub", folder);
        for (var party : joined) {
            copy(office(MADE, party), office(folder, party));
            certificates(party.value(), folder);
        }
        Files.createFile(folder.resolve("prepared"));
        return Exercise.prepare(HOME, folder, joined, Clock.systemUTC());
    }

    private static Path office(Path exercise, PartyId party) {
        return exercise.resolve("offices").resolve(party.value()).resolve("keys");
    }

    private static void certificates(String party, Path folder) throws IOException {
        try (var files =
                Files.newDirectoryStream(MADE.resolve("config/parties"), party + ".{sign,sign.sm2,tls,encrypt}.pem")) {
            for (var file : files) {
                Files.copy(file, folder.resolve("config/parties").resolve(file.getFileName()));
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                var target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }
}
