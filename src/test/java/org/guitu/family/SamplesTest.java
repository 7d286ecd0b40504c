package org.guitu.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.guitu.message.Refused;
import org.guitu.xml.Envelope;
import org.guitu.xml.SafeXml;
import org.guitu.xml.SchemasException;
import org.guitu.xml.XmlLimits;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.w3c.dom.Document;

/** The samples that are shipped with each family: they are its documentation, so they have to be right. */
final class SamplesTest {
    private static final Path SCHEMAS = Path.of("schemas");
    private static final SafeXml XML = new SafeXml(XmlLimits.standard());
    private static Families families = Shipped.FAMILIES;

    @BeforeAll
    static void everything_that_is_shipped_compiles() throws SchemasException {
        families.compileAll();
    }

    @TestFactory
    Stream<DynamicTest> every_sample_is_valid() {
        return families.all().stream()
                .flatMap(family -> xml(samples(family)).stream())
                .map(file -> DynamicTest.dynamicTest(
                        name(file),
                        () -> assertThatCode(() -> families.validate(read(file)))
                                .doesNotThrowAnyException()));
    }

    @TestFactory
    Stream<DynamicTest> every_invalid_sample_fails_for_its_stated_reason() {
        return families.all().stream()
                .flatMap(family -> expected(family).entrySet().stream()
                        .map(entry -> DynamicTest.dynamicTest(
                                family.name() + "/" + entry.getKey(),
                                () -> failsFor(
                                        samples(family).resolve("invalid").resolve(entry.getKey()),
                                        entry.getValue()))));
    }

    private static void failsFor(Path file, String reason) throws IOException, Refused {
        var document = read(file);
        var refused = catchThrowableOfType(Refused.class, () -> families.validate(document));
        assertThat(refused).as("refused at all").isNotNull();
        var refusal = refused.refusal();
        if (reason.equals("schema")) {
            assertThat(refusal.code()).startsWith("GT-41").isNotEqualTo("GT-4199");
        } else {
            assertThat(refusal.code()).isIn("GT-4201", "GT-4202", "GT-4203");
            assertThat(refusal.rule()).isEqualTo(reason);
        }
        assertThat(refusal.place()).matches("/.+ \\(\\d+:\\d+\\)");
    }

    @Test
    void every_invalid_sample_has_its_reason_stated() {
        for (var family : families.all()) {
            var files = xml(samples(family).resolve("invalid")).stream()
                    .map(file -> file.getFileName().toString())
                    .toList();
            assertThat(expected(family).keySet()).as(family.name()).containsExactlyInAnyOrderElementsOf(files);
        }
    }

    @Test
    void every_type_has_a_valid_sample_and_two_invalid_ones() throws IOException, Refused {
        for (var family : families.all()) {
            var valid = types(xml(samples(family)));
            var invalid = types(xml(samples(family).resolve("invalid")));
            assertThat(new TreeSet<>(valid))
                    .as(family.name())
                    .isEqualTo(new TreeSet<>(family.types().keySet()));
            for (var type : family.types().keySet()) {
                assertThat(invalid.stream().filter(type::equals).count())
                        .as("invalid samples of " + type)
                        .isGreaterThanOrEqualTo(2);
            }
        }
    }

    private static List<String> types(List<Path> files) throws IOException, Refused {
        var types = new ArrayList<String>();
        for (var file : files) {
            types.add(Envelope.claimedType(read(file)).name());
        }
        return types;
    }

    private static Path samples(Family family) {
        return family.folder().resolve("samples");
    }

    private static Document read(Path file) throws IOException, Refused {
        return XML.parse(Files.readAllBytes(file));
    }

    private static List<Path> xml(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".xml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** {@code expected.yaml}: one line a file, the rule it breaks or the word schema. */
    private static Map<String, String> expected(Family family) {
        var reasons = new TreeMap<String, String>();
        try {
            for (var line : Files.readAllLines(samples(family).resolve("invalid/expected.yaml"))) {
                int colon = line.indexOf(':');
                if (colon > 0 && !line.startsWith("#")) {
                    reasons.put(
                            line.substring(0, colon).strip(),
                            line.substring(colon + 1).strip());
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return reasons;
    }

    private static String name(Path file) {
        return SCHEMAS.relativize(file).toString();
    }
}
