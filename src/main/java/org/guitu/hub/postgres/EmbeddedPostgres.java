package org.guitu.hub.postgres;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * A real PostgreSQL for one hub (design.md 2.1): on 127.0.0.1 only, on a port chosen at each start, with a random
 * password; started again if it ends by itself; ended with the hub, even when the hub is killed.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    /** A server that recovers after a crash reads its write-ahead log first, at most 256 MB of it. */
    private static final int PATIENCE_SECONDS = 120;

    /** Whose database it is. */
    public static final String USER = Cluster.USER;

    private static final String DATABASE = "guitu";

    private final FileChannel lock;
    private final Keeper keeper;
    private final Path passwordFile;
    private final String footing;
    private final int port;

    private EmbeddedPostgres(FileChannel lock, Keeper keeper, Path passwordFile, String footing, int port) {
        this.lock = lock;
        this.keeper = keeper;
        this.passwordFile = passwordFile;
        this.footing = footing;
        this.port = port;
    }

    /**
     * Starts the server of this directory, making it at the first time. What a killed hub left is cleared.
     *
     * @param directory for the server's files, below the hub's data directory; made if missing
     * @param progress gets a line before what takes seconds
     * @throws NotStarted with one line that says what and where, and what to do
     */
    public static EmbeddedPostgres start(Path directory, Consumer<String> progress) throws NotStarted {
        try {
            Files.createDirectories(directory);
            var dir = directory.toRealPath();
            var lock = lock(dir);
            try {
                return start(dir, lock, progress);
            } catch (NotStarted | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new NotStarted("The directory " + directory + " cannot be used (" + Binaries.reason(e) + ")", e);
        }
    }

    /**
     * Tries whether a server could run for this directory, without starting one; its programs are unpacked if they are not.
     *
     * @return how and where it would run
     * @throws NotStarted with one line, as {@link #start} would
     */
    public static String tryOut(Path directory, Consumer<String> progress) throws NotStarted {
        try {
            Files.createDirectories(directory);
            var place = Place.choose(directory.toRealPath(), progress);
            return place.footing().label() + " in " + place.root();
        } catch (IOException e) {
            throw new NotStarted("The directory " + directory + " cannot be used (" + Binaries.reason(e) + ")", e);
        }
    }

    private static EmbeddedPostgres start(Path dir, FileChannel lock, Consumer<String> progress)
            throws NotStarted, IOException {
        var place = Place.choose(dir, progress);
        var passwordFile = passwordFile(dir);
        var password = Secrets.password(passwordFile, !Files.exists(place.data()));
        var log = dir.resolve("postgres.log");
        if (Files.exists(log)) {
            Files.move(log, dir.resolve("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        var cluster = new Cluster(place, log);
        cluster.initialise(password);
        cluster.clearLeftovers();
        var keeper = new Keeper(cluster, port -> answers(port, password), PATIENCE_SECONDS);
        try {
            int port = keeper.port().get();
            createDatabase(port, password);
            return new EmbeddedPostgres(lock, keeper, passwordFile, cluster.place(), port);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof NotStarted known ? known : new NotStarted("PostgreSQL does not start", e);
        } catch (InterruptedException e) {
            keeper.close();
            Thread.currentThread().interrupt();
            throw new NotStarted("The start of PostgreSQL was interrupted", e);
        } catch (SQLException e) {
            keeper.close();
            throw new NotStarted("PostgreSQL started but refuses its own user: " + e.getMessage(), e);
        }
    }

    /** Two hubs on one data directory would each take the other's server for an orphan. */
    private static FileChannel lock(Path dir) throws NotStarted, IOException {
        var file = dir.resolve("lock");
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // held by this very process: the same answer
        }
        channel.close();
        throw new NotStarted("Another hub runs on " + dir + ": stop it, or give this one its own --data");
    }

    private static Connection connect(int port, String database, String password) throws SQLException {
        return DriverManager.getConnection(url(port, database) + "?connectTimeout=5", Cluster.USER, password);
    }

    private static boolean answers(int port, String password) {
        try (var connection = connect(port, "postgres", password)) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return "28P01".equals(e.getSQLState()); // it answers; that the password is wrong is told later
        }
    }

    private static void createDatabase(int port, String password) throws SQLException {
        try (var connection = connect(port, "postgres", password);
                var statement = connection.createStatement();
                var found = statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + DATABASE + "'")) {
            if (!found.next()) {
                statement.execute("CREATE DATABASE " + DATABASE);
            }
        }
    }

    private static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** The hub's database; the same as long as this server is open. */
    public String jdbcUrl() {
        return url(port, DATABASE);
    }

    public String user() {
        return Cluster.USER;
    }

    /** Where the server of this directory keeps its password, readable by the hub's user only. */
    public static Path passwordFile(Path directory) {
        return directory.resolve("password");
    }

    /** Holds the password; readable by the hub's user only. */
    public Path passwordFile() {
        return passwordFile;
    }

    /** How and where the server runs, for {@code check} and the log: {@code userns in /…/postgres}. */
    public String footing() {
        return footing;
    }

    /** Number of the server's process. */
    public long pid() {
        var server = keeper.server();
        return server == null ? -1 : server.pid();
    }

    /** Stops the server (fast: open transactions roll back) and waits for its end. */
    @Override
    public void close() {
        keeper.close();
        try {
            lock.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
