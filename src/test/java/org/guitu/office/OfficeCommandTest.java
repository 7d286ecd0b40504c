package org.guitu.office;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.guitu.Guitu;
import org.guitu.message.PartyId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The commands as a shell calls them; no hub is listening, so what is sent stays queued. */
class OfficeCommandTest {
    private final Locale before = Locale.getDefault();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Exercise exercise;
    private final Path folder;
    private final Path home;

    OfficeCommandTest(@TempDir Path folder) throws Exception {
        this.folder = folder;
        this.exercise = new Exercise(folder);
        this.home = exercise.home("cn.44");
        // nobody listens on port 1
        replace("port: 61617", "port: 1");
        replace("host: localhost", "host: 127.0.0.1");
    }

    @AfterEach
    void restore() {
        Locale.setDefault(before);
    }

    @Test
    void help_has_examples_and_exit_codes_in_both_languages() {
        assertThat(office("--lang=en", "--help")).isZero();
        assertThat(out.toString())
                .contains("send", "receive", "verify", "outbox")
                .contains("5   queued, not accepted")
                .contains("--on-flash");
        out.getBuffer().setLength(0);
        assertThat(office("--lang=zh", "send", "--help")).isZero();
        assertThat(out.toString()).contains("先发送此前排队的消息").contains("示例");
    }

    @Test
    void every_word_has_both_languages() {
        var en = java.util.ResourceBundle.getBundle("org.guitu.office.words", Locale.ROOT);
        var zh = java.util.ResourceBundle.getBundle("org.guitu.office.words", Locale.CHINESE);
        assertThat(zh.keySet()).containsAll(en.keySet());
        for (var key : en.keySet()) {
            assertThat(zh.getString(key)).as(key).isNotEqualTo(en.getString(key));
        }
    }

    @Test
    void an_empty_inbox_and_outbox_are_shown() {
        assertThat(office("inbox")).isZero();
        assertThat(office("outbox")).isZero();
        assertThat(out.toString()).contains("Nothing.").contains("Nothing queued.");
    }

    @Test
    void a_sample_without_a_line_is_queued_and_listed() throws Exception {
        var sample = sample();
        assertThat(office("send", "--refresh", sample)).isEqualTo(Exit.QUEUED);
        assertThat(out.toString())
                .contains("queued, not accepted")
                .contains("alert/AlertIssue")
                .contains("127.0.0.1:1");
        assertThat(office("outbox", "--json")).isEqualTo(Exit.QUEUED);
        var line = out.toString().lines().reduce((a, b) -> b).orElseThrow();
        var json = new JsonMapper().readTree(line);
        assertThat(json.get("where").asString()).isEqualTo("QUEUED");
        assertThat(json.get("tries").asInt()).isEqualTo(1);
        assertThat(office("status", json.get("id").asString())).isZero();
        assertThat(office("show", json.get("id").asString())).isZero();
        assertThat(out.toString()).contains("(MISSING_CHILD)");
        assertThat(office("verify", json.get("file").asString())).isZero();
        assertThat(out.toString()).contains("as the signer claims");
        assertThat(office("outbox", "--retry")).isEqualTo(Exit.QUEUED);
    }

    @Test
    void a_folder_is_sent_in_the_order_of_its_names_and_standard_input_is_a_document_too() throws Exception {
        var drafts = Files.createDirectories(folder.resolve("drafts"));
        Files.copy(Path.of(sample()), drafts.resolve("2.xml"));
        Files.copy(Path.of(sample()), drafts.resolve("1.xml"));
        Files.writeString(drafts.resolve("note.txt"), "no message");
        assertThat(office("send", "--refresh", "--json", drafts.toString())).isEqualTo(Exit.QUEUED);
        assertThat(out.toString().lines()).hasSize(2);
        var standard = System.in;
        try (var in = Files.newInputStream(Path.of(sample()))) {
            System.setIn(in);
            assertThat(office("send", "--refresh", "-")).isEqualTo(Exit.QUEUED);
        } finally {
            System.setIn(standard);
        }
        out.getBuffer().setLength(0);
        office("outbox", "--json");
        assertThat(out.toString().lines()).hasSize(3);
    }

    @Test
    void every_command_speaks_json_line_by_line() throws Exception {
        office("send", "--refresh", sample());
        out.getBuffer().setLength(0);
        office("outbox", "--json");
        var sent = new JsonMapper().readTree(out.toString());
        var id = sent.get("id").asString();
        var commands = List.of(
                List.of("inbox"),
                List.of("outbox"),
                List.of("show", id),
                List.of("status", id),
                List.of("verify", sent.get("file").asString()));
        for (var command : commands) {
            out.getBuffer().setLength(0);
            var words = new ArrayList<>(command);
            words.add("--json");
            office(words.toArray(String[]::new));
            assertThat(out.toString().lines())
                    .as(command.get(0))
                    .allSatisfy(
                            line -> assertThat(new JsonMapper().readTree(line).isObject())
                                    .isTrue());
        }
    }

