package org.guitu.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.guitu.message.Refused;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Purpose;
import org.guitu.trust.SuiteUris.Spelling;
import org.guitu.xml.SafeXml;
import org.guitu.xml.XmlLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The suite without standard URIs is spelled as the table says: the first is written, all are read. */
final class SuiteUrisTest {
    private static final TestKeys KEYS = new TestKeys();
    private static final Identity SM2 = KEYS.issue("cn.53", Purpose.SIGN, Kind.SM2, KEYS.year());
    private static final Spelling OURS = new Spelling("urn:example:sm2-sm3", "urn:example:sm3");

    @TempDir
    Path folder;

    private List<Spelling> read(String table) throws Exception {
        var file = folder.resolve("suites.properties");
        Files.writeString(file, table);
        return SuiteUris.read(file);
    }

    /** As somebody signs who spells it so first. */
    private static byte[] signed(List<Spelling> spellings) throws Exception {
        var message = Sample.unsigned();
        var suite = new Suites(spellings).byCertificate(SM2.certificate());
        new XmlSigner(suite.signer(SM2.key(), SM2.certificate()), Sample.CLOCK).sign(message);
        return SafeXml.bytes(message);
    }

    private static String verified(byte[] wire, List<Spelling> spellings) throws Exception {
        try {
            return new XmlVerifier(new Suites(spellings))
                    .verify(new SafeXml(XmlLimits.standard()).parse(wire), List.of(SM2.certificate()))
                    .suite()
                    .name();
        } catch (Refused e) {
            return e.refusal().code();
        }
    }

    @Test
    void the_first_is_written_and_all_are_read() throws Exception {
        var table = read("sm2-sm3 = urn:example:sm2-sm3 urn:example:sm3\n"
                + "sm2-sm3.2 = http://www.chinaport.gov.cn/2022/04/xmldsig#sm2-sm3"
                + " http://www.chinaport.gov.cn/2022/04/xmldsig#sm3\n");
        assertThat(table).containsExactly(OURS, SuiteUris.DEFAULT.get(0));
        var wire = signed(table);
        assertThat(new String(wire, java.nio.charset.StandardCharsets.UTF_8))
                .contains("\"urn:example:sm2-sm3\"", "\"urn:example:sm3\"")
                .doesNotContain("chinaport");
        assertThat(verified(wire, table)).isEqualTo("sm2-sm3");
        assertThat(verified(signed(SuiteUris.DEFAULT), table)).isEqualTo("sm2-sm3");
        assertThat(new Suites(table).names()).containsExactly("ecdsa-p256", "rsa-sha256", "sm2-sm3");
    }

    @Test
    void what_is_not_in_the_table_is_refused() throws Exception {
        assertThat(verified(signed(List.of(OURS)), SuiteUris.DEFAULT)).isEqualTo("GT-3110");
        assertThat(verified(signed(SuiteUris.DEFAULT), List.of(OURS))).isEqualTo("GT-3110");
    }

    @Test
    void the_method_of_one_line_and_the_digest_of_another_are_refused() throws Exception {
        var mixed =
                List.of(new Spelling(OURS.signature(), SuiteUris.DEFAULT.get(0).digest()));
        assertThat(verified(signed(mixed), List.of(OURS, SuiteUris.DEFAULT.get(0))))
                .startsWith("GT-31");
    }

    @Test
    void without_a_table_the_default_holds() throws Exception {
        assertThat(SuiteUris.read(folder.resolve("nothing"))).isEqualTo(SuiteUris.DEFAULT);
        assertThat(read("# nothing\n")).isEqualTo(SuiteUris.DEFAULT);
        assertThat(SuiteUris.read(Path.of("schemas/exchange/1.0/suites.properties")))
                .isEqualTo(SuiteUris.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sm2-sm3 = urn:example:sm2",
                "sm2-sm3 = sm2 sm3",
                "sm2-sm3 = urn:a urn:b urn:c",
                "ecdsa-p256 = urn:a urn:b",
                "sm2-sm3 = http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256 urn:b",
                "sm2-sm3 = urn:a http://www.w3.org/2001/04/xmlenc#sha256",
                "sm2-sm3 = urn:a urn:b\nsm2-sm3.2 = urn:a urn:c",
                "sm2-sm3.2 = urn:a urn:b",
                "sm2-sm3 = urn:\\u00zz urn:b"
            })
    void a_wrong_line_is_refused_by_name(String table) {
        assertThatThrownBy(() -> read(table))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("suites.properties");
    }
}
