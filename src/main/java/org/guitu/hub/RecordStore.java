package org.guitu.hub;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.guitu.config.ConfigurationException;
import org.guitu.hub.postgres.EmbeddedPostgres;
import org.guitu.hub.postgres.NotStarted;
import org.postgresql.ds.PGSimpleDataSource;

/** The record's database: the embedded server or an external one, its pool, and its schema brought up to date. */
final class RecordStore implements AutoCloseable {
    /** A gate that waits longer for a connection answers "try later". */
    private static final long CONNECT_MILLIS = 3000;

    private final Optional<EmbeddedPostgres> server;
    private final HikariDataSource source;

    private RecordStore(Optional<EmbeddedPostgres> server, HikariDataSource source) {
        this.server = server;
        this.source = source;
    }

    static RecordStore open(HubOptions options, HubConfig config, Consumer<String> progress)
            throws ConfigurationException {
        var database = config.database();
        if (database.mode() == HubConfig.Mode.EXTERNAL) {
            var source = pool(database.url(), database.user(), password(options, database), database);
            return migrated(new RecordStore(Optional.empty(), source), database.url());
        }
        try {
            var server = EmbeddedPostgres.start(options.data().resolve(database.data()), progress);
            try {
                var source = pool(server.jdbcUrl(), server.user(), own(server.passwordFile()), database);
                return migrated(new RecordStore(Optional.of(server), source), "embedded PostgreSQL");
            } catch (ConfigurationException | RuntimeException e) {
                server.close();
                throw e;
            }
        } catch (NotStarted e) {
            throw new ConfigurationException(e.getMessage() == null ? "PostgreSQL does not start" : e.getMessage(), e);
        }
    }

    /** Of an external database: from the environment or from an owner-only file. */
    static String password(HubOptions options, HubConfig.Database database) throws ConfigurationException {
        return new String(new Secrets(System.getenv())
                .password("database.passwordFile", options.data().resolve(database.passwordFile())));
    }

    private static String own(Path passwordFile) throws ConfigurationException {
        try {
            return Files.readString(passwordFile).strip();
        } catch (IOException e) {
            throw ConfigurationException.in(
                    passwordFile, "cannot be read", "start the hub as the user that owns the data directory");
        }
    }

    private static HikariDataSource pool(String url, String user, String password, HubConfig.Database database)
            throws ConfigurationException {
        var pool = new HikariConfig();
        pool.setPoolName("record");
        pool.setJdbcUrl(url);
        pool.setUsername(user);
        pool.setPassword(password);
        pool.setMaximumPoolSize(database.connections());
        pool.setMinimumIdle(2);
        pool.setConnectionTimeout(CONNECT_MILLIS);
        pool.setValidationTimeout(1000);
        pool.setInitializationFailTimeout(5000);
        pool.addDataSourceProperty("ApplicationName", "guitu");
        // the few statements of the hub are served by an index whatever their values: planning each anew was a fifth of
        // the
        // database's time
        pool.setConnectionInitSql("SET plan_cache_mode = force_generic_plan");
        pool.addDataSourceProperty("socketTimeout", "30");
        pool.addDataSourceProperty("connectTimeout", "3");
        try {
            return new HikariDataSource(pool);
        } catch (RuntimeException e) {
            throw new ConfigurationException(
                    "database " + url + ": does not answer; check that it runs and hub.yaml: database", e);
        }
    }

    private static RecordStore migrated(RecordStore store, String what) throws ConfigurationException {
        try {
            Flyway.configure()
                    .dataSource(store.source)
                    .locations("classpath:db/migration")
                    .load()
                    .migrate();
            return store;
        } catch (FlywayException e) {
            store.source.close();
            throw new ConfigurationException(
                    what + ": the schema of the record cannot be brought up to date ("
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                            + "); restore the database or this version",
                    e);
        }
    }

    /** Where the embedded server listens now; empty for an external one, which hub.yaml names. */
    String url() {
        return server.map(EmbeddedPostgres::jdbcUrl).orElse("");
    }

    /**
     * The record of a hub that runs on this data directory, or an external one, for somebody who looks into it.
     *
     * @return empty where the embedded server does not run
     */
    static Optional<DataSource> look(HubOptions options, HubConfig config) throws ConfigurationException {
        var database = config.database();
        var found = new PGSimpleDataSource();
        found.setConnectTimeout(3);
        found.setSocketTimeout(10);
        found.setReadOnly(true);
        if (database.mode() == HubConfig.Mode.EXTERNAL) {
            found.setUrl(database.url());
            found.setUser(database.user());
            found.setPassword(password(options, database));
            return Optional.of(found);
        }
        var running = HubRun.running(options.data());
        if (running.isEmpty()) {
            return Optional.empty();
        }
        found.setUrl(running.get().record());
        found.setUser(EmbeddedPostgres.USER);
        found.setPassword(own(EmbeddedPostgres.passwordFile(options.data().resolve(database.data()))));
        return Optional.of(found);
    }

    DataSource source() {
        return source;
    }

    /** Whether it answers within a second. */
    Optional<String> problem() {
        try (var connection = source.getConnection()) {
            return connection.isValid(1) ? Optional.empty() : Optional.of("does not answer");
        } catch (java.sql.SQLException e) {
            return Optional.of("cannot be reached");
        }
    }

    @Override
    public void close() {
        source.close();
        server.ifPresent(EmbeddedPostgres::close);
    }
}
