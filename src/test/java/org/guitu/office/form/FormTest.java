package org.guitu.office.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.guitu.message.MessageType;
import org.guitu.xml.Envelope;
import org.guitu.xml.SafeXml;
import org.guitu.xml.XmlLimits;
import org.junit.jupiter.api.Test;

class FormTest {
    private static final Path SCHEMAS = Path.of("schemas");
    private static final MessageType ALERT = MessageType.parse("alert/AlertIssue");

    private final SafeXml xml = new SafeXml(XmlLimits.standard());

    @Test
    void a_draft_has_the_required_elements_in_place_and_the_optional_as_comments() throws Exception {
        var draft = Template.of(book("alert"), ALERT, Locale.ENGLISH, Map.of("Type", "alert/AlertIssue", "Blind", ""));
        assertThat(draft)
                .contains("<Type>alert/AlertIssue</Type>")
                .doesNotContain("<Blind>")
                .contains("Values: MISSING_CHILD Missing child | ABDUCTED_CHILD")
                .contains("optional:");
        var withoutComments = draft.replaceAll("(?s)<!--.*?-->", "");
        var document = xml.parse(withoutComments.getBytes(StandardCharsets.UTF_8));
        assertThat(Envelope.payload(document).getLocalName()).isEqualTo("AlertIssue");
        assertThat(withoutComments).contains("<p:Kind></p:Kind>").doesNotContain("<InReplyTo>");
        assertThat(draft).contains("<InReplyTo></InReplyTo>");
    }

    @Test
    void a_draft_speaks_the_readers_language() throws Exception {
        assertThat(Template.of(book("alert"), ALERT, Locale.CHINESE, Map.of()))
                .contains("失踪儿童")
                .contains("可选：");
    }

    @Test
    void every_type_of_every_family_has_a_draft() throws Exception {
        for (var family : new String[] {"alert", "case", "repatriation", "agreement"}) {
            var book = book(family);
            try (var samples = Files.list(SCHEMAS.resolve(family + "/1.0/samples"))) {
                for (var sample :
                        samples.filter(file -> file.toString().endsWith(".xml")).toList()) {
                    var type = Envelope.claimedType(xml.parse(Files.readAllBytes(sample)));
                    var draft = Template.of(book, type, Locale.ENGLISH, Map.of());
                    var clean = draft.replaceAll("(?s)<!--.*?-->", "");
                    assertThat(xml.parse(clean.getBytes(StandardCharsets.UTF_8)))
                            .isNotNull();
                }
            }
        }
    }

    @Test
    void an_unknown_type_has_no_draft() {
        assertThatThrownBy(
                        () -> Template.of(book("alert"), MessageType.parse("alert/Nothing"), Locale.ENGLISH, Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> book("weather")).isInstanceOf(IOException.class);
    }

    @Test
    void a_message_is_read_with_the_labels_of_its_schema() throws Exception {
        var sample = xml.parse(Files.readAllBytes(SCHEMAS.resolve("alert/1.0/samples/alert-issue.xml")));
        var zh = Reading.of(book("alert"), sample, Locale.CHINESE);
        assertThat(zh).anySatisfy(line -> assertThat(line).contains("预警类型：").contains("失踪"));
        var en = Reading.of(book("alert"), sample, Locale.ENGLISH);
        assertThat(en).anySatisfy(line -> assertThat(line).contains("(MISSING_CHILD)"));
        assertThat(en)
                .as("no picture is poured over the screen")
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(2000));
    }

    private SchemaBook book(String family) throws IOException {
        return SchemaBook.of(SCHEMAS, family, xml);
    }
}
