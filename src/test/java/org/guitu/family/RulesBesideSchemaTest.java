package org.guitu.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.guitu.xml.Elements;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Who writes a message reads what the rules say of it before the last fault of the schema is mended, and nothing that is not so. */
class RulesBesideSchemaTest {
    private static final String BODY = "/Body[1]/AlertIssue[1]";

    private static Document alert() {
        return (Document) Template.sample(Shipped.FAMILIES.family("alert").orElseThrow(), "AlertIssue")
                .cloneNode(true);
    }

    private static Element at(Document document, String path) {
        return FormPath.find(document, path).orElseThrow();
    }

    @Test
    void what_a_rule_finds_is_told_beside_what_the_schema_does_not_take() throws Exception {
        var alert = alert();
        at(alert, BODY + "/Incident[1]/DisappearedFrom[1]").setTextContent("");
        at(alert, BODY + "/Person[1]/Sex[1]").setTextContent("7");
        remove(at(alert, "/Header[1]/ExpiresAt[1]"));
        assertThat(Shipped.FAMILIES.faults(alert))
                .extracting(Form.Fault::path, fault -> fault.refusal().rule())
                .containsExactly(
                        tuple(BODY + "/Person[1]/Sex[1]", ""),
                        tuple(BODY + "/Incident[1]/DisappearedFrom[1]", ""),
                        tuple("/Header[1]/ExpiresAt[1]", "R-A07"));
    }

    @Test
    void a_finding_stands_at_its_own_place_where_one_of_that_name_before_it_is_misshapen() throws Exception {
        var alert = alert();
        var subject = at(alert, "/Header[1]/SubjectId[1]");
        var second = (Element) subject.cloneNode(true);
        second.setTextContent("urn:guitu:person:cn.52:0001");
        subject.getParentNode().insertBefore(second, subject.getNextSibling());
        at(alert, "/Header[1]/SubjectId[1]").setTextContent("nobody");
        assertThat(Shipped.FAMILIES.faults(alert))
                .filteredOn(fault -> fault.refusal().rule().equals("R-X19"))
                .extracting(Form.Fault::path)
                .contains("/Header[1]/SubjectId[2]")
                .doesNotContain("/Header[1]/SubjectId[1]");
    }

    static Stream<Document> samples() {
        return Shipped.FAMILIES.all().stream().flatMap(family -> family.samples().stream());
    }

    /** Each sample keeps every rule, so what a rule says of it with one place spoilt comes from that place alone. */
    @ParameterizedTest
    @MethodSource("samples")
    void no_rule_is_told_for_what_is_missing_or_misshapen_alone(Document sample) throws Exception {
        var before = rules(Shipped.FAMILIES.faults(sample));
        var untrue = new ArrayList<String>();
        for (var path : paths(sample.getDocumentElement())) {
            for (Consumer<Element> spoil : List.<Consumer<Element>>of(
                    element -> element.setTextContent(""),
                    element -> element.setTextContent("?"),
                    RulesBesideSchemaTest::remove)) {
                var spoilt = (Document) sample.cloneNode(true);
                spoil.accept(at(spoilt, path));
                var faults = Shipped.FAMILIES.faults(spoilt);
                if (faults.stream().anyMatch(fault -> fault.refusal().rule().isEmpty())) {
                    rules(faults).stream()
                            .filter(rule -> !before.contains(rule))
                            .map(rule -> rule + " at " + path)
                            .forEach(untrue::add);
                }
            }
        }
        assertThat(untrue).isEmpty();
    }

    private static List<String> rules(List<Form.Fault> faults) {
        return faults.stream()
                .map(fault -> fault.refusal().rule())
                .filter(rule -> !rule.isEmpty())
                .collect(Collectors.toList());
    }

    /** Of what an officer fills in, and of what holds it; the payload itself stays. */
    private static List<String> paths(Element root) {
        var paths = new ArrayList<String>();
        for (var part : Elements.in(root)) {
            for (var child : part.getLocalName().equals("Body")
                    ? Elements.in(Elements.in(part).get(0))
                    : Elements.in(part)) {
                collect(child, paths);
            }
        }
        return paths;
    }

    private static void collect(Element element, List<String> paths) {
        var path = FormPath.of(element);
        if (!FormLayout.isSetByTheOffice(FormPath.parent(path), FormPath.name(path))) {
            paths.add(path);
        }
        Elements.in(element).forEach(child -> collect(child, paths));
    }

    private static void remove(Element element) {
        element.getParentNode().removeChild(element);
    }
}
