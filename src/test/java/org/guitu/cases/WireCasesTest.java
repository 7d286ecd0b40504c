package org.guitu.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.guitu.cases.WireCase.Found;
import org.guitu.config.ConfigurationException;
import org.guitu.demo.Exercise;
import org.guitu.family.Families;
import org.guitu.hub.Hub;
import org.guitu.hub.HubOptions;
import org.guitu.hub.postgres.TestDatabase;
import org.guitu.message.PartyId;
import org.guitu.trust.KeyFiles;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs every case of {@code src/test/resources/cases} through the doors of one hub. */
class WireCasesTest {
    private static final Path HOME = Path.of("").toAbsolutePath();
    private static final Path CASES = Path.of("src/test/resources/cases");
    private static final List<PartyId> JOINED = Stream.of(
                    "cn.52", "cn.44", "cn.35", "cn.53", "cn.jco", "cn.53.border.hekou", "vn.mps")
            .map(PartyId::new)
            .toList();

    @TempDir
    static Path folder;

    static Hub hub;
    static Door door;
    static CaseRun run;

    @BeforeAll
    static void start() throws Exception {
        var exercise = Exercise.prepare(HOME, folder, JOINED, Clock.systemUTC());
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
        hub = Hub.start(new HubOptions(HOME, exercise.config(), exercise.data()), null, line -> {});
        var ports = new Properties();
        try (var lines = Files.newBufferedReader(exercise.data().resolve("hub.run"))) {
            ports.load(lines);
        }
        var anchors = KeyFiles.certificates(folder.resolve("ca/ca.pem"));
        door = new JmsTestDoor(keys, anchors, folder.resolve("stores"), Integer.parseInt(ports.getProperty("jms")));
        run = new CaseRun(
                door,
                new Composition(HOME.resolve("schemas"), keys),
                new RecordLook(database.dataSource()),
                Families.load(HOME.resolve("schemas")),
                KeyFiles.certificates(exercise.config().resolve("parties/cn.hub.sign.pem"))
                        .get(0));
    }

    @AfterAll
    static void stop() {
        if (door != null) {
            door.close();
        }
        if (hub != null) {
            hub.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> every_case_is_answered_as_it_says() throws IOException, ConfigurationException {
        return WireCase.all(CASES).stream()
                .map(found -> DynamicTest.dynamicTest(
                        found.title(), found.folder().resolve("case.yaml").toUri(), () -> run.run(found)));
    }

    @Test
    void every_station_has_its_cases_and_answers_them_itself() throws IOException, ConfigurationException {
        var cases = WireCase.all(CASES);
        assertThat(cases).hasSizeGreaterThanOrEqualTo(40);
        assertThat(cases).extracting(Found::station).contains(1, 2, 3, 4, 5, 6);
        assertThat(cases)
                .filteredOn(found -> !found.wireCase().send().expect().accepted())
                .allSatisfy(found -> assertThat(found.wireCase().send().expect().answer())
                        .matches(found.station() == 2 ? "shut out" : "GT-" + found.station() + "\\d{3}"));
    }
}
