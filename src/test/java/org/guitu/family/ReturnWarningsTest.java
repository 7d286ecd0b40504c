package org.guitu.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.guitu.message.Warning;
import org.guitu.xml.SafeXml;
import org.guitu.xml.XmlLimits;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a return is accepted with and its sender is told of. */
final class ReturnWarningsTest {
    private static final Path SCHEMAS = Path.of("schemas");
    private static final SafeXml XML = new SafeXml(XmlLimits.standard());

    @ParameterizedTest
    @Breaks({"R-R11", "R-R08", "R-R05-name", "R-R05-state", "R-R06-residents", "R-R12", "R-R07-alert"})
    @CsvSource({
        "repatriation-request, YES</p:Fit, NO</p:Fit, R-R11",
        "repatriation-request, <Digest>8ace8ddc19f154f1697e6513da2ad9e5faae1d248840db1b241a9c5ee18faa34</Digest>, '', R-R08",
        "repatriation-request, <Country>VN</Country>, <Country>LA</Country>, R-R05-state",
        "nationality-verification-result, <p:Verified>, <p:NameDiffers>true</p:NameDiffers><p:Verified>, R-R05-name",
        "handover-schedule, HEKOU, DONGZHONG, R-R06-residents",
        "handover-schedule, 2026-11-27T1, 2027-01-01T1, R-R12",
        "handover-failure, <p:Alert>urn:uuid:5a3c0000-0000-4000-8000-0000000000ba</p:Alert>, '', R-R07-alert",
    })
    void warns(String sample, String find, String put, String rule) throws Exception {
        var text = Files.readString(SCHEMAS.resolve("repatriation/1.0/samples").resolve(sample + ".xml"));
        var families = Shipped.FAMILIES;
        assertThat(families.validate(XML.parse(text.getBytes(StandardCharsets.UTF_8))))
                .extracting(Warning::rule)
                .doesNotContain(rule);
        var changed = text.replace(find, put);
        assertThat(families.validate(XML.parse(changed.getBytes(StandardCharsets.UTF_8))))
                .extracting(Warning::rule)
                .contains(rule);
    }
}
