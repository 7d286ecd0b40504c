package org.guitu.hub.postgres;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One database cluster on disk: made once by initdb, freed of what a killed hub left, launched, stopped. */
final class Cluster {
    /** The only user of the database; its password is random. */
    static final String USER = "guitu";

    private static final int STOP_SECONDS = 60;

    private final Place place;
    private final Path log;

    Cluster(Place place, Path log) {
        this.place = place;
        this.log = log;
    }

    /** Makes the cluster unless it is there; a half-made one never has the final name. */
    void initialise(String password) throws NotStarted {
        if (Files.exists(place.data().resolve("PG_VERSION"))) {
            return;
        }
        var fresh = place.root().resolve("data.new");
        var secret = place.root().resolve("initdb.password");
        try {
            Trees.delete(fresh);
            Secrets.write(secret, password);
            if (place.footing() == Footing.NOBODY) {
                Trees.give(secret, Footing.NOBODY_ID);
            }
            var outcome = Commands.run(place.footing().wrap(initdb(fresh, secret)), place.root());
            if (!outcome.well()) {
                throw new NotStarted("initdb failed in " + place.root() + ": " + outcome.lastLine());
            }
            Files.move(fresh, place.data());
        } catch (IOException e) {
            throw new NotStarted("The database cannot be made in " + place.root() + " (" + Binaries.reason(e) + ")", e);
        } finally {
            // it must not lie about, whatever went wrong
            deleted(secret);
        }
    }

    private static boolean deleted(Path secret) {
        return secret.toFile().delete();
    }

    private List<String> initdb(Path fresh, Path secret) {
        return List.of(
                place.binaries().program("initdb"),
                "--pgdata=" + fresh,
                "--username=" + USER,
                "--pwfile=" + secret,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--data-checksums",
                "--no-instructions");
    }

    /**
     * Deals with the lock file of a hub that was killed: stops the server if it still runs; removes the file if its
     * number belongs to a process that is not this server (numbers are given again, most of all in containers).
     */
    void clearLeftovers() throws NotStarted {
        var lock = place.data().resolve("postmaster.pid");
        try {
            if (!Files.exists(lock)) {
                return;
            }
            var first = Files.readString(lock).lines().findFirst().orElse("").strip();
            var runs = first.matches("\\d+") && ownsData(Long.parseLong(first));
            if (runs && !stop("fast")) {
                throw new NotStarted("A PostgreSQL left by an earlier hub does not stop: end process " + first);
            }
            Files.deleteIfExists(lock);
        } catch (IOException e) {
            throw new NotStarted("The lock file " + lock + " cannot be read (" + Binaries.reason(e) + ")", e);
        }
    }

    private boolean ownsData(long pid) throws IOException, NotStarted {
        var proc = Path.of("/proc", Long.toString(pid), "cmdline");
        if (Files.isDirectory(Path.of("/proc/self"))) {
            // a process that has ended and was not fetched has an empty command line
            return Files.exists(proc)
                    && Files.readString(proc, StandardCharsets.ISO_8859_1).contains(data());
        }
        var process = ProcessHandle.of(pid);
        if (process.isEmpty()) {
            return false;
        }
        var command = process.get().info().commandLine();
        if (command.isEmpty()) {
            throw new NotStarted("Process " + pid + " may be a PostgreSQL left by an earlier hub: end it, start again");
        }
        return command.get().contains(data());
    }

    private String data() {
        return place.data().toString();
    }

    /** Starts the server on this port; it lives as long as the calling thread. */
    Process launch(int port) throws IOException {
        var command = new ArrayList<>(List.of(place.binaries().program("postgres"), "-D", data()));
        settings(port).forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        var builder = Commands.bare(place.footing().wrapServer(command), place.root());
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        return builder.start();
    }

    private static Map<String, String> settings(int port) {
        var settings = new TreeMap<String, String>();
        settings.put("port", Integer.toString(port));
        settings.put("listen_addresses", "127.0.0.1");
        settings.put("unix_socket_directories", "");
        settings.put("password_encryption", "scram-sha-256");
        settings.put("fsync", "on");
        settings.put("synchronous_commit", "on");
        settings.put("full_page_writes", "on");
        settings.put("timezone", "UTC");
        settings.put("log_timezone", "UTC");
        // no detail of a row in the log, and no statement
        settings.put("log_error_verbosity", "terse");
        settings.put("log_min_error_statement", "panic");
        settings.put("log_statement", "none");
        // small: one hub beside it on one machine
        settings.put("shared_buffers", "64MB");
        settings.put("max_connections", "40");
        settings.put("max_wal_size", "1GB");
        settings.put("wal_level", "minimal");
        settings.put("max_wal_senders", "0");
        settings.put("max_logical_replication_workers", "0");
        settings.put("max_parallel_workers", "0");
        settings.put("max_parallel_workers_per_gather", "0");
        settings.put("io_method", "sync");
        settings.put("jit", "off");
        settings.put("huge_pages", "off");
        return settings;
    }

    /** Stops the server and waits for it. */
    boolean stop(String mode) {
        var command = List.of(
                place.binaries().program("pg_ctl"),
                "stop",
                "--pgdata=" + data(),
                "--mode=" + mode,
                "--wait",
                "--timeout=" + STOP_SECONDS);
        return Commands.run(place.footing().wrap(command), place.root()).well();
    }

    /** What the server said last, for a one-line message. */
    String lastWords() {
        try {
            return new Commands.Outcome(1, Files.readString(log)).lastLine();
        } catch (IOException e) {
            return "its log cannot be read";
        }
    }

    String place() {
        return place.footing().label() + " in " + place.root();
    }
}