    @Test
    void a_schema_error_is_refused_here_with_its_place() throws Exception {
        var sample = folder.resolve("bad.xml");
        Files.writeString(sample, Files.readString(Path.of(sample())).replace("<Urgency>", "<Urgency>x"));
        assertThat(office("send", "--refresh", "--json", sample.toString())).isEqualTo(Exit.REFUSED_HERE);
        var refusal = new JsonMapper().readTree(out.toString()).get("refusal");
        assertThat(refusal.get("code").asString()).startsWith("GT-41");
        assertThat(refusal.get("place").asString()).contains("Urgency");
        assertThat(office("outbox")).as("nothing was stored").isZero();
    }

    @Test
    void a_changed_file_does_not_verify() throws Exception {
        office("send", "--refresh", sample());
        var file = folder.resolve("changed.xml");
        try (var office = exercise.open(home)) {
            var queued = office.storage().outbox().queued().get(0);
            Files.writeString(file, Files.readString(queued.message()).replace("cn.35", "cn.36"));
        }
        assertThat(office("verify", file.toString())).isEqualTo(Exit.NOT_VERIFIED);
        assertThat(out.toString()).contains("NOT verified").contains("GT-3131");
    }

    @Test
    void receiving_without_a_line_says_so() {
        assertThat(office("receive")).isEqualTo(Exit.NO_LINE);
        assertThat(err.toString()).contains("127.0.0.1:1").contains("nobody answers");
    }

    @Test
    void a_self_test_without_a_hub_names_the_line_and_leaves_nothing_queued() throws Exception {
        assertThat(office("selftest")).isEqualTo(Exit.NO_LINE);
        assertThat(out.toString())
                .contains("ok  settings, keys and schemas")
                .contains("FAILED  line to the hub")
                .contains("nobody answers");
        assertThat(office("outbox")).isZero();
        replace("keys:", "kyes:");
        assertThat(office("selftest")).isEqualTo(Exit.CONFIGURATION);
        assertThat(out.toString()).contains("FAILED  settings, keys and schemas");
    }

    @Test
    void a_draft_is_written_and_not_overwritten() {
        var file = folder.resolve("draft.xml").toString();
        assertThat(office("new", "alert/AlertIssue", "--out", file)).isZero();
        assertThat(Path.of(file)).content().contains("<a:AlertIssue>").contains("失踪");
        assertThat(office("new", "alert/AlertIssue", "--out", file)).isEqualTo(Exit.USAGE);
    }

    @Test
    void every_type_of_every_family_has_a_draft() throws Exception {
        try (var office = Office.open(home)) {
            for (var family : office.families().families().all()) {
                for (var type : family.types().values()) {
                    if (!type.hubSends() || type.type().name().equals("Renewal")) {
                        var draft =
                                new Drafting(office).draft(type.type().toString(), Optional.empty(), Optional.empty());
                        assertThat(draft).contains("<Type>" + type.type() + "</Type>", "<!-- ");
                    }
                }
            }
        }
    }

    @Test
    void what_only_the_hub_sends_is_not_drafted() {
        for (var type : List.of("EntryIntoForce", "ExpiryWarning", "Expired")) {
            assertThat(office("new", "agreement/" + type)).isEqualTo(Exit.USAGE);
        }
        assertThat(err.toString()).contains("agreement/Expired (Expired) is sent by the hub itself");
        assertThat(office("--lang=zh", "new", "agreement/Expired")).isEqualTo(Exit.USAGE);
        assertThat(err.toString()).contains("由枢纽自行发送");
    }

    @Test
    void an_unknown_type_is_answered_with_those_there_are_and_what_may_be_meant() {
        assertThat(office("new", "repatriation/Handover")).isEqualTo(Exit.USAGE);
        assertThat(err.toString())
                .contains("Those of repatriation are: Acknowledgement, Approval, Closure,")
                .contains("Did you mean repatriation/HandoverConfirmation or");
        assertThat(office("new", "return/Closure")).isEqualTo(Exit.USAGE);
        assertThat(err.toString())
                .contains("The families are: agreement, alert, case, oversight, repatriation, selftest. Did you mean"
                        + " repatriation/Closure?");
        assertThat(office("new", "alertissue")).isEqualTo(Exit.USAGE);
        assertThat(err.toString()).contains("Did you mean alert/AlertIssue?");
        assertThat(office("--lang=zh", "new", "alert/Nothing")).isEqualTo(Exit.USAGE);
        assertThat(err.toString()).contains("没有消息类型 alert/Nothing。").contains("AlertIssue、");
    }

