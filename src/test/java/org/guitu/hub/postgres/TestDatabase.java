package org.guitu.hub.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database of its own for a test class, on one real PostgreSQL shared by all tests of this JVM; migrated like the
 * hub's. The server ends with the JVM.
 */
public final class TestDatabase {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name;

    private TestDatabase(String name) {
        this.name = name;
    }

    /** The shared server; started by the first test that needs it. */
    private static final class Shared {
        private static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            shareBinaries();
            try {
                var directory = Files.createTempDirectory(Files.createDirectories(Path.of("target/postgres")), "test-");
                var server = EmbeddedPostgres.start(directory, line -> {});
                Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, directory)));
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (NotStarted e) {
                throw new IllegalStateException(e.getMessage(), e);
            }
        }

        private static void end(EmbeddedPostgres server, Path directory) {
            server.close();
            try {
                Trees.delete(directory);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Lets every server of this build use the same unpacked programs. */
    public static void shareBinaries() {
        System.setProperty(
                Place.BINARIES, Path.of("target/postgres").toAbsolutePath().toString());
    }

    /** A database with the record's tables and nothing in them, which nobody works in: it is only copied, so all may share it. */
    private static final class Template {
        private static final String NAME = migratedOnce();

        private static String migratedOnce() {
            var database = empty();
            Flyway.configure()
                    .dataSource(database.dataSource())
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
            return database.name;
        }
    }

    /** A fresh database with the record's tables. */
    public static TestDatabase migrated() {
        return copyOf(Template.NAME);
    }

    /** A fresh database without any table. */
    public static TestDatabase empty() {
        return copyOf("template1");
    }

    private static TestDatabase copyOf(String template) {
        var name = "test_" + COUNT.incrementAndGet();
        try (var connection = DriverManager.getConnection(Shared.SERVER.jdbcUrl(), Shared.SERVER.user(), password());
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " TEMPLATE " + template);
            // nobody kills this server, so a commit need not wait for the disk; those that are killed have servers of
            // their own
            statement.execute("ALTER DATABASE " + name + " SET synchronous_commit = off");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new TestDatabase(name);
    }

    private static String password() {
        try {
            return Files.readString(Shared.SERVER.passwordFile()).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Unpooled: each connection is new. */
    public PGSimpleDataSource dataSource() {
        var source = new PGSimpleDataSource();
        source.setUrl(url());
        source.setUser(user());
        source.setPassword(password());
        return source;
    }

    public String url() {
        return Shared.SERVER.jdbcUrl().replaceFirst("/guitu$", "/" + name);
    }

    public String user() {
        return Shared.SERVER.user();
    }

    public Path passwordFile() {
        return Shared.SERVER.passwordFile();
    }
}
