package org.guitu.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.guitu.family.Field.Kind;
import org.guitu.message.ConversationId;
import org.guitu.message.Labels;
import org.guitu.xml.Canonical;
import org.guitu.xml.Elements;
import org.guitu.xml.Envelope;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Forms of every type of every family, made from nothing but its schema. */
class FormTest {
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final Instant NOW = Instant.parse("2026-11-27T02:00:00Z");
    private static final String PERSON = "urn:guitu:person:cn.52:test-0001";
    private static final Pinyin PINYIN = new Pinyin();

    private static Families families;

    @BeforeAll
    static void load() throws Exception {
        families = Shipped.FAMILIES;
    }

    static Stream<Document> samples() throws Exception {
        return Shipped.FAMILIES.all().stream().flatMap(family -> family.samples().stream());
    }

    static Stream<String> types() throws Exception {
        return Shipped.FAMILIES.all().stream()
                .flatMap(family -> family.types().values().stream())
                .map(info -> info.type().toString());
    }

    private static Family family(Document document) {
        var namespace = Envelope.payload(document).getNamespaceURI();
        return families.all().stream()
                .filter(family -> family.namespace().equals(namespace))
                .findFirst()
                .orElseThrow();
    }

    private static Form begin(String type) {
        var family = families.family(type.substring(0, type.indexOf('/'))).orElseThrow();
        return Form.begin(family, type.substring(type.indexOf('/') + 1), Belonging.unknown(), PERSON, NOW);
    }

    private static Document alertIssue() throws Exception {
        return samples()
                .filter(one -> one.getDocumentURI().endsWith("/alert-issue.xml"))
                .findFirst()
                .orElseThrow();
    }

    private static List<Field> all(Form form) {
        var layout = form.layout(Locale.ENGLISH, PINYIN, ZONE);
        return Stream.concat(layout.header().stream(), layout.body().stream())
                .flatMap(FormTest::all)
                .toList();
    }

    private static Stream<Field> all(Field field) {
        return Stream.concat(
                Stream.of(field),
                Stream.concat(field.fields().stream(), field.more().stream()).flatMap(FormTest::all));
    }

    private static boolean isPosted(Field field) {
        return switch (field.kind()) {
            case GROUP, CHOICE, ABSENT, FILE -> false;
            default -> true;
        };
    }

    /** As a browser sends the form when nobody touched it. */
    private static Map<String, String> untouched(Form form) {
        var values = new LinkedHashMap<String, String>();
        all(form).stream()
                .filter(FormTest::isPosted)
                .forEach(field -> values.put(field.path(), field.text().value().replace("\n", "\r\n")));
        return values;
    }

    private static String text(Document document) {
        var copy = (Document) document.cloneNode(true);
        strip(copy.getDocumentElement());
        return new String(Canonical.exclusive(copy.getDocumentElement()), StandardCharsets.UTF_8);
    }

