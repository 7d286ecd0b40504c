package org.guitu.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.guitu.message.Refused;
import org.guitu.message.Warning;
import org.guitu.xml.SafeXml;
import org.guitu.xml.SchemasException;
import org.guitu.xml.XmlLimits;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;

/** What protects a person is refused as well where the parts that say why are sealed: the codes beside them are clear. */
final class ReturnSealedTest {
    private static final Path SAMPLES = Path.of("schemas/repatriation/1.0/samples");
    private static final SafeXml XML = new SafeXml(XmlLimits.standard());
    private static final String SEALED =
            "<Sealed of=\"%s\" class=\"P3\"><EncryptedData xmlns=\"http://www.w3.org/2001/04/xmlenc#\"/></Sealed>";

    private static Families families = Shipped.FAMILIES;

    @BeforeAll
    static void compile() throws SchemasException {
        families.compileAll();
    }

    @ParameterizedTest
    @CsvSource({
        "repatriation-request, p:Wishes, <p:Wish>RETURN, <p:Wish>NOT_RETURN, R-R01-wish",
        "repatriation-request, p:Wishes, <p:ConsentToNotifyOrigin>true, <p:ConsentToNotifyOrigin>false, R-X25",
        "repatriation-request-child, p:Wishes, <p:ChildHeard>true, <p:ChildHeard>false, R-R01",
        "repatriation-request-child, p:Wishes, >GUARDIAN_AD_LITEM<, >GUARDIAN<, R-X23-return",
        "repatriation-request-child, p:Wishes, <p:ConsentGivenBy>GUARDIAN_AD_LITEM</p:ConsentGivenBy>, '', R-X23-return",
        "family-assessment-result, p:FamilyAssessment, <p:FamilyMayReceive>true, <p:FamilyMayReceive>false, R-R03",
        "handover-schedule, p:Meeting, <p:Fitness>YES, <p:Fitness>NO, R-R11-unfit",
        "handover-schedule, p:Meeting, <p:Child>false, <p:Child>true, R-R04",
        "handover-confirmation, p:Handover, CONFIRMED<, FAILED<, R-R07-identity",
    })
    void a_clear_code_decides(String sample, String unit, String find, String put, String rule) throws Exception {
        var sealed = sealed(Files.readString(SAMPLES.resolve(sample + ".xml")), unit);
        assertThat(families.validate(read(sealed))).extracting(Warning::rule).doesNotContain(rule);
        var changed = read(sealed.replace(find, put));
        assertThat(catchThrowableOfType(Refused.class, () -> families.validate(changed))
                        .refusal()
                        .rule())
                .isEqualTo(rule);
    }

    private static Document read(String text) throws Refused {
        return XML.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String sealed(String text, String unit) {
        var name = unit.substring(unit.indexOf(':') + 1);
        var sealed = text.replaceFirst(
                "(?s)<" + unit + ">.*</" + unit + ">", "<" + unit + ">" + SEALED.formatted(name) + "</" + unit + ">");
        assertThat(sealed).contains("EncryptedData");
        return sealed.replaceFirst("Ceiling>P2", "Ceiling>P3");
    }
}
