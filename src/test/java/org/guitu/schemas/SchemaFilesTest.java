package org.guitu.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import org.guitu.message.Refused;
import org.guitu.xml.SafeXml;
import org.guitu.xml.Schemas;
import org.guitu.xml.SchemasException;
import org.guitu.xml.XmlLimits;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** House rules of the XSDs that no compiler checks: bounded patterns, lists and text; labels and classes on everything. */
final class SchemaFilesTest {
    private static final Path SCHEMAS = Path.of("schemas");
    private static final String XSD = "http://www.w3.org/2001/XMLSchema";
    private static final String ANNOTATION = "urn:guitu:annotation:1.0";
    /** An unescaped {@code *}, {@code +} or open-ended {@code {n,}} outside a character class. */
    private static final Pattern UNBOUNDED = Pattern.compile("[^\\\\][*+]|\\{[0-9]+,\\}");

    private static final Pattern CHARACTER_CLASS = Pattern.compile("\\[[^]]*]");

    @Test
    void no_pattern_repeats_without_an_upper_bound() throws Exception {
        assertThat(faults("pattern", pattern -> {
                    var outsideClasses = CHARACTER_CLASS
                            .matcher(pattern.getAttribute("value"))
                            .replaceAll("x");
                    return UNBOUNDED.matcher(outsideClasses).find() ? pattern.getAttribute("value") : "";
                }))
                .as("the validator's time grows with the square of the value")
                .isEmpty();
    }

    @Test
    void no_list_is_unbounded() throws Exception {
        assertThat(faults("element", e -> e.getAttribute("maxOccurs").equals("unbounded") ? name(e) : ""))
                .isEmpty();
    }

    @Test
    void every_element_has_its_labels_and_its_privacy_class() throws Exception {
        assertThat(faults(
                        "element",
                        e -> !e.hasAttribute("name") || (labels(e) == 2 && count(e, "privacy") == 1) ? "" : name(e)))
                .isEmpty();
    }

    /** Those that forms and drafts show; partners and hub read the others in English. */
    @Test
    void every_hint_for_an_officer_is_in_both_languages() throws Exception {
        assertThat(faults(
                        "annotation",
                        e -> languages(e).isEmpty() || languages(e).equals(List.of("en", "zh"))
                                ? ""
                                : e.getTextContent()))
                .filteredOn(fault -> !fault.startsWith("liaison/")
                        && !fault.contains("/receipt.xsd:")
                        && !fault.contains("/xml.xsd:"))
                .isEmpty();
    }