    private static void strip(Element element) {
        var children = Elements.in(element);
        for (Node node = element.getFirstChild(); node != null; ) {
            var next = node.getNextSibling();
            if (node.getNodeType() == Node.COMMENT_NODE
                    || (!children.isEmpty() && node.getNodeType() == Node.TEXT_NODE)) {
                element.removeChild(node);
            }
            node = next;
        }
        children.forEach(FormTest::strip);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void a_form_that_nobody_touched_gives_back_the_very_message(Document sample) {
        var document = (Document) sample.cloneNode(true);
        var form = Form.of(family(document), document);
        form.fill(untouched(form), ZONE);
        assertThat(text(form.document())).isEqualTo(text(sample));
    }

    /** What is there, the office sets or opens itself apart, has a field; so nothing is sent that nobody saw. */
    @ParameterizedTest
    @MethodSource("samples")
    void every_text_of_a_message_has_a_field(Document sample) {
        var form = Form.of(family(sample), (Document) sample.cloneNode(true));
        var paths = all(form).stream().map(Field::path).toList();
        var missing = new ArrayList<String>();
        leaves(form.document().getDocumentElement())
                .map(FormPath::of)
                .filter(path -> !paths.contains(path))
                .filter(path -> !path.matches(
                        "/Header\\[1]/(MessageId|Type|SchemaVersion|Blind|Conversation|InReplyTo|SentAt)\\[1]"
                                + "|/Header\\[1]/(Sender\\[1]/(Party|CertificateDigest)|References\\[1]/Reference)\\[\\d+]"
                                + "|.*/(MimeType|Digest|SizeBytes|Content|TextDigest|PayloadDigest)\\[1]"))
                .forEach(missing::add);
        assertThat(missing).isEmpty();
    }

    private static Stream<Element> leaves(Element element) {
        var children = Elements.in(element);
        return children.isEmpty() ? Stream.of(element) : children.stream().flatMap(FormTest::leaves);
    }

    @ParameterizedTest
    @MethodSource("types")
    void a_new_message_has_every_place_it_needs_and_each_fault_stands_beside_a_field(String type) throws Exception {
        var form = begin(type);
        var paths = all(form).stream().map(Field::path).toList();
        var faults = families.faults(filled(form.document()));
        assertThat(faults)
                .isNotEmpty()
                .allSatisfy(fault -> assertThat(paths)
                        .as(fault.toString())
                        .anySatisfy(path -> assertThat(fault.path()).startsWith(path)));
        // places that are empty, never places that are not there
        assertThat(faults).extracting(fault -> fault.refusal().code()).doesNotContain("GT-4101", "GT-4103", "GT-4106");
    }

    /** What an office fills in at sending. */
    private static Document filled(Document draft) {
        var copy = (Document) draft.cloneNode(true);
        var sample = Template.sample(family(copy), Envelope.payload(copy).getLocalName());
        var from = Elements.first(sample.getDocumentElement(), "Header").orElseThrow();
        var header = Elements.first(copy.getDocumentElement(), "Header").orElseThrow();
        for (var child : Elements.in(from)) {
            if (Elements.first(header, child.getLocalName()).isEmpty()
                    && List.of("MessageId", "Status", "Blind", "Conversation", "SentAt")
                            .contains(child.getLocalName())) {
                var before = Elements.in(header).stream()
                        .filter(later -> Elements.in(from).stream()
                                        .map(Element::getLocalName)
                                        .toList()
                                        .indexOf(later.getLocalName())
                                > Elements.in(from).indexOf(child))
                        .findFirst();
                header.insertBefore(copy.importNode(child, true), before.orElse(null));
            }
        }
        var sender = Elements.first(header, "Sender").orElseThrow();
        var theirs = Elements.first(from, "Sender").orElseThrow();
        Elements.in(theirs).stream()
                .filter(child -> !child.getLocalName().equals("PlaceRole"))
                .forEach(child -> sender.insertBefore(
                        copy.importNode(child, true),
                        Elements.first(sender, "PlaceRole").orElse(null)));
        return copy;
    }

    @ParameterizedTest
    @MethodSource("types")
    void every_alternative_can_be_taken_and_says_so(String type) {
        for (var field : all(begin(type))) {
            if (field.kind() != Kind.CHOICE) {
                continue;
            }
            for (var option : field.text().options()) {
                var form = begin(type);
                form.choose(field.path(), Integer.parseInt(option.value()));
                assertThat(all(form))
                        .filteredOn(one -> one.path().equals(field.path()))
                        .singleElement()
                        .satisfies(one -> assertThat(one.text().options())
                                .filteredOn(Field.Option::chosen)
                                .extracting(Field.Option::label)
                                .containsExactly(option.label()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void what_may_be_there_can_be_added_and_taken_away_again(String type) {
        for (var field : all(begin(type))) {
            if (field.kind() != Kind.ABSENT || field.times().mandatory()) {
                continue;
            }
            var form = begin(type);
            var before = text(form.document());
            form.add(field.path());
            assertThat(FormPath.find(form.document(), field.path()))
                    .as(field.path())
                    .isPresent();
            form.remove(field.path());
            assertThat(text(form.document())).isEqualTo(before);
        }
    }

    @Test
    void an_optional_line_appears_in_its_place_when_it_is_filled_and_goes_when_it_is_emptied() throws Exception {
        var sample = alertIssue();
        var form = Form.of(family(sample), (Document) sample.cloneNode(true));
        var before = text(form.document());
        var at = "/Body[1]/AlertIssue[1]/Incident[1]/FiledAt[1]";
        var was = FormPath.find(form.document(), at).orElseThrow().getTextContent();
        form.fill(Map.of(at, ""), ZONE);
        assertThat(text(form.document())).isNotEqualTo(before);
        form.fill(Map.of(at, was.substring(0, 16)), ZONE);
        assertThat(text(form.document())).isEqualTo(before);
        assertThat(families.faults(form.document()))
                .filteredOn(Form.Fault::error)
                .isEmpty();
    }

    @Test
    void a_time_is_by_the_clock_of_the_office_and_one_that_nobody_changed_stays_to_the_letter() throws Exception {
        var form = begin("alert/AlertIssue");
        var at = "/Body[1]/AlertIssue[1]/Incident[1]/ReportedAt[1]";
        form.fill(Map.of(at, "2026-11-27T09:30"), ZONE);
        assertThat(FormPath.find(form.document(), at).orElseThrow().getTextContent())
                .isEqualTo("2026-11-27T09:30:00+08:00");
        // as an office further west showed it, and did not change it
        form.fill(Map.of(at, "2026-11-27T08:00"), ZoneId.of("Asia/Yangon"));
        assertThat(FormPath.find(form.document(), at).orElseThrow().getTextContent())
                .isEqualTo("2026-11-27T09:30:00+08:00");
    }

    @Test
    void of_a_time_of_another_zone_one_minute_is_corrected_and_not_the_hour_too() throws Exception {
        var form = begin("alert/AlertIssue");
        var at = "/Body[1]/AlertIssue[1]/Incident[1]/ReportedAt[1]";
        FormPath.find(form.document(), at).orElseThrow().setTextContent("2026-11-27T09:30:00+07:00");
        assertThat(all(form))
                .filteredOn(field -> field.path().equals(at))
                .extracting(field -> field.text().value())
                .containsExactly("2026-11-27T10:30");
        form.fill(Map.of(at, "2026-11-27T10:31"), ZONE);
        assertThat(FormPath.find(form.document(), at).orElseThrow().getTextContent())
                .isEqualTo("2026-11-27T10:31:00+08:00");
    }

    @Test
    void a_field_without_a_hint_of_its_own_has_that_of_its_type() {
        var form = begin("agreement/Proposal");
        var notice = all(form).stream()
                .filter(field -> field.path().endsWith("/NoticePeriod[1]"))
                .findFirst()
                .orElseThrow();
        assertThat(notice.hint()).contains("P10D 10 days");
        assertThat(all(form))
                .filteredOn(field -> field.path().endsWith("/AgreementParty[1]"))
                .singleElement()
                .satisfies(field -> assertThat(field.hint()).contains("signs for it"));
        assertThat(all(form))
                .filteredOn(field -> field.path().endsWith("/Purpose[1]") && field.kind() == Kind.LINES)
                .as("of plain text there is nothing to say")
                .isNotEmpty()
                .allSatisfy(field -> assertThat(field.hint()).isEmpty());
    }

    /** Codes of messages and rules, and names of elements, which no form shows; those of types stand behind their family. */
    private static final Pattern FOR_PROGRAMMERS =
            Pattern.compile("^[A-Z]\\d\\d[.。]|\\b[RS]-[A-Z0-9]\\d|(?<![/A-Za-z])[A-Z][a-z]+[A-Z]|\\bg:|\\bxs:");

    @Test
    void no_hint_is_for_programmers() throws Exception {
        var forms = Stream.concat(
                types().map(FormTest::begin),
                samples().map(sample -> Form.of(family(sample), (Document) sample.cloneNode(true))));
        assertThat(forms.flatMap(form -> Stream.of(Locale.ENGLISH, Locale.CHINESE)
                                .map(locale -> form.layout(locale, PINYIN, ZONE))
                                .flatMap(layout -> Stream.concat(layout.header().stream(), layout.body().stream())))
                        .flatMap(FormTest::all)
                        .map(Field::hint)
                        .distinct())
                .hasSizeGreaterThan(200)
                .noneMatch(hint -> FOR_PROGRAMMERS.matcher(hint).find());
    }

    @Test
    void a_name_that_is_the_same_in_both_languages_is_said_once() {
        assertThat(PINYIN.searched(new Labels("cn.99", "cn.99"))).isEqualTo("cn.99");
        assertThat(PINYIN.searched(new Labels("云南", "Yunnan office"))).isEqualTo("云南 · Yunnan office · yunnan");
    }

    @Test
    void a_list_is_found_in_chinese_in_pinyin_and_in_english() {
        var lists =
                begin("alert/AlertIssue").layout(Locale.ENGLISH, PINYIN, ZONE).lists();
        assertThat(lists.values().stream().flatMap(List::stream))
                .filteredOn(option -> option.value().equals("520000"))
                .isNotEmpty()
                .allSatisfy(option -> assertThat(option.label()).contains("贵州", "Guizhou", "guizhou"));
    }

    @Test
    void who_looks_for_kin_by_a_common_name_finds_all_that_it_may_mean() throws Exception {
        var named = samples()
                .filter(one -> one.getElementsByTagNameNS("*", "Kinship").getLength() > 0)
                .findFirst()
                .orElseThrow();
        var form = Form.of(families.of(Envelope.claimedType(named)), named);
        assertThat(form.layout(Locale.ENGLISH, PINYIN, ZONE).lists().values().stream()
                        .flatMap(List::stream)
                        .filter(kin -> kin.label().toLowerCase(Locale.ROOT).contains("grandfather"))
                        .map(Field.Option::value))
                .contains("61", "63", "66");
    }

    @Test
    void a_list_is_found_by_what_things_are_also_called_which_comes_last() {
        var lists =
                begin("alert/AlertIssue").layout(Locale.ENGLISH, PINYIN, ZONE).lists();
        assertThat(lists.values().stream().flatMap(List::stream).map(Field.Option::label))
                .contains(
                        "老挝 · Lao PDR · laowo · Laos",
                        "中华人民共和国未成年人保护法 · Law on the protection of minors · zhonghuarenmingongheguoweichengnianrenbaohufa"
                                + " · 未成年人保护法 · weichengnianrenbaohufa");
    }

    @Test
    void a_file_says_what_it_is() throws Exception {
        var form = begin("alert/AlertIssue");
        var at = "/Body[1]/AlertIssue[1]/Media[1]";
        form.add(at);
        var bytes = "picture".getBytes(StandardCharsets.US_ASCII);
        form.attach(at, bytes, "image/jpeg");
        assertThat(form.attached(at))
                .hasValueSatisfying(found -> assertThat(found).isEqualTo(bytes));
        assertThat(all(form))
                .filteredOn(field -> field.path().equals(at))
                .singleElement()
                .satisfies(field -> {
                    assertThat(field.kind()).isEqualTo(Kind.FILE);
                    assertThat(field.text().value()).isEqualTo("image/jpeg, 7 B");
                });
        assertThat(families.faults(form.document()))
                .filteredOn(fault -> fault.path().startsWith(at + "/"))
                .extracting(Form.Fault::path)
                .containsExactly(at + "/Kind[1]");
    }

    @Test
    void an_answer_takes_over_what_it_has_in_common_and_an_update_of_ones_own_all_of_it() throws Exception {
        var alert = alertIssue();
        var belonging = new Belonging(
                Optional.of(
                        new ConversationId(Envelope.header(alert).conversation().value())),
                Optional.of(Envelope.header(alert).id()),
                List.of("cn.44"));
        var family = family(alert);
        var own = Form.begin(family, "AlertUpdate", belonging, PERSON, NOW);
        own.takeOver(alert, true);
        assertThat(text(own.document())).contains("红色羽绒服", "<Recipient>cn.44</Recipient>", "HEKOU");
        var others = Form.begin(family, "AlertUpdate", belonging, PERSON, NOW);
        others.takeOver(alert, false);
        assertThat(text(others.document())).contains("红色羽绒服").doesNotContain("HEKOU");
    }

    /** Its sample says other things there, and nobody would look for them. */
    @Test
    void an_update_of_ones_own_is_as_urgent_and_lasts_as_long_as_what_it_updates() throws Exception {
        var sample = alertIssue();
        var alert = (Document) sample.cloneNode(true);
        var said = Map.of(
                "/Header[1]/Urgency[1]", "URGENT",
                "/Header[1]/ExpiresAt[1]", "2026-12-02T18:00:00+07:00",
                "/Header[1]/Sender[1]/PlaceRole[1]", "TRANSIT",
                "/Header[1]/Handling[1]/Code[1]", "H2");
        said.forEach((path, text) -> FormPath.find(alert, path).orElseThrow().setTextContent(text));
        var belonging = new Belonging(
                Optional.of(
                        new ConversationId(Envelope.header(alert).conversation().value())),
                Optional.of(Envelope.header(alert).id()),
                List.of("cn.35"));
        var form = Form.begin(family(alert), "AlertUpdate", belonging, PERSON, NOW);
        form.takeOver(alert, true);
        said.forEach((path, text) -> assertThat(
                        FormPath.find(form.document(), path).orElseThrow().getTextContent())
                .isEqualTo(text));
        assertThat(text(form.document()))
                .contains("<Type>alert/AlertUpdate</Type>", "<Recipient>cn.35</Recipient>")
                .doesNotContain(
                        "<Recipient>cn.44</Recipient>", Envelope.header(alert).id() + "</MessageId>");
        var names = Elements.in(FormPath.find(form.document(), "/Header[1]").orElseThrow()).stream()
                .map(Element::getLocalName)
                .toList();
        assertThat(names).doesNotHaveDuplicates();
        assertThat(names.indexOf("ExpiresAt")).isLessThan(names.indexOf("Urgency"));
    }

    @Test
    void a_path_that_leads_nowhere_changes_nothing() {
        var form = begin("alert/AlertIssue");
        var before = text(form.document());
        for (var path : List.of(
                "",
                "/",
                "/Header[0]",
                "/Header[1]/Type[1]",
                "/Header[1]/Conversation[1]",
                "/Header[1]/Sender[1]/Party[1]",
                "/Header[1]/Type[1]/x[1]",
                "/Body[1]/AlertIssue[1]/Nothing[1]",
                "/Body[1]?0",
                "//",
                "[1]")) {
            form.fill(Map.of(path, "x"), ZONE);
            form.add(path);
            form.remove(path);
            form.choose(path, 0);
            form.choose(path, 99);
            form.attach(path, new byte[] {1}, "image/png");
        }
        assertThat(text(form.document())).isEqualTo(before);
    }
}
