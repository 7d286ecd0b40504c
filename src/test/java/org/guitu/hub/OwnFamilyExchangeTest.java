package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.guitu.Guitu;
import org.guitu.message.MessageId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A family of one's own is a folder and a grant: a hub that finds them exchanges its messages from office to office. */
class OwnFamilyExchangeTest {
    private static final String QUESTION =
            "<r:LevelQuestion xmlns:r='urn:test:river:1.0'><r:Gauge>G1</r:Gauge></r:LevelQuestion>";
    private static final String DROUGHT = "<r:LevelAnswer xmlns:r='urn:test:river:1.0'><r:Gauge>G1</r:Gauge>"
            + "<r:Metres>-1</r:Metres></r:LevelAnswer>";

    private static final String GRANT = """

              - id: river.domestic
                label: {zh: 水位, en: river levels}
                from: [provincial-office, hub]
                to: [provincial-office, jco]
                types: ["river/*"]
                purposes: [COORDINATION]
                privacy: P1
                source: test
            """;

    @TempDir
    static Path folder;

    static Path home;
    static RunningHub hub;

    @BeforeAll
    static void start() throws Exception {
        home = folder.resolve("home");
        copy(RunningHub.HOME.resolve("schemas"), home.resolve("schemas"));
        copy(RunningHub.HOME.resolve("routes"), home.resolve("routes"));
        copy(Path.of("src/test/resources/families/river"), home.resolve("schemas/river"));
        hub = RunningHub.start(
                home,
                folder.resolve("exercise"),
                Clock.systemUTC(),
                config -> Files.writeString(config.resolve("grants.yaml"), GRANT, StandardOpenOption.APPEND),
                "cn.53",
                "cn.52",
                "cn.jco");
    }

    @AfterAll
    static void stop() throws Exception {
        if (hub != null) {
            hub.close();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                var target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private static String message(String type, String body) {
        return "<Message xmlns='urn:guitu:exchange:1.0'><Header>"
                + "<MessageId>urn:uuid:" + UUID.randomUUID() + "</MessageId><Type>river/" + type
                + "</Type><SchemaVersion>1.0</SchemaVersion><Status>Exercise</Status>"
                + "<Blind>0123456789abcdef0123456789abcdef</Blind>"
                + "<Conversation>urn:uuid:" + UUID.randomUUID() + "</Conversation>"
                + "<Sender><Party>cn.53</Party><Unit>Unit</Unit><ResponsibleOfficer>Officer 1</ResponsibleOfficer></Sender>"
                + "<Recipients><Recipient>cn.52</Recipient></Recipients><SentAt>"
                + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "</SentAt>"
                + "<Urgency>URGENT</Urgency><Language>zh</Language><PrivacyCeiling>P1</PrivacyCeiling>"
                + "<Handling><Code>H0</Code></Handling><Purpose>COORDINATION</Purpose></Header><Body>" + body
                + "</Body></Message>";
    }

    /** {@code guitu office} of a party; its output. */
    private static String office(int exit, String party, String... words) throws IOException {
        var root = hub.office(party);
        Files.writeString(
                root.resolve("office.yaml"), "schemas: " + home.resolve("schemas") + "\n", StandardOpenOption.APPEND);
        var out = new StringWriter();
        var all = new java.util.ArrayList<String>(List.of("--lang", "en", "office", "--home", root.toString()));
        all.addAll(List.of(words));
        int code = Guitu.run(new PrintWriter(out, true), new PrintWriter(out, true), all.toArray(String[]::new));
        assertThat(code).as(out.toString()).isEqualTo(exit);
        return out.toString();
    }

    @Test
    void the_ready_line_counts_it() {
        assertThat(hub.readyLine()).contains("7 families");
    }

    @Test
    void its_message_goes_from_office_to_office() throws Exception {
        var file = Files.writeString(folder.resolve("question.xml"), message("LevelQuestion", QUESTION));
        assertThat(office(0, "cn.53", "send", file.toString())).containsIgnoringCase("accepted");
        var inbox = folder.resolve("inbox");
        office(0, "cn.52", "receive", "--to", inbox.toString());
        try (var received = Files.newDirectoryStream(inbox, "*.xml")) {
            // the hub's statement of the delivery is stored beside the message
            assertThat(received).anySatisfy(one -> assertThat(one).content().contains("<r:Gauge>G1</r:Gauge>"));
        }
    }

    @Test
    void the_joint_conference_office_sees_how_it_stands() throws Exception {
        var question = message("LevelQuestion", QUESTION);
        hub.accepted(question);
        assertThat(hub.overview(home).conversations())
                .filteredOn("family", "river")
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.state()).isEqualTo("ASKED"));
    }

    @Test
    void what_breaks_its_rules_is_refused_by_the_rules_id_at_the_office_and_at_the_hub() throws Exception {
        var answer = message("LevelAnswer", DROUGHT);
        var file = Files.writeString(folder.resolve("answer.xml"), answer);
        assertThat(office(3, "cn.53", "send", file.toString())).contains("T-1");
        assertThat(hub.send(hub.signed(answer)).refusal()).hasValueSatisfying(refusal -> {
            assertThat(refusal.code()).isEqualTo("GT-4201");
            assertThat(refusal.rule()).isEqualTo("T-1");
            assertThat(refusal.text().zh()).isEqualTo("水位不得为负。");
        });
    }

    @Test
    void its_own_route_carries_it() throws Exception {
        var question = hub.accepted(message("LevelQuestion", QUESTION));
        assertThat(hub.collect("cn.52", question))
                .singleElement()
                .satisfies(taken -> assertThat(taken.priority()).isEqualTo(6));
    }

    @Test
    void what_the_hub_has_to_say_it_says_once_and_its_readers_need_not_tell_anybody_else() throws Exception {
        var question = RunningHub.id(hub.accepted(message("LevelQuestion", QUESTION)));
        var reminders = "SELECT m.id FROM message m JOIN message q USING (conversation)"
                + " WHERE q.id = ? AND m.type = 'river/LevelReminder'";
        Awaitility.await().until(() -> !hub.rows(reminders, question.uuid()).isEmpty());
        var reminder =
                new MessageId("urn:uuid:" + hub.rows(reminders, question.uuid()).get(0));
        assertThat(hub.rows("SELECT recipient FROM delivery WHERE message = ? ORDER BY 1", reminder.uuid()))
                .containsExactly("cn.52", "cn.53");
        office(0, "cn.53", "receive", "--to", folder.resolve("reminded").toString());
        assertThat(hub.rows("SELECT state FROM delivery WHERE message = ? AND recipient = 'cn.53'", reminder.uuid()))
                .containsExactly("RECEIVED");
        assertThat(hub.rows("SELECT recipient FROM delivery WHERE recipient = 'cn.hub'"))
                .isEmpty();
        assertThat(hub.rows(
                        "SELECT agenda.type FROM agenda JOIN message m USING (conversation) WHERE m.id = ?",
                        question.uuid()))
                .isEmpty();
        assertThat(hub.rows(reminders, question.uuid())).hasSize(1);
    }
}
