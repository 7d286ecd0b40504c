package org.guitu.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.guitu.message.MessageType;
import org.guitu.message.Refusal;
import org.guitu.message.Refused;
import org.guitu.xml.Envelope;
import org.guitu.xml.SafeXml;
import org.guitu.xml.SchemasException;
import org.guitu.xml.XmlLimits;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;

/** A family no Java knows: it loads from a folder, validates and moves through its states. */
final class OwnFamilyTest {
    private static final SafeXml XML = new SafeXml(XmlLimits.standard());
    private static final String QUESTION =
            "<r:LevelQuestion xmlns:r='urn:test:river:1.0'><r:Gauge>G1</r:Gauge></r:LevelQuestion>";

    @TempDir
    private static Path home;

    private static Path schemas = Path.of("unset");
    private static Optional<Families> loaded = Optional.empty();

    @BeforeAll
    static void a_folder_is_enough() throws IOException, SchemasException {
        schemas = home.resolve("schemas");
        copy(Path.of("schemas/exchange"), schemas.resolve("exchange"));
        copy(Path.of("schemas/third-party"), schemas.resolve("third-party"));
        copy(Path.of("src/test/resources/families/river"), schemas.resolve("river"));
        var families = Families.load(schemas);
        families.compileAll();
        loaded = Optional.of(families);
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

    private static Families families() {
        return loaded.orElseThrow();
    }

    private static Workflow workflow() {
        return families().family("river").orElseThrow().workflow();
    }

    private static String answer(String gauge, String metres) {
        return "<r:LevelAnswer xmlns:r='urn:test:river:1.0'><r:Gauge>" + gauge + "</r:Gauge><r:Metres>" + metres
                + "</r:Metres></r:LevelAnswer>";
    }

    private static Document message(String type, String body, String version) throws Refused {
        var text = "<Message xmlns='urn:guitu:exchange:1.0'><Header>"
                + "<MessageId>urn:uuid:00000000-0000-4000-8000-000000000001</MessageId><Type>" + type
                + "</Type><SchemaVersion>" + version + "</SchemaVersion><Status>Test</Status>"
                + "<Blind>0123456789abcdef0123456789abcdef</Blind>"
                + "<Conversation>urn:uuid:00000000-0000-4000-8000-000000000002</Conversation>"
                + "<Sender><Party>cn.53</Party><Unit>Unit</Unit><ResponsibleOfficer>Officer 1</ResponsibleOfficer></Sender>"
                + "<Recipients><Recipient>cn.52</Recipient></Recipients><SentAt>2026-11-20T10:00:00+08:00</SentAt>"
                + "<Urgency>FLASH</Urgency><Language>zh</Language><PrivacyCeiling>P1</PrivacyCeiling>"
                + "<Handling><Code>H0</Code></Handling><Purpose>COORDINATION</Purpose></Header><Body>" + body
                + "</Body></Message>";
        return XML.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Situation situation(Document message, String state, String role, String part) throws Refused {
        var question = message("river/LevelQuestion", QUESTION, "1.0");
        var header = Envelope.header(message);
        return new Situation(
                Optional.of(state).filter(s -> !s.isEmpty()),
                header,
                message,
                Set.of(role),
                Set.of(part),
                () -> new History(List.of(new History.Entry(
                        1, MessageType.parse("river/LevelQuestion"), header.sender(), Instant.EPOCH, question))),
                Shipped.NOTHING_BESIDE,
                Instant.EPOCH);
    }

    @Test
    void it_is_known_with_its_types_and_ages() {
        assertThat(families().types()).isEqualTo(3);
        assertThat(families().maxAge(MessageType.parse("river/LevelQuestion"))).contains(Duration.ofHours(2));
        assertThat(families().maxAge(MessageType.parse("river/LevelAnswer"))).isEmpty();
    }

    @Test
    void its_messages_are_valid_and_its_warnings_are_told() throws Refused {
        assertThat(families().validate(message("river/LevelQuestion", QUESTION, "1.0")))
                .isEmpty();
        var warnings = families().validate(message("river/LevelAnswer", answer("G1", "50"), "1.0"));
        assertThat(warnings).singleElement().satisfies(w -> {
            assertThat(w.rule()).isEqualTo("T-2");
            assertThat(w.text().en()).isEqualTo("The level is high.");
        });
    }

    @Test
    void its_rules_refuse_with_id_place_and_text() throws Refused {
        var document = message("river/LevelAnswer", answer("G1", "-1"), "1.0");
        var refusal = refusal(document);
        assertThat(refusal.code()).isEqualTo("GT-4201");
        assertThat(refusal.rule()).isEqualTo("T-1");
        assertThat(refusal.place()).startsWith("/Message/Body/r:LevelAnswer (1:");
        assertThat(refusal.text().zh()).isEqualTo("水位不得为负。");
    }

    @ParameterizedTest
    @CsvSource({
        "lake/LevelQuestion, 1.0, GT-4001",
        "river/LevelGuess, 1.0, GT-4002",
        "river/LevelAnswer, 1.0, GT-4003",
        "river/LevelQuestion, 2.0, GT-4008"
    })
    void what_is_not_of_the_family_is_refused(String type, String version, String code) throws Refused {
        assertThat(refusal(message(type, QUESTION, version)).code()).isEqualTo(code);
    }

    private static Refusal refusal(Document document) {
        return catchThrowableOfType(Refused.class, () -> families().validate(document))
                .refusal();
    }

    @Test
    void it_moves_through_its_states() throws Refused {
        var asked = workflow()
                .decide(situation(message("river/LevelQuestion", QUESTION, "1.0"), "", "provincial-office", "opener"));
        assertThat(asked.toState()).isEqualTo("ASKED");
        assertThat(asked.deadlines()).extracting(Deadline::id).containsExactly("T-D1");
        assertThat(asked.toEveryone()).isFalse();
        var answered = workflow().decide(answered("G1", "3", "ASKED", "provincial-office", "respondent"));
        assertThat(answered.toState()).isEqualTo("ANSWERED");
        assertThat(answered.copies()).containsExactly("cn.jco");
        assertThat(answered.toEveryone()).isTrue();
        assertThat(workflow()
                        .decide(answered("G1", "101", "ASKED", "provincial-office", "respondent"))
                        .toState())
                .isEqualTo("FLOODED");
        assertThat(workflow().isFinal("ANSWERED")).isTrue();
    }

    private static Situation answered(String gauge, String metres, String state, String role, String part)
            throws Refused {
        return situation(message("river/LevelAnswer", answer(gauge, metres), "1.0"), state, role, part);
    }

    @ParameterizedTest
    @CsvSource({
        "G1, ANSWERED, provincial-office, respondent, GT-5108",
        "G1, '',       provincial-office, respondent, GT-5106",
        "G1, ASKED,    border-police,     respondent, GT-5102",
        "G1, ASKED,    provincial-office, opener,     GT-5103",
        "G2, ASKED,    provincial-office, respondent, GT-5105"
    })
    void a_move_it_does_not_allow_is_refused(String gauge, String state, String role, String part, String code)
            throws Refused {
        var situation = answered(gauge, "3", state, role, part);
        var refusal = catchThrowableOfType(Refused.class, () -> workflow().decide(situation))
                .refusal();
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.rule()).isEqualTo(code.equals("GT-5105") ? "T-9" : "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            code: Z02         | code: Z01               | Z01 is there twice
            - id: T-D1        | - {id: T-D1, on: LevelAnswer, within: PT1H, until: collected, notify: [], label: {zh: x, en: x}, source: x}~  - id: T-D1 | T-D1 is there twice
            LevelQuestion: {  | LevelGuess: {code: Z09, label: {zh: x, en: x}, hubSends: true}~  LevelQuestion: { | LevelGuess has no element in river.xsd
            river:1.0         | lake:1.0                | urn:test:lake:1.0
            final: true}      | endless: true}          | workflow.yaml
            on: LevelAnswer   | on: LevelGuess          | LevelGuess
            to: ANSWERED      | to: DROWNED             | DROWNED
            to: FLOODED       | to: ANSWERED            | FLOODED
            part: respondent  | part: bystander         | bystander
            until: collected  | until: read             | collected
            part: respondent  | part: respondent~    rules: [T-8] | name the unknown rule T-8
            transitions:      | rules: {T-8: {test: "true()", zh: x, en: x}}~transitions: | no transition names the rule T-8
            copies:           | itself: [LevelGuess]~copies: | itself names the unknown type LevelGuess
            states: [ASKED]}  | states: [ANSWERED]}     | name each that is not final once: [ASKED]
            states: [ASKED]}  | states: [ASKED, ASKED]} | name each that is not final once: [ASKED]
            states: [ASKED]}  | states: [ASKED], soon: PT1H} | watch says soon is PT1H; it may be 1 to 366 days
            states: [ASKED]}  | states: [ASKED], soon: P367D} | it may be 1 to 366 days
            in: [ASKED]       | in: [ASKED]~    of: records | LevelReminder of records
            $history//f:      | doc('x')//f:            | T-9
            $history//f:      | unparsed-text('x')//f:  | T-9
            $history//f:      | environment-variable('PATH')//f: | T-9
            $history//f:      | collection()//f:        | T-9
            $history//f:      | $nothing//f:            | T-9
            """)
    void a_broken_workflow_is_one_line_that_names_file_and_fault(String good, String bad, String names)
            throws IOException {
        var other = Files.createTempDirectory(home, "broken");
        copy(schemas, other);
        var file = other.resolve("river/1.0/workflow.yaml");
        Files.writeString(file, Files.readString(file).replace(good, bad.replace("~", "\n")));
        assertThatThrownBy(() -> Families.load(other).compileAll())
                .isInstanceOf(SchemasException.class)
                .hasMessageContaining("workflow.yaml")
                .hasMessageContaining(names)
                .hasMessageNotContaining("\n");
    }
}
