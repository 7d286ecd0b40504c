package org.guitu.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.guitu.message.Refused;
import org.guitu.xml.Envelope;
import org.guitu.xml.SafeXml;
import org.guitu.xml.Schemas;
import org.guitu.xml.SchemasException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.w3c.dom.Document;

/** What is sealed is judged at the office alone: the rules that look at it say so, and no other one does. */
final class SealedRulesTest {
    private static final String ENCRYPTION = "http://www.w3.org/2001/04/xmlenc#";

    /** Every invalid sample that breaks a rule, with all of it sealed that has to be. */
    @TestFactory
    Stream<DynamicTest> a_rule_judges_a_sealed_message_unless_the_table_says_otherwise() throws SchemasException {
        var tests = Stream.<DynamicTest>builder();
        for (var family : Shipped.FAMILIES.all()) {
            var rules = rules(family.folder().resolve("rules.sch"));
            for (var expected : expected(family).entrySet()) {
                var rule = rules.get(expected.getValue());
                if (rule != null) {
                    var file = family.folder().resolve("samples/invalid").resolve(expected.getKey());
                    tests.add(DynamicTest.dynamicTest(
                            family.name() + "/" + expected.getKey(),
                            () -> assertThat(refuses(file, expected.getValue()))
                                    .as(expected.getValue() + " runs at the hub")
                                    .isEqualTo(!rule.opened())));
                }
            }
        }
        return tests.build();
    }

    private static boolean refuses(Path file, String rule) throws IOException, Refused {
        var message = Shipped.read(file);
        for (var part : Shipped.FAMILIES.sealables(message)) {
            part.clear().forEach(part.holder()::removeChild);
            var seal = message.createElementNS(Envelope.NS, "Sealed");
            seal.setAttributeNS(null, "of", part.holder().getLocalName());
            seal.setAttributeNS(null, "class", part.privacy());
            var data = message.createElementNS(ENCRYPTION, "EncryptedData");
            data.setAttributeNS("http://www.w3.org/2000/xmlns/", "xmlns", ENCRYPTION);
            seal.appendChild(data);
            part.holder().appendChild(seal);
        }
        var sealed = again(message);
        var refused = Optional.ofNullable(catchThrowableOfType(Refused.class, () -> Shipped.FAMILIES.validate(sealed)));
        refused.ifPresent(e -> assertThat(e.refusal().code()).isNotEqualTo("GT-4299"));
        return refused.filter(e -> e.refusal().rule().equals(rule)).isPresent();
    }

    private static Document again(Document message) throws Refused {
        return Shipped.parse(new String(SafeXml.bytes(message), StandardCharsets.UTF_8));
    }

    private static Map<String, String> expected(Family family) {
        var reasons = new TreeMap<String, String>();
        for (var line : Shipped.text(family.folder().resolve("samples/invalid/expected.yaml"))
                .lines()
                .toList()) {
            int colon = line.indexOf(':');
            if (colon > 0 && !line.startsWith("#")) {
                reasons.put(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip());
            }
        }
        return reasons;
    }

    private static Map<String, RuleBook.Rule> rules(Path file) throws SchemasException {
        return RuleBook.read(Schemas.in(Shipped.SCHEMAS), file).rules();
    }
}
