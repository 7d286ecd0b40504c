package org.guitu.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.guitu.message.Labels;
import org.guitu.message.Refusals;
import org.guitu.xml.Elements;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Node;

/** An officer reads a fault by the labels of the form, and needs to know no schema. */
class NamingTest {
    private static final Path SCHEMAS = Path.of("schemas");
    private static final Pattern SAID =
            Pattern.compile("<sch:diagnostic id=\"([^\"]+)\" xml:lang=\"(zh|en)\">([^<]+)<");
    private static final Pattern NAME =
            Pattern.compile("[A-Z][a-z]+[A-Z][A-Za-z]*|(?<=[\\u4e00-\\u9fff、] ?)[A-Z][a-z]+[A-Za-z]*");

    private static final Pattern IN_WORKFLOW = Pattern.compile("(?m)^ +(?:zh|en): (.*)$");

    private static Naming naming(Family family, String type) {
        return new Naming(family.book(), type);
    }

    @Test
    void an_element_is_said_by_its_label_in_both_languages() throws Exception {
        var alert = Shipped.FAMILIES.family("alert").orElseThrow();
        var said = naming(alert, "AlertIssue")
                .said(
                        new Labels("请改正 PrivacyCeiling。", "Add PrivacyCeiling or correct Person, not Any."),
                        Optional.empty());
        assertThat(said.zh()).isEqualTo("请改正“最高隐私等级”。");
        assertThat(said.en()).isEqualTo("Add “Privacy ceiling” or correct “Person”, not Any.");
    }

    @Test
    void what_is_a_word_and_no_element_stays() throws Exception {
        var alert = Shipped.FAMILIES.family("alert").orElseThrow();
        var text = new Labels("第 P3 级，见 R-X07 与 GT-4101。", "Of class P3, see R-X07. A Person is Urgent.");
        assertThat(naming(alert, "AlertIssue").said(text, Optional.empty())).isEqualTo(text);
    }

    @Test
    void what_was_not_signed_yet_is_not_to_be_signed_again() throws Exception {
        var said = naming(Shipped.FAMILIES.family("alert").orElseThrow(), "AlertIssue")
                .said(Refusals.refusal("GT-4110", "", "", "“Title”", 200).text(), Optional.empty());
        assertThat(said.zh()).isEqualTo("“Title” 的值太长,至多 200 个字符。请缩短。");
        assertThat(said.en()).isEqualTo("The value of “Title” is too long: at most 200 characters. Shorten it.");
    }

    @Test
    void a_name_means_what_it_means_in_its_place() throws Exception {
        var families = Shipped.FAMILIES;
        var alert = sample(families);
        empty(alert, "/Body[1]/AlertIssue[1]/Incident[1]/Place[1]/Kind[1]");
        empty(alert, "/Body[1]/AlertIssue[1]/Incident[1]/Suspect[1]/Kind[1]");
        empty(alert, "/Body[1]/AlertIssue[1]/Kind[1]");
        assertThat(families.faults(alert))
                .extracting(
                        fault -> fault.group().map(Labels::en).orElse("–"),
                        fault -> fault.text().en())
                .containsExactly(
                        tuple("–", "“Kind” is empty. Fill it in."),
                        tuple("Place", "“Kind of place” is empty. Fill it in."),
                        tuple("Suspect", "“Person or organisation” is empty. Fill it in."));
    }

    @Test
    void what_a_rule_names_is_what_is_nearest_to_where_it_is_broken() throws Exception {
        var families = Shipped.FAMILIES;
        var alert = sample(families);
        var text = new Labels("请改正 Kind。", "Correct Kind.");
        var naming = naming(families.family("alert").orElseThrow(), "AlertIssue");
        var said = Stream.of("/Incident[1]/Suspect[1]/Role[1]", "/Incident[1]/Place[1]", "/RiskToLife[1]")
                .map(path -> FormPath.find(alert, "/Body[1]/AlertIssue[1]" + path))
                .map(found -> naming.said(text, found.map(Node.class::cast)).en());
        assertThat(said)
                .containsExactly("Correct “Person or organisation”.", "Correct “Kind of place”.", "Correct “Kind”.");
    }

    @Test
    void what_a_rule_asks_for_is_told_where_it_would_be_filled_in() throws Exception {
        assertThat(places("sighting-report-without-evaluation")).containsExactly("/Header[1]/InformationEvaluation[1]");
        assertThat(places("alert-issue-radius-not-by-rule"))
                .containsExactly("/Body[1]/AlertIssue[1]/TargetArea[1]/RadiusKm[1]");
        assertThat(places("alert-issue-not-filed")).containsExactly("/Body[1]/AlertIssue[1]/Incident[1]/FiledAt[1]");
        assertThat(places("alert-issue-runs-too-long")).containsExactly("/Header[1]/ExpiresAt[1]");
        assertThat(places("alert-issue-ceiling-too-low")).containsExactly("/Header[1]/PrivacyCeiling[1]");
    }

