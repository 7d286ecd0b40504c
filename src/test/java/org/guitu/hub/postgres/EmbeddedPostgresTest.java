package org.guitu.hub.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedPostgresTest {
    /** Shared, because making a cluster takes longer than the tests; each test starts and ends its own server on it. */
    @TempDir
    private static Path directory;

    private final List<String> progress = new ArrayList<>();

    @BeforeEach
    void share_the_programs() {
        TestDatabase.shareBinaries();
    }

    @AfterEach
    void leave_no_footing_forced() {
        System.clearProperty(Place.FOOTING);
    }

    private EmbeddedPostgres start() throws NotStarted {
        return EmbeddedPostgres.start(directory, progress::add);
    }

    private static String ask(EmbeddedPostgres postgres, String sql) throws SQLException, IOException {
        var password = Files.readString(postgres.passwordFile());
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), password);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Test
    void the_server_is_durable_and_listens_at_home_only() throws NotStarted, SQLException, IOException {
        try (var postgres = start()) {
            assertThat(ask(postgres, "SHOW fsync")).isEqualTo("on");
            assertThat(ask(postgres, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(ask(postgres, "SHOW data_checksums")).isEqualTo("on");
            assertThat(ask(postgres, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(ask(postgres, "SHOW unix_socket_directories")).isEmpty();
            assertThat(ask(postgres, "SHOW server_encoding")).isEqualTo("UTF8");
            assertThat(
                            ask(
                                    postgres,
                                    "SELECT string_agg(DISTINCT auth_method, ',') FROM pg_hba_file_rules WHERE auth_method <> 'x'"))
                    .isEqualTo("scram-sha-256");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(postgres.passwordFile())))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void a_wrong_password_does_not_get_in() throws NotStarted {
        try (var postgres = start()) {
            assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), "guess"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void what_was_stored_is_there_at_the_next_start() throws NotStarted, SQLException, IOException {
        try (var postgres = start()) {
            execute(postgres, "CREATE TABLE kept AS SELECT 'still here' AS word");
        }
        try (var postgres = start()) {
            assertThat(ask(postgres, "SELECT word FROM kept")).isEqualTo("still here");
        }
    }

    private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException, IOException {
        var password = Files.readString(postgres.passwordFile());
        try (var connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), password);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void nothing_is_left_running_after_close() throws NotStarted {
        long pid;
        try (var postgres = start()) {
            pid = postgres.pid();
        }
        assertThat(ProcessHandle.of(pid)).isEmpty();
    }

    @Test
    void a_server_that_is_killed_comes_back_at_the_same_address() throws NotStarted {
        try (var postgres = start()) {
            var before = postgres.pid();
            ProcessHandle.of(before).orElseThrow().destroyForcibly();
            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .until(() -> postgres.pid() != before && "1".equals(ask(postgres, "SELECT 1")));
        }
    }

    @Test
    void a_second_hub_on_the_same_data_is_refused() throws NotStarted {
        try (var postgres = start()) {
            assertThat(postgres.pid()).isPositive();
            assertThatThrownBy(this::start)
                    .isInstanceOf(NotStarted.class)
                    .hasMessageStartingWith("Another hub runs on ");
        }
    }

    @Test
    void a_lock_file_whose_number_belongs_to_another_process_now_is_removed()
            throws NotStarted, SQLException, IOException {
        start().close();
        Files.writeString(
                dataDirectory().resolve("postmaster.pid"),
                ProcessHandle.current().pid() + "\nelsewhere\n");
        try (var postgres = start()) {
            assertThat(ask(postgres, "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void the_server_ends_with_a_hub_that_is_killed() throws IOException {
        var hub = hub(List.of());
        long server = ready(hub);
        hub.destroyForcibly();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> ProcessHandle.of(server).isEmpty() || ended(server));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_server_left_by_a_killed_hub_is_stopped_first() throws NotStarted, SQLException, IOException {
        // without setsid the parent-death signal is not set: this is how it is where there is no setpriv
        var hub = hub(List.of("env", "PATH=" + without("setsid")));
        long orphan = ready(hub);
        hub.destroyForcibly();
        await().until(() -> !hub.isAlive());
        assertThat(ended(orphan)).isFalse();
        try (var postgres = start()) {
            assertThat(ask(postgres, "SELECT 1")).isEqualTo("1");
            assertThat(postgres.pid()).isNotEqualTo(orphan);
            assertThat(ended(orphan)).isTrue();
        }
    }

    @Test
    void root_without_user_namespaces_runs_it_as_nobody_elsewhere(@TempDir Path fresh)
            throws NotStarted, SQLException, IOException {
        assumeTrue("root".equals(System.getProperty("user.name")));
        System.setProperty(Place.FOOTING, "nobody");
        Path elsewhere;
        try (var postgres = EmbeddedPostgres.start(fresh, progress::add)) {
            assertThat(postgres.footing()).startsWith("nobody in /var/lib/guitu/");
            elsewhere = Path.of(postgres.footing().substring("nobody in ".length()));
            assertThat(ask(postgres, "SELECT 1")).isEqualTo("1");
        }
        System.clearProperty(Place.FOOTING);
        try (var postgres = EmbeddedPostgres.start(fresh, progress::add)) {
            assertThat(postgres.footing())
                    .as("the way changes, the record stays")
                    .startsWith("nobody in ");
        } finally {
            Trees.delete(elsewhere);
        }
    }

    @Test
    void a_way_that_does_not_exist_is_named() {
        System.setProperty(Place.FOOTING, "magic");
        assertThatThrownBy(this::start).isInstanceOf(NotStarted.class).hasMessageContaining("direct, userns or nobody");
    }

    @Test
    void every_kind_of_machine_has_the_name_the_binaries_use() {
        assertThat(Binaries.kind("Linux", "amd64")).isEqualTo("linux-x86_64");
        assertThat(Binaries.kind("Linux", "aarch64")).isEqualTo("linux-arm_64");
        assertThat(Binaries.kind("Mac OS X", "aarch64")).isEqualTo("darwin-arm_64");
    }

    private Path dataDirectory() throws IOException {
        return directory.toRealPath().resolve("data");
    }

    private Process hub(List<String> wrapper) throws IOException {
        var command = new ArrayList<>(wrapper);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-D" + Place.BINARIES + "=" + System.getProperty(Place.BINARIES),
                "-cp",
                System.getProperty("java.class.path"),
                PostgresProcess.class.getName(),
                directory.toString()));
        return new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static long ready(Process hub) throws IOException {
        var reader = new BufferedReader(new java.io.InputStreamReader(hub.getInputStream(), StandardCharsets.UTF_8));
        for (var line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.startsWith("ready ")) {
                return Long.parseLong(line.split(" ", -1)[1]);
            }
        }
        throw new IOException("the hub ended before it was ready");
    }

    /** Gone, or ended and waiting for a parent to fetch it. */
    private static boolean ended(long pid) throws IOException {
        var status = Path.of("/proc", Long.toString(pid), "status");
        return !Files.exists(status) || Files.readString(status).contains("State:\tZ");
    }

    /** A PATH with every program of the usual one but this. */
    private String without(String program) throws IOException {
        var bin = Files.createDirectories(directory.resolveSibling(directory.getFileName() + "-bin"));
        for (var place : List.of("/usr/bin", "/bin")) {
            try (var programs = Files.list(Path.of(place))) {
                for (var each : programs.toList()) {
                    var link = bin.resolve(each.getFileName());
                    if (!each.endsWith(program) && !Files.exists(link, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
                        Files.createSymbolicLink(link, each);
                    }
                }
            }
        }
        return bin + File.pathSeparator;
    }
}
