package org.guitu.cases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.guitu.cases.WireCase.Kind;
import org.guitu.config.ConfigurationException;
import org.guitu.demo.Exercise;
import org.guitu.demo.Prepared;
import org.guitu.hub.Hub;
import org.guitu.hub.HubOptions;
import org.guitu.hub.QuickHub;
import org.guitu.hub.postgres.TestDatabase;
import org.guitu.message.PartyId;
import org.guitu.seal.TestSealing;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;
import org.junit.jupiter.api.DynamicTest;

/** A hub whose parties all come to one kind of door, and every case of {@code src/test/resources/cases} for it. */
final class CaseHub implements AutoCloseable {
    static final Path CASES = Path.of("src/test/resources/cases");

    private static final Path HOME = Path.of("").toAbsolutePath();
    private static final List<PartyId> JOINED = Stream.of(
                    "cn.52", "cn.44", "cn.35", "cn.53", "cn.jco", "cn.53.border.hekou", "vn.mps")
            .map(PartyId::new)
            .toList();

    private final Kind kind;
    private final Hub hub;
    private final Door door;
    private final CaseRun run;

    private CaseHub(Kind kind, Hub hub, Door door, CaseRun run) {
        this.kind = kind;
        this.hub = hub;
        this.door = door;
        this.run = run;
    }

    static CaseHub start(Kind kind, Path folder) throws Exception {
        var exercise = Prepared.in(folder, JOINED);
        var keys = Keys.make(exercise, folder, Clock.systemUTC().instant());
        var database = TestDatabase.empty();
        Files.writeString(
                exercise.config().resolve("hub.yaml"),
                """
                database:
                  mode: external
                  url: %s
                  user: %s
                  passwordFile: %s
                limits:
                  # a test does not wait half a minute for what never comes
                  hold: PT1S
                """.formatted(
                        database.url(), database.user(), database.passwordFile().toAbsolutePath()),
                StandardOpenOption.APPEND);
        var channel = kind == Kind.SOAP ? "channel: soap" : "channel: jms";
        for (var party : JOINED) {
            var file = exercise.config().resolve("parties/" + party + ".yaml");
            Files.writeString(file, Files.readString(file).replaceFirst("channel: (jms|soap)", channel));
        }
        var hub = QuickHub.start(new HubOptions(HOME, exercise.config(), exercise.data()));
        var door = door(kind, exercise, keys, folder);
        var run = new CaseRun(
                door,
                new Composition(HOME.resolve("schemas"), keys, TestSealing.of(HOME.resolve("schemas"), exercise)),
                new RecordLook(database.dataSource()),
                TestSealing.families(HOME.resolve("schemas")),
                KeyFiles.certificates(folder.resolve("ca/hub.pem")));
        return new CaseHub(kind, hub, door, run);
    }

    private static Door door(Kind kind, Exercise exercise, Keys keys, Path folder)
            throws IOException, KeyFileException {
        var ports = new Properties();
        try (var lines = Files.newBufferedReader(exercise.data().resolve("hub.run"))) {
            ports.load(lines);
        }
        var anchors = KeyFiles.certificates(folder.resolve("ca/ca.pem"));
        return switch (kind) {
            case JMS -> new JmsTestDoor(keys, anchors, Integer.parseInt(ports.getProperty("jms")));
            case SOAP ->
                new SoapTestDoor(
                        keys, anchors, Integer.parseInt(ports.getProperty("soap")), certificate(exercise, "tls"));
        };
    }

    private static X509Certificate certificate(Exercise exercise, String use) throws KeyFileException {
        return KeyFiles.certificates(exercise.config().resolve("parties/cn.hub." + use + ".pem"))
                .get(0);
    }

    /** One test a case. */
    Stream<DynamicTest> tests() throws IOException, ConfigurationException {
        return WireCase.all(CASES).stream()
                .filter(found -> found.wireCase().at(kind))
                .map(found -> DynamicTest.dynamicTest(
                        found.title(), found.folder().resolve("case.yaml").toUri(), () -> run.run(found)));
    }

    @Override
    public void close() {
        door.close();
        hub.close();
    }
}
