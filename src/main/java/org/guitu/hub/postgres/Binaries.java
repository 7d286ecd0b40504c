package org.guitu.hub.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.URL;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The server's programs, unpacked once from the jar of this machine's kind into {@code <place>/<version>}. */
record Binaries(Path home) {
    private static final Pattern VERSION = Pattern.compile("-(\\d+(?:\\.\\d+)+)\\.jar!");

    String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    /**
     * Finds the programs under {@code place} or unpacks them there; whole or not at all, whoever else unpacks at the
     * same time.
     */
    static Binaries under(Path place, Consumer<String> progress) throws NotStarted {
        var archive = archive();
        var version = VERSION.matcher(archive.toString());
        var home = place.resolve(version.find() ? version.group(1) : "unversioned");
        if (Files.isExecutable(home.resolve("bin/postgres"))) {
            return new Binaries(home);
        }
        progress.accept("Unpacking PostgreSQL to " + home);
        try {
            Files.createDirectories(place);
            var fresh = Files.createTempDirectory(place, ".unpacking-");
            try {
                unpack(archive, fresh);
                Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
                Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                Trees.delete(fresh);
                if (!Files.isExecutable(home.resolve("bin/postgres"))) { // else another process was faster
                    throw e;
                }
            }
            return new Binaries(home);
        } catch (IOException e) {
            throw new NotStarted(
                    "PostgreSQL cannot be unpacked to " + home + " (" + reason(e)
                            + "): free or allow that place, or set database.mode external in config/hub.yaml",
                    e);
        }
    }

    static String reason(IOException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    private static URL archive() throws NotStarted {
        var kind = kind(System.getProperty("os.name"), System.getProperty("os.arch"));
        var archive = Binaries.class.getResource("/postgres-" + kind + ".txz");
        if (archive == null) {
            throw new NotStarted("No PostgreSQL for this machine (" + kind
                    + ") is in the build: set database.mode external in config/hub.yaml");
        }
        return archive;
    }

    /** The name zonky gives this kind of machine. */
    static String kind(String os, String arch) {
        var system = os.toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : os.toLowerCase(Locale.ROOT);
        var processor = switch (arch) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> arch;
        };
        return system + "-" + processor;
    }

    private static void unpack(URL archive, Path home) throws IOException {
        try (var in = new BufferedInputStream(archive.openStream());
                var tar = new TarArchiveInputStream(new XZInputStream(in))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (wanted(entry)) {
                    unpack(tar, entry, home);
                }
            }
        }
    }

    /** A running server needs no static library and nothing to build extensions with. */
    private static boolean wanted(TarArchiveEntry entry) {
        var name = entry.getName();
        return !name.endsWith(".a") && !name.contains("/pgxs/") && !name.contains("/pkgconfig/");
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path home) throws IOException {
        var target = home.resolve(entry.getName()).normalize();
        if (!target.startsWith(home)) {
            throw new IOException("the archive points outside itself: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.resolveSibling("."));
        if (entry.isSymbolicLink()) {
            try {
                Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            } catch (FileAlreadyExistsException e) {
                throw new IOException("the archive names a file twice: " + entry.getName(), e);
            }
            return;
        }
        Files.copy(tar, target);
        var executable = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
}