    private static List<String> places(String invalid) throws Exception {
        var file = SCHEMAS.resolve("alert/1.0/samples/invalid/" + invalid + ".xml");
        return Shipped.FAMILIES.faults(Shipped.read(file)).stream()
                .map(Form.Fault::path)
                .toList();
    }

    @Test
    void what_may_stand_there_is_said_by_its_labels_too() throws Exception {
        var families = Shipped.FAMILIES;
        var alert = sample(families);
        var sex = "/Body[1]/AlertIssue[1]/Person[1]/Sex[1]";
        FormPath.find(alert, sex).orElseThrow().setTextContent("7");
        assertThat(families.faults(alert)).singleElement().satisfies(fault -> {
            assertThat(fault.text().zh()).isEqualTo("“性别” 的值不在允许的值之内:“未知”、“男”、“女”、“未说明”。请改用其中之一。");
            assertThat(fault.text().en())
                    .isEqualTo("The value of “Sex” is not one of those allowed: “Unknown”, “Male”, “Female”,"
                            + " “Not stated”. Use one of them.");
            // who wrote the message by a program reads what the program has to write
            assertThat(fault.refusal().text().en()).contains("Sex", "0, 1, 2, 9");
        });
    }

    @Test
    void what_is_missing_is_said_by_its_label_where_it_is_missing() throws Exception {
        var families = Shipped.FAMILIES;
        var alert = sample(families);
        var name = FormPath.find(alert, "/Body[1]/AlertIssue[1]/Person[1]/Identity[1]/Name[1]")
                .orElseThrow();
        Elements.in(name).forEach(name::removeChild);
        var person = FormPath.find(alert, "/Body[1]/AlertIssue[1]/Person[1]").orElseThrow();
        person.removeChild(Elements.first(person, "Sex").orElseThrow());
        assertThat(families.faults(alert))
                .extracting(fault -> fault.text().en())
                .containsExactly(
                        "The element “Age” is not expected here. Expected: “Sex”. Correct the message.",
                        "The element “Name” is not complete. Still expected: “Kind”. Add it.");
    }

    private static Document sample(Families families) {
        return (Document) Template.sample(families.family("alert").orElseThrow(), "AlertIssue")
                .cloneNode(true);
    }

    private static void empty(Document document, String path) {
        FormPath.find(document, path).orElseThrow().setTextContent("");
    }

    @Test
    void no_rule_leaves_a_name_of_the_schema_in_what_it_says() throws Exception {
        var left = new ArrayList<String>();
        var all = new ArrayList<Naming>();
        for (var family : Shipped.FAMILIES.all()) {
            var types = family.types().keySet().stream()
                    .map(type -> naming(family, type))
                    .toList();
            all.addAll(types);
            left.addAll(left(SCHEMAS.resolve(family.name()).resolve("1.0/rules.sch"), types));
        }
        left.addAll(left(SCHEMAS.resolve("exchange/1.0/rules.sch"), all));
        assertThat(left).isEmpty();
    }

    private static final Pattern BY_PROGRAMS = Pattern.compile(
            "(?<![(\\w-])(?:[A-Z]+_[A-Z_]+|VERIFIED|HOST|ORIGIN|[HP][0-9]|true|false|cn\\.jco|listVersion|SentAt|MessageId|InReplyTo)(?![\\w)])");

    /** Codes stand in brackets behind what the form calls them, and what the office fills in itself is said in words. */
    @Test
    void no_rule_speaks_as_only_a_program_would() throws Exception {
        var texts = new ArrayList<String>();
        try (var files = Files.walk(SCHEMAS)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var name = file.getFileName().toString();
                if (name.equals("rules.sch")) {
                    SAID.matcher(Files.readString(file)).results().forEach(said -> texts.add(said.group(3)));
                } else if (name.equals("workflow.yaml")) {
                    IN_WORKFLOW.matcher(Files.readString(file)).results().forEach(said -> texts.add(said.group(1)));
                }
            }
        }
        assertThat(texts)
                .hasSizeGreaterThan(400)
                .filteredOn(text -> BY_PROGRAMS.matcher(text).find())
                .isEmpty();
    }

    /** What still names an element of the schema, whatever the type. */
    private static List<String> left(Path rules, List<Naming> types) throws Exception {
        return SAID.matcher(Files.readString(rules))
                .results()
                .filter(found -> types.stream()
                        .map(one -> one.said(new Labels(found.group(3), found.group(3)), Optional.empty()))
                        .map(labels -> found.group(2).equals("zh") ? labels.zh() : labels.en())
                        .allMatch(text -> NAME.matcher(text).find()))
                .map(found -> rules + " " + found.group(1) + ": " + found.group(3))
                .toList();
    }
}
