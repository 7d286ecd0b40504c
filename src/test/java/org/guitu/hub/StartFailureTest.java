package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.guitu.demo.Exercise;
import org.guitu.hub.postgres.TestDatabase;
import org.guitu.message.PartyId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A hub that cannot start says so in one line, ends with 78 and has opened no door. */
class StartFailureTest {
    private static final Path HOME = Path.of("").toAbsolutePath();

    /** 10 s is the promise on a machine of its own; tests share two cores with the rest of the build. */
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    static Path whole;
    static TestDatabase database;

    @BeforeAll
    static void prepare() throws Exception {
        whole = folder.resolve("whole");
        Exercise.prepare(HOME, Files.createDirectories(whole), List.of(new PartyId("cn.52")), Clock.systemUTC());
        database = TestDatabase.empty();
    }

    @AfterEach
    void restore() {
        System.clearProperty("guitu.home");
    }

    private interface Damage {
        void to(HubOptions hub) throws IOException;
    }

    /** What is broken, and what the line has to name. */
    private record Trouble(String name, Damage damage, List<String> named) {}

    private static Trouble when(String name, Damage damage, String... named) {
        return new Trouble(name, damage, List.of(named));
    }

    @TestFactory
    Stream<DynamicTest> whatever_is_wrong_is_said_in_one_line_and_no_door_opens() {
        return Stream.of(
                        when(
                                "an unknown key in hub.yaml",
                                hub -> append(hub.config().resolve("hub.yaml"), "colour: red\n"),
                                "hub.yaml",
                                "colour"),
                        when("missing grants", hub -> Files.delete(grants(hub)), "grants.yaml"),
                        when("grants that are no YAML", hub -> Files.writeString(grants(hub), "- ["), "grants.yaml"),
                        when(
                                "a grant for a type that is not there",
                                hub -> edit(grants(hub), "[alert/SightingReport]", "[alert/SightingReprot]"),
                                "grants.yaml",
                                "alert.answer-abroad",
                                "alert/SightingReport"),
                        when(
                                "a broken party file",
                                hub -> append(hub.parties().resolve("cn.52.yaml"), "nonsense: [\n"),
                                "cn.52.yaml"),
                        when("an empty parties directory", hub -> empty(hub.parties()), "parties"),
                        when("a broken broker.xml", hub -> cut(hub.config().resolve("broker.xml")), "broker.xml"),
                        when("a broken schema", hub -> cut(family(hub, "alert.xsd")), "alert.xsd"),
                        when("broken rules", hub -> cut(family(hub, "rules.sch")), "rules.sch"),
                        when(
                                "a workflow that names an unknown type",
                                hub -> edit(family(hub, "workflow.yaml"), "on: AlertIssue", "on: NoSuchType"),
                                "workflow.yaml",
                                "NoSuchType"),
                        when(
                                "a workflow that gives notice to nobody",
                                hub -> edit(
                                        family(hub, "workflow.yaml"), "notify: [sender, cn.jco]", "notify: [cn.jc0]"),
                                "alert/1.0/workflow.yaml",
                                "cn.jc0"),
                        when(
                                "a workflow with a role that is not there",
                                hub -> edit(family(hub, "workflow.yaml"), "roles: [jco]", "roles: [joc]"),
                                "alert/1.0/workflow.yaml",
                                "joc"),
                        when("a broken route", hub -> Files.writeString(route(hub), "- route: ["), "routes"),
                        when(
                                "a route to where nobody is",
                                hub -> Files.writeString(route(hub), leading("to: direct:nowhere")),
                                "extra",
                                "direct:nowhere"),
                        when(
                                "a route that names no bean",
                                hub -> Files.writeString(route(hub), leading("bean: {ref: nobody, method: run}")),
                                "routes",
                                "nobody"),
                        when(
                                "a route with the wrong name of a method",
                                hub -> edit(hub.routes().resolve("deadlines.camel.yaml"), "overdue}", "overdu}"),
                                "routes/deadlines.camel.yaml",
                                "overdu"),
                        when(
                                "a family's route that hides another",
                                hub -> Files.copy(
                                        hub.routes().resolve("alert.camel.yaml"), family(hub, "alert.camel.yaml")),
                                "alert.camel.yaml",
                                "keep one"),
                        when("a missing key file", hub -> Files.delete(key(hub, "sign.p12")), "cn.hub.sign.p12"),
                        when("a missing master key", hub -> Files.delete(key(hub, "master.key")), "master.key"),
                        when("a key file open to others", hub -> open(key(hub, "tls.p12")), "cn.hub.tls.p12"),
                        when("a password file open to others", hub -> open(key(hub, "sign.password")), "sign.password"),
                        when(
                                "a wrong password",
                                hub -> Files.writeString(key(hub, "sign.password"), "wrong\n"),
                                "cn.hub.sign.p12"),
                        when("missing trust anchors", hub -> empty(hub.data().resolve("trust")), "trust"),
                        when(
                                "in earnest, an authority of which nobody says where it is asked",
                                StartFailureTest::inEarnestAndUnstated,
                                "trust/ca.pem",
                                "revocation: none"))
                .map(trouble -> DynamicTest.dynamicTest(trouble.name(), () -> refuses(trouble)));
    }

