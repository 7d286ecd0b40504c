package org.guitu.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.guitu.message.ConversationId;
import org.guitu.message.MessageId;
import org.guitu.message.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class TemplateTest {
    private static final Instant NOW = Instant.parse("2031-03-05T23:30:00Z");
    private static final Pattern COMMENT = Pattern.compile("<!--.*?-->", Pattern.DOTALL);
    private static final Pattern COMMENTED_ELEMENT = Pattern.compile("<!--\\s*(<.*?>)\\s*-->", Pattern.DOTALL);

    static Stream<Arguments> types() {
        return Shipped.FAMILIES.all().stream()
                .flatMap(family -> family.types().keySet().stream().map(type -> Arguments.of(family.name(), type)));
    }

    private static String draft(String family, String type) {
        return draft(family, type, Belonging.unknown());
    }

    private static String draft(String family, String type, Belonging belonging) {
        return Template.of(Shipped.FAMILIES.family(family).orElseThrow(), type, belonging, NOW);
    }

    /** What an office puts in at sending. */
    private static String filled(String draft) {
        return draft.replaceFirst("<Conversation>.*</Conversation>", "")
                .replaceFirst(
                        "<Header>", "<Header><MessageId>urn:uuid:5a3c0000-0000-4000-8000-00000000ffff</MessageId>")
                .replaceFirst(
                        "</Status>",
                        "</Status><Blind>5dbb51ba631f2c785bc36a5f41521d7d</Blind>"
                                + "<Conversation>urn:uuid:5a3c0000-0000-4000-8000-00000000fffe</Conversation>")
                .replaceFirst("<Sender>", "<Sender>" + sender(draft))
                .replaceFirst("(<ExpiresAt>|<Urgency>)", "<SentAt>2031-03-06T07:30:00+08:00</SentAt>$1");
    }

    /** The party of the sample, since its payload may name it again. */
    private static String sender(String draft) {
        var type = draft.replaceAll("(?s).*<Type>\\S+/(\\S+)</Type>.*", "$1");
        var sample = Shipped.FAMILIES.all().stream()
                .flatMap(family -> Shipped.xmlIn(family.folder().resolve("samples")).stream())
                .sorted(Comparator.comparing(file -> file.toString().length()))
                .map(Shipped::text)
                .filter(text -> text.contains("/" + type + "</Type>"))
                .findFirst()
                .orElseThrow();
        var party = sample.replaceAll("(?s).*<Sender>\\s*<Party>([^<]*)<.*", "$1");
        return "<Party>" + party + "</Party><Unit>测试处</Unit><ResponsibleOfficer>测试警官</ResponsibleOfficer>";
    }

    private static String withoutComments(String draft) {
        return COMMENT.matcher(draft).replaceAll("");
    }

    private static void validate(String message) throws Refused {
        var document = Shipped.parse(message);
        // as the office does with every draft
        SignedText.fill(document);
        Shipped.FAMILIES.validate(document);
    }

    @ParameterizedTest
    @MethodSource("types")
    void a_draft_without_its_comments_is_valid(String family, String type) {
        assertThatCode(() -> validate(filled(withoutComments(draft(family, type)))))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("types")
    void what_is_commented_out_is_markup_that_could_stand_there(String family, String type) {
        var uncommented = COMMENTED_ELEMENT.matcher(draft(family, type)).replaceAll("$1");
        assertThatCode(() -> Shipped.parse(withoutComments(uncommented))).doesNotThrowAnyException();
    }

    @Test
    void every_element_has_its_labels_its_privacy_class_and_its_values_before_it() {
        assertThat(draft("alert", "AlertIssue"))
                .contains("<!-- 紧急程度 / Urgency [P0]. ")
                .containsPattern("<!-- 类别 / Kind \\[P2\\][^>]*LEGAL [^|]+ \\|[^>]* -->\\s*<Kind>LEGAL</Kind>")
                .containsPattern("<!-- 可选 / optional: 全名 / Full name \\[P2\\] -->\\s*<!-- <Full>\\.\\.\\.</Full> -->");
    }

    @Test
    void what_the_office_fills_in_is_left_to_it() {
        assertThat(withoutComments(draft("alert", "AlertIssue")))
                .doesNotContain("<MessageId>", "<Blind>", "<Conversation>", "<SentAt>", "<CertificateDigest>")
                .contains("<Type>alert/AlertIssue</Type>", "<Status>Test</Status>");
    }

    @Test
    void what_goes_on_with_a_conversation_has_a_place_for_it_and_answers_nothing_of_the_sample() throws Exception {
        var draft = withoutComments(draft("alert", "SightingReport"));
        assertThat(draft).contains("<Conversation>").doesNotContain("<InReplyTo>", "<References>");
        assertThat(Belonging.missing(Shipped.parse(draft))).isTrue();
    }

    @Test
    void what_is_known_of_the_conversation_is_filled_in_and_the_sample_stays_as_it_was() throws Exception {
        var id = UUID.fromString("5a3c0000-0000-4000-8000-00000000aaaa");
        var known = new Belonging(
                Optional.of(ConversationId.of(id)), Optional.of(MessageId.of(id)), List.of("cn.35", "cn.36"));
        var draft = withoutComments(draft("alert", "SightingReport", known)).replaceAll("\\s", "");
        assertThat(draft)
                .contains(
                        "<Conversation>urn:uuid:" + id + "</Conversation>",
                        "<InReplyTo>urn:uuid:" + id + "</InReplyTo><Sender>",
                        "<Recipients><Recipient>cn.35</Recipient><Recipient>cn.36</Recipient></Recipients>");
        assertThat(draft("alert", "SightingReport")).doesNotContain(id.toString());
    }

    @Test
    void dates_are_moved_to_now_and_birthdays_are_not() {
        assertThat(draft("alert", "AlertIssue"))
                .contains("<ExpiresAt>2031-04-05T07:30:00+08:00</ExpiresAt>")
                .contains("<DisappearedFrom>2031-03-06T03:45:00+08:00</DisappearedFrom>")
                .contains("<OnDate>2031-03-06</OnDate>")
                .contains("<Value>2019-05-12</Value>");
    }

    @Test
    void an_unknown_type_is_answered_with_the_known_ones() {
        assertThatThrownBy(() -> draft("alert", "Nonsense"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("AlertIssue");
    }
}
