package org.guitu.hub.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.guitu.message.Digest;
import org.jspecify.annotations.Nullable;

/**
 * Where the server's files are and how it runs there.
 *
 * @param root directory of the database's own files
 */
record Place(Footing footing, Path root, Binaries binaries) {
    /** Forces one way, for tests and for a machine whose trial misleads: {@code direct}, {@code userns}, {@code nobody}. */
    static final String FOOTING = "guitu.postgres.footing";

    /** A directory where several hubs of one machine share the unpacked programs; each unpacks its own without it. */
    static final String BINARIES = "guitu.postgres.binaries";

    private static final Path PUBLIC = Path.of("/var/lib/guitu");
    private static final String OUTSIDE = "set database.mode external in config/hub.yaml";

    /** The cluster's data directory. */
    Path data() {
        return root.resolve("data");
    }

    /** Tries the ways one after the other; a database that is already there is never left behind for an empty one. */
    static Place choose(Path dir, Consumer<String> progress) throws NotStarted {
        var ways = ways();
        var places = new ArrayList<>(List.of(dir, elsewhere(dir)));
        var inhabited = places.stream().filter(Place::hasData).toList();
        if (inhabited.size() > 1) {
            throw new NotStarted("There are two databases, " + places.get(0) + "/data and " + places.get(1)
                    + "/data: move away the one that is not the record");
        }
        for (var footing : ways) {
            var root = footing == Footing.NOBODY ? elsewhere(dir) : dir;
            var place = inhabited.isEmpty() || inhabited.contains(root) ? tried(footing, root, progress) : null;
            if (place != null) {
                return place;
            }
        }
        var tried = String.join(", ", ways.stream().map(Footing::label).toList());
        throw new NotStarted(
                inhabited.isEmpty()
                        ? "PostgreSQL cannot run here (tried: " + tried
                                + "): start the hub as an ordinary user that owns " + dir + ", or " + OUTSIDE
                        : "The database in " + inhabited.get(0) + " cannot be served by this user (tried: " + tried
                                + "): start the hub as the user that made it, or " + OUTSIDE);
    }

    private static List<Footing> ways() throws NotStarted {
        var forced = System.getProperty(FOOTING);
        if (forced != null) {
            return List.of(Footing.named(forced));
        }
        return Footing.candidates(
                Commands.run(List.of("id", "-u"), Path.of("/")).lastLine().equals("0"));
    }

    /** The hash keeps the databases of several checkouts apart. */
    private static Path elsewhere(Path dir) {
        var hash = Digest.of(dir.toString().getBytes(StandardCharsets.UTF_8)).hex();
        return PUBLIC.resolve(hash.substring(0, 16));
    }

    private static boolean hasData(Path root) {
        return Files.exists(root.resolve("data/PG_VERSION"));
    }

    private static @Nullable Place tried(Footing footing, Path root, Consumer<String> progress) throws NotStarted {
        try {
            Files.createDirectories(root);
            if (footing == Footing.NOBODY) {
                Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
                Files.setAttribute(root, "unix:uid", Footing.NOBODY_ID);
                Files.setAttribute(root, "unix:gid", Footing.NOBODY_ID);
            }
        } catch (IOException e) {
            return null;
        }
        if (!footing.mayWrite(hasData(root) ? root.resolve("data") : root)) {
            return null;
        }
        var shared = System.getProperty(BINARIES);
        var binaries = Binaries.under(shared == null ? root : Path.of(shared), progress);
        return footing.mayRun(binaries.program("postgres")) ? new Place(footing, root, binaries) : null;
    }
}