    private void refuses(Trouble trouble) throws IOException {
        var hub = copy();
        var jms = freePort();
        var management = freePort();
        append(hub.config().resolve("hub.yaml"), doors(jms, management));
        trouble.damage().to(hub);
        var line = start(hub);
        assertThat(line).contains(trouble.named()).contains(";");
        assertShut(jms);
        assertShut(management);
    }

    private static void inEarnestAndUnstated(HubOptions hub) throws IOException {
        edit(hub.config().resolve("hub.yaml"), "environment: exercise", "environment: production");
        Files.delete(hub.data().resolve("trust/ca.yaml"));
    }

    @Test
    void check_says_which_authorities_nobody_asks_about_revocation() throws IOException {
        var hub = copy();
        append(hub.config().resolve("hub.yaml"), doors(0, 0));
        assertThat(check(hub)).anySatisfy(line -> assertThat(line).contains("revocation", "as configured", "ca.pem"));
        Files.delete(hub.data().resolve("trust/ca.yaml"));
        assertThat(check(hub))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("warn  revocation")
                        .contains("ca.pem", "a production hub does not start without"));
        edit(hub.config().resolve("hub.yaml"), "environment: exercise", "environment: production");
        assertThat(check(hub))
                .anySatisfy(line ->
                        assertThat(line).startsWith("FAIL  revocation").contains("trust/ca.pem", "revocation: none"));
    }

    @Test
    void check_finds_a_grant_for_a_type_that_is_not_there() throws IOException {
        var hub = copy();
        edit(grants(hub), "[alert/SightingReport]", "[alert/SightingReprot]");
        assertThat(check(hub))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("FAIL  grants")
                        .contains(
                                "grants.yaml", "alert.answer-abroad", "alert/SightingReprot", "alert/SightingReport,"));
    }

    @Test
    void check_says_which_commands_make_the_keys_that_are_not_there() throws IOException {
        var hub = copy();
        append(hub.config().resolve("hub.yaml"), doors(0, 0));
        empty(hub.data().resolve("trust"));
        for (var file : List.of("sign.p12", "tls.p12", "master.key")) {
            Files.delete(key(hub, file));
        }
        assertThat(check(hub))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("FAIL  keys")
                        .containsSubsequence(
                                "./guitu keys ca --dir " + hub.data().resolve("ca"),
                                "./guitu keys issue cn.hub --use sign --ca",
                                "./guitu keys issue cn.hub --use tls --host",
                                "./guitu keys master --file " + key(hub, "master.key"),
                                "cp " + hub.data().resolve("ca/ca.pem")));
    }

    @Test
    void check_says_who_can_verify_nothing_that_the_hub_signs() throws IOException {
        var hub = copy();
        append(hub.config().resolve("hub.yaml"), doors(0, 0));
        append(hub.config().resolve("parties/cn.52.yaml"), "suites: [sm2-sm3]\n");
        Files.delete(key(hub, "sign.sm2.p12"));
        assertThat(check(hub)).anySatisfy(line -> assertThat(line).contains("beside that of keys.sign", "cn.52"));
    }

    /** What {@code guitu check} says, in English. */
    private static List<String> check(HubOptions hub) {
        var before = Locale.getDefault();
        Locale.setDefault(Locale.ENGLISH);
        try {
            var out = new StringWriter();
            new CommandLine(new CheckCommand())
                    .setOut(new PrintWriter(out, true))
                    .execute(
                            "--config",
                            hub.config().toString(),
                            "--data",
                            hub.data().toString());
            return out.toString().lines().toList();
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void a_management_port_in_use_is_said() throws IOException {
        var hub = copy();
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var jms = freePort();
            append(hub.config().resolve("hub.yaml"), doors(jms, taken.getLocalPort()));
            assertThat(start(hub)).contains("management", String.valueOf(taken.getLocalPort()), "free port");
            assertShut(jms);
        }
    }

    @Test
    void a_jms_port_in_use_is_said() throws IOException {
        var hub = copy();
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var management = freePort();
            append(hub.config().resolve("hub.yaml"), doors(taken.getLocalPort(), management));
            assertThat(start(hub)).contains("doors.jms", "free port");
            assertShut(management);
        }
    }

    /** Starts the command, which must not succeed; returns its one line. */
    private static String start(HubOptions hub) {
        System.setProperty("guitu.home", hub.home().toString());
        var err = new StringWriter();
        var out = new StringWriter();
        var began = System.nanoTime();
        var command = new CommandLine(new HubCommand())
                .setErr(new PrintWriter(err, true))
                .setOut(new PrintWriter(out, true));
        // one that starts runs until it is told to stop
        int code = assertTimeoutPreemptively(
                SOON,
                () -> command.execute(
                        "--config",
                        hub.config().toString(),
                        "--data",
                        hub.data().toString()));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
        assertThat(err.toString().lines().toList()).as("one line").hasSize(1);
        assertThat(code).as(err.toString()).isEqualTo(78);
        assertThat(out.toString()).isEmpty();
        assertThat(HubRun.in(hub.data())).doesNotExist();
        return err.toString();
    }

    private static void assertShut(int port) {
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port))
                .isInstanceOf(ConnectException.class);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** An installation of its own, whole. */
    private static HubOptions copy() throws IOException {
        var home = Files.createTempDirectory(folder, "case-");
        copy(HOME.resolve("schemas"), home.resolve("schemas"));
        copy(HOME.resolve("routes"), home.resolve("routes"));
        copy(whole.resolve("config"), home.resolve("config"));
        copy(whole.resolve("data"), home.resolve("data"));
        Files.writeString(home.resolve("config/hub.yaml"), "");
        return new HubOptions(home, home.resolve("config"), home.resolve("data"));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                Files.copy(
                        file,
                        to.resolve(from.relativize(file).toString()),
                        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static String doors(int jms, int management) {
        return """
                environment: exercise
                doors: {jms: {host: 127.0.0.1, port: %d}}
                management: {host: 127.0.0.1, port: %d}
                database: {mode: external, url: "%s", user: %s, passwordFile: %s}
                """.formatted(
                        jms,
                        management,
                        database.url(),
                        database.user(),
                        database.passwordFile().toAbsolutePath());
    }

    private static Path grants(HubOptions hub) {
        return hub.config().resolve("grants.yaml");
    }

    private static Path family(HubOptions hub, String file) {
        return hub.schemas().resolve("alert/1.0").resolve(file);
    }

    private static Path route(HubOptions hub) {
        return hub.routes().resolve("extra.camel.yaml");
    }

    private static Path key(HubOptions hub, String file) {
        return hub.data().resolve("keys").resolve("cn.hub." + file);
    }

    private static String leading(String step) {
        return """
                - route:
                    id: extra
                    description: for a test
                    routeConfigurationId: _errors-sweep
                    from:
                      uri: direct:extra
                      steps:
                        - %s
                """.formatted(step);
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    private static void cut(Path file) throws IOException {
        var text = Files.readString(file);
        Files.writeString(file, text.substring(0, text.length() - 40));
    }

    private static void edit(Path file, String old, String fresh) throws IOException {
        var text = Files.readString(file);
        assertThat(text).contains(old);
        Files.writeString(file, text.replace(old, fresh));
    }

    private static void open(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    private static void empty(Path folder) throws IOException {
        try (var files = Files.newDirectoryStream(folder)) {
            for (var file : files) {
                Files.delete(file);
            }
        }
    }
}