    @Test
    void a_draft_that_names_no_conversation_to_go_on_with_is_refused_before_it_is_signed() throws Exception {
        var file = folder.resolve("seen.xml").toString();
        assertThat(office("new", "alert/SightingReport", "--out", file)).isZero();
        for (var how : List.of(List.of("send", file), List.of("send", "--refresh", file))) {
            out.getBuffer().setLength(0);
            assertThat(office(how.toArray(String[]::new))).isEqualTo(Exit.REFUSED_HERE);
            assertThat(out.toString()).contains("GT-5106", "Name the conversation it belongs to.", "AlertIssue");
        }
        assertThat(office("outbox")).as("nothing was stored").isZero();
    }

    @Test
    void a_draft_goes_into_the_conversation_and_to_whom_it_answers() throws Exception {
        received("cn.52");
        var mail = new JsonMapper().readTree(lastJson("inbox"));
        var conversation = mail.get("conversation").asString();
        var file = folder.resolve("seen.xml");
        assertThat(office(
                        "new",
                        "alert/SightingReport",
                        "--in-reply-to",
                        mail.get("id").asString(),
                        "--out",
                        file.toString()))
                .isZero();
        assertThat(file)
                .content()
                .contains(
                        "<Conversation>" + conversation + "</Conversation>",
                        "<InReplyTo>" + mail.get("id").asString() + "</InReplyTo>",
                        "<Recipient>cn.52</Recipient>");
        assertThat(office("send", file.toString())).isEqualTo(Exit.QUEUED);
        out.getBuffer().setLength(0);
        assertThat(office("new", "alert/SightingReport", "--conversation", conversation))
                .isZero();
        assertThat(out.toString().replaceAll("(?s)<!--.*?-->", ""))
                .contains("<Conversation>" + conversation + "</Conversation>", "<Recipient>cn.52</Recipient>")
                .doesNotContain("<Recipient>cn.44</Recipient>");
        assertThat(office("new", "alert/SightingReport", "--in-reply-to", "0f0c2f6e-0000-4000-8000-000000000001"))
                .isEqualTo(Exit.NOT_FOUND);
    }

    @Test
    void a_draft_is_shown_like_a_message_and_said_to_be_one() throws Exception {
        var file = folder.resolve("draft.xml");
        office("new", "alert/AlertIssue", "--out", file.toString());
        out.getBuffer().setLength(0);
        assertThat(office("show", file.toString())).isZero();
        assertThat(out.toString())
                .startsWith("note  A draft: not signed, not checked, not sent.")
                .contains("(MISSING_CHILD)", "Urgency:");
        assertThat(office("--lang=zh", "show", file.toString())).isZero();
        assertThat(out.toString()).contains("草稿，未签名");
        Files.writeString(file, Files.readString(file).replace("alert/AlertIssue</", "other/AlertIssue</"));
        assertThat(office("show", file.toString())).isEqualTo(Exit.REFUSED_HERE);
        assertThat(err.toString()).contains("GT-4001");
    }

    @Test
    void a_signed_message_in_a_file_is_shown_and_said_not_to_be_verified() throws Exception {
        office("send", "--refresh", sample());
        var queued = new JsonMapper().readTree(lastJson("outbox"));
        out.getBuffer().setLength(0);
        assertThat(office("show", queued.get("file").asString())).isZero();
        assertThat(out.toString()).startsWith("note  A message in a file: not verified here");
    }

    @Test
    void inbox_and_outbox_name_the_conversation() throws Exception {
        received("cn.52");
        office("send", "--refresh", sample());
        for (var box : List.of("inbox", "outbox")) {
            var conversation =
                    new JsonMapper().readTree(lastJson(box)).get("conversation").asString();
            out.getBuffer().setLength(0);
            office(box);
            assertThat(out.toString()).as(box).contains("conversation " + conversation.substring("urn:uuid:".length()));
        }
    }

    /** An alert from there lies in the inbox. */
    private void received(String from) throws Exception {
        try (var sender = exercise.office(from);
                var office = exercise.open(home)) {
            exercise.mail(sender, new PartyId("cn.44"));
            office.receive(folder.resolve("in"));
        }
    }

    @Test
    void a_draft_is_one_object_for_a_program() {
        assertThat(office("new", "alert/AlertIssue", "--json")).isZero();
        assertThat(new JsonMapper().readTree(out.toString()).get("draft").asString())
                .contains("<a:AlertIssue>");
    }

    @Test
    void a_draft_nobody_answers_for_is_not_signed_and_the_next_step_is_said() throws Exception {
        var file = folder.resolve("draft.xml").toString();
        office("new", "alert/AlertIssue", "--out", file);
        assertThat(office("send", file)).isEqualTo(Exit.QUEUED);
        var yaml = home.resolve("office.yaml");
        Files.writeString(yaml, Files.readString(yaml).replaceAll("(?m)^(unit|officer):.*\\R", ""));
        assertThat(office("send", file)).isEqualTo(Exit.CONFIGURATION);
        assertThat(err.toString()).contains("Write them into office.yaml");
    }