    private static List<String> languages(Element annotation) {
        var languages = new ArrayList<String>();
        for (var child = annotation.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element text
                    && "documentation".equals(text.getLocalName())
                    && !text.getTextContent().isBlank()) {
                languages.add(text.getAttributeNS(XMLConstants.XML_NS_URI, "lang"));
            }
        }
        return languages;
    }

    @Test
    void every_code_has_its_labels() throws Exception {
        assertThat(faults("enumeration", e -> labels(e) == 2 || isClassOfSealed(e) ? "" : e.getAttribute("value")))
                .isEmpty();
    }

    /** Nobody could tell them apart; what a code is also called leads to it alone. */
    @Test
    void no_two_codes_of_one_list_are_called_alike() throws Exception {
        assertThat(faults("simpleType", SchemaFilesTest::calledAlike)).isEmpty();
    }

    private static String calledAlike(Element list) {
        var codes = new TreeMap<String, Set<String>>();
        var names = list.getElementsByTagNameNS(ANNOTATION, "*");
        for (int i = 0; i < names.getLength(); i++) {
            var name = names.item(i);
            if (List.of("label", "also").contains(name.getLocalName())
                    && name.getParentNode().getParentNode().getParentNode() instanceof Element code
                    && code.hasAttribute("value")) {
                // as a form looks for it: without blanks, in any case
                var plain = name.getTextContent().replaceAll("\\s", "").toLowerCase(Locale.ROOT);
                codes.computeIfAbsent(plain, any -> new TreeSet<>()).add(code.getAttribute("value"));
            }
        }
        codes.values().removeIf(alike -> alike.size() < 2);
        return codes.isEmpty() ? "" : name(list) + " " + codes;
    }

    @Test
    void every_list_of_codes_says_from_when_it_is_valid() throws Exception {
        assertThat(faults(
                        "simpleType",
                        e -> !e.hasAttribute("name")
                                        || e.getElementsByTagNameNS(XSD, "enumeration")
                                                        .getLength()
                                                < 2
                                        || count(e, "valid") == 1
                                ? ""
                                : name(e)))
                .isEmpty();
    }

    @Test
    void the_rules_know_the_ports_of_the_code_list() throws Exception {
        var schemas = Schemas.in(SCHEMAS);
        var codes = schemas.document(SCHEMAS.resolve("exchange/1.0/place.xsd"));
        var listed = ports(codes.getElementsByTagNameNS(ANNOTATION, "port"));
        var rules = schemas.document(SCHEMAS.resolve("exchange/1.0/ports.sch"));
        assertThat(ports(rules.getElementsByTagName("port")))
                .hasSize(28)
                .allSatisfy(
                        port -> assertThat(port)
                                .matches(
                                        "[A-Z]+ (VN|LA|MM) (ALL|BORDER_RESIDENTS|CLOSED) \\d{4}-\\d\\d-\\d\\d ?(\\d{4}-\\d\\d-\\d\\d)?"))
                .isEqualTo(listed);
    }

    /** Code, other state, to whom it is open and from when to when; in the code list the code stands around it. */
    private static List<String> ports(NodeList found) {
        var ports = new ArrayList<String>();
        for (int i = 0; i < found.getLength(); i++) {
            var port = (Element) found.item(i);
            var code = port.hasAttribute("code")
                    ? port.getAttribute("code")
                    : ((Element) port.getParentNode().getParentNode().getParentNode()).getAttribute("value");
            ports.add(String.join(
                    " ",
                    code,
                    port.getAttribute("other"),
                    port.getAttribute("openTo"),
                    port.getAttribute("from"),
                    port.getAttribute("to")));
        }
        return ports;
    }

    @Test
    void every_free_text_is_bounded() throws Exception {
        assertThat(faults("restriction", SchemaFilesTest::unboundedText)).isEmpty();
    }

    @Test
    void a_text_of_megabytes_is_refused_at_once() throws Exception {
        var schema = Schemas.in(SCHEMAS).compile(List.of(SCHEMAS.resolve("case/1.0/case.xsd")));
        var sample = Files.readString(SCHEMAS.resolve("case/1.0/samples/assistance-request.xml"));
        for (var element : List.of("MessageId", "Party", "Unit", "c:Facts", "Telephone")) {
            for (var filling : List.of("x", "aa.", "+1 ")) {
                var wire =
                        sample.replaceFirst("<" + element + ">[^<]*", "<" + element + ">" + filling.repeat(1_000_000));
                var document = new SafeXml(XmlLimits.standard()).parse(wire.getBytes(StandardCharsets.UTF_8));
                assertTimeoutPreemptively(
                        Duration.ofSeconds(10), () -> assertThrows(Refused.class, () -> schema.validate(document)));
            }
        }
    }

    private static List<String> faults(String element, Function<Element, String> fault)
            throws IOException, SchemasException {
        var faults = new ArrayList<String>();
        var schemas = Schemas.in(SCHEMAS);
        for (var file : ours()) {
            var found = schemas.document(file).getElementsByTagNameNS(XSD, element);
            for (int i = 0; i < found.getLength(); i++) {
                var text = fault.apply((Element) found.item(i));
                if (!text.isEmpty()) {
                    faults.add(SCHEMAS.relativize(file) + ": " + text);
                }
            }
        }
        return faults;
    }

    private static List<Path> ours() throws IOException {
        try (var files = Files.walk(SCHEMAS)) {
            var found = files.filter(file -> file.toString().endsWith(".xsd"))
                    .filter(file -> !file.startsWith(SCHEMAS.resolve("third-party")))
                    .sorted()
                    .toList();
            assertThat(found).hasSizeGreaterThan(10);
            return found;
        }
    }

    private static String unboundedText(Element restriction) {
        var base = restriction.getAttribute("base");
        boolean text =
                List.of("xs:string", "xs:token", "xs:anyURI", "xs:base64Binary").contains(base);
        boolean bounded = false;
        for (var facet : List.of("maxLength", "length", "enumeration", "pattern")) {
            bounded |= restriction.getElementsByTagNameNS(XSD, facet).getLength() > 0;
        }
        return text && !bounded ? base + " in " + name((Element) restriction.getParentNode()) : "";
    }

    /** The two classes a seal may have are the codes of {@code PrivacyClass}, labelled there. */
    private static boolean isClassOfSealed(Element enumeration) {
        return List.of("P2", "P3").contains(enumeration.getAttribute("value"))
                && !((Element) enumeration.getParentNode().getParentNode()).hasAttribute("name");
    }

    private static String name(Element element) {
        return element.hasAttribute("name") ? element.getAttribute("name") : element.getAttribute("ref");
    }

    private static int labels(Element element) {
        return count(element, "label");
    }

    /** What the element's own annotation holds, not the annotations of elements declared inside it. */
    private static int count(Element element, String what) {
        for (var child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element annotation && "annotation".equals(annotation.getLocalName())) {
                return annotation.getElementsByTagNameNS(ANNOTATION, what).getLength();
            }
        }
        return 0;
    }
}