    @Test
    void every_command_has_examples_in_both_languages() {
        var commands = new String[] {"new", "send", "receive", "inbox", "show", "read", "status", "verify", "outbox"};
        for (var command : commands) {
            out.getBuffer().setLength(0);
            assertThat(office("--lang=en", command, "--help")).isZero();
            assertThat(out.toString()).as(command).contains("Example", "guitu office --as cn.", "--json");
            out.getBuffer().setLength(0);
            assertThat(office("--lang=zh", command, "--help")).isZero();
            assertThat(out.toString()).as(command).contains("示例", "guitu office --as cn.");
        }
    }

    @Test
    void a_party_is_looked_for_among_the_offices_and_then_among_the_demos() throws Exception {
        var demo = Files.createDirectories(folder.resolve("var/demo/offices/cn.44"));
        Files.createFile(demo.resolve("office.yaml"));
        assertThat(OfficeCommand.of("cn.44", folder)).isEqualTo(demo);
        var own = Files.createDirectories(folder.resolve("var/offices/cn.44"));
        assertThat(OfficeCommand.of("cn.44", folder))
                .as("an empty folder is no office")
                .isEqualTo(demo);
        Files.createFile(own.resolve("office.yaml"));
        assertThat(OfficeCommand.of("cn.44", folder)).isEqualTo(own);
        assertThatThrownBy(() -> OfficeCommand.of("cn.45", folder)).hasMessageContaining("var/demo/offices/cn.45");
        assertThatThrownBy(() -> OfficeCommand.of("../cn.44", folder)).hasMessageContaining("no party's identifier");
    }

    @Test
    void an_unknown_message_a_wrong_identifier_and_a_missing_home_have_their_codes() {
        assertThat(office("status", "0f0c2f6e-0000-4000-8000-000000000001")).isEqualTo(Exit.NOT_FOUND);
        assertThat(office("status", "something")).isEqualTo(Exit.USAGE);
        assertThat(office("new", "alert/Nothing")).isEqualTo(Exit.USAGE);
        assertThat(guitu("office", "--home", folder.resolve("nowhere").toString(), "inbox"))
                .isEqualTo(Exit.CONFIGURATION);
        assertThat(err.toString()).contains("office.yaml");
    }

    @Test
    void another_partys_home_is_not_taken() {
        assertThat(guitu("office", "--home", home.toString(), "--as", "cn.45", "inbox"))
                .isEqualTo(Exit.CONFIGURATION);
        assertThat(err.toString()).contains("belongs to cn.44, not to cn.45");
    }

    @Test
    void a_key_others_can_read_is_not_used() throws Exception {
        Files.setPosixFilePermissions(
                home.resolve("keys/sign.p12"), java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(office("send", "--refresh", sample())).isEqualTo(Exit.CONFIGURATION);
        assertThat(err.toString()).contains("sign.p12").doesNotContain("Exception");
    }

    @Test
    void the_language_is_the_options_then_the_offices() throws Exception {
        replace("language: en", "language: zh");
        guitu("office", "--home", home.toString(), "inbox");
        assertThat(out.toString()).contains("没有消息");
        guitu("--lang", "en", "office", "--home", home.toString(), "inbox");
        assertThat(out.toString()).contains("Nothing.");
    }

    @Test
    void what_was_received_is_listed_and_its_reading_is_noted() throws Exception {
        received("cn.52");
        assertThat(office("inbox", "--unread")).isZero();
        assertThat(out.toString())
                .contains("FLASH")
                .contains("alert/AlertIssue")
                .contains("cn.52");
        var id = new JsonMapper().readTree(lastJson("inbox")).get("id").asString();
        assertThat(office("read", id)).as("no line: the Read waits").isEqualTo(Exit.QUEUED);
        assertThat(new JsonMapper().readTree(lastJson("inbox")).has("readAt")).isTrue();
    }

    private String lastJson(String command) {
        out.getBuffer().setLength(0);
        office(command, "--json");
        return out.toString();
    }

    private String sample() {
        return Path.of("schemas/alert/1.0/samples/alert-issue.xml")
                .toAbsolutePath()
                .toString();
    }

    private void replace(String text, String by) throws Exception {
        var file = home.resolve("office.yaml");
        assertThat(Files.readString(file)).contains(text);
        Files.writeString(file, Files.readString(file).replace(text, by));
    }

    private int office(String... arguments) {
        var all = new java.util.ArrayList<>(java.util.List.of("office", "--home", home.toString()));
        all.addAll(java.util.List.of(arguments));
        return guitu(all.toArray(String[]::new));
    }

    private int guitu(String... arguments) {
        return Guitu.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }
}
