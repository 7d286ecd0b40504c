package org.guitu.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.guitu.message.Digest;
import org.guitu.message.Refusal;
import org.guitu.message.Refused;
import org.guitu.xml.SafeXml;
import org.guitu.xml.XmlLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

final class MediaTest {
    private static final Path SCHEMAS = Path.of("schemas");
    private static final SafeXml XML = new SafeXml(XmlLimits.standard());
    private static final Families FAMILIES = Shipped.FAMILIES;

    private static String sample() throws IOException {
        return Files.readString(SCHEMAS.resolve("alert/1.0/samples/alert-issue.xml"));
    }

    private static Document with(String digest, String size, String content) throws IOException, Refused {
        var text = sample().replaceFirst("(?s)(<Media>.*?<Digest>)[^<]*(</Digest>)", "$1" + digest + "$2")
                .replaceFirst("(?s)(<Media>.*?<SizeBytes>)[^<]*(</SizeBytes>)", "$1" + size + "$2")
                .replaceFirst("(?s)(<Media>.*?<Content>)[^<]*(</Content>)", "$1" + content + "$2");
        return XML.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Document of(byte[] bytes) throws IOException, Refused {
        return with(
                Digest.of(bytes).hex(),
                String.valueOf(bytes.length),
                Base64.getEncoder().encodeToString(bytes));
    }

    private static Refusal refusal(Document document) {
        return catchThrowableOfType(Refused.class, () -> FAMILIES.validateAndForget(document))
                .refusal();
    }

    private static int length(Document document) {
        return document.getElementsByTagNameNS("urn:guitu:exchange:1.0", "Content")
                .item(0)
                .getTextContent()
                .strip()
                .length();
    }

    @Test
    @Breaks("R-X15")
    void another_digest_is_refused_by_its_place() throws Exception {
        var wrong = with("0".repeat(64), "3", "YWJj");
        var refused = refusal(wrong);
        assertThat(refused.code()).isEqualTo("GT-4202");
        assertThat(refused.rule()).isEqualTo("R-X15");
        assertThat(refused.place()).contains("Media/Digest");
    }

    @Test
    @Breaks("R-X15")
    void another_size_is_refused_by_its_place() throws Exception {
        var wrong = with(Digest.of("abc".getBytes(StandardCharsets.UTF_8)).hex(), "4", "YWJj");
        assertThat(refusal(wrong).place()).contains("Media/SizeBytes");
    }

    @Test
    void a_size_may_be_written_with_zeros() throws Exception {
        var right = with(Digest.of("abc".getBytes(StandardCharsets.UTF_8)).hex(), "+003", "YW Jj");
        assertThat(FAMILIES.validateAndForget(right)).isEmpty();
    }

    @Test
    void what_an_office_checks_keeps_its_content_and_what_the_hub_has_verified_does_not() throws Exception {
        var checked = of(new byte[300_000]);
        FAMILIES.validate(checked);
        assertThat(length(checked)).isEqualTo(400_000);
        FAMILIES.validateAndForget(checked);
        assertThat(length(checked)).isLessThan(10);
    }

    @Test
    void what_the_schema_refuses_is_not_forgotten_before_it_does() throws Exception {
        assertThat(refusal(with("0".repeat(64), "3", "YWJ")).code()).isEqualTo("GT-4114");
        assertThat(FAMILIES.validateAndForget(of(new byte[7_000_000]))).isEmpty();
        assertThat(refusal(of(new byte[7_000_001])).code()).isEqualTo("GT-4110");
    }

    /** A scan of a paper is a medium as well. */
    @Test
    void a_scan_with_another_digest_is_refused() throws Exception {
        var text = Files.readString(SCHEMAS.resolve("case/1.0/samples/assistance-request.xml"));
        var paper = text.replaceFirst(
                "(?s)(<c:LegalDocument>.*?)(</c:LegalDocument>)",
                "$1<Scan><Kind>SCAN</Kind><MimeType>application/pdf</MimeType><Digest>" + "0".repeat(64)
                        + "</Digest><SizeBytes>3</SizeBytes><Content>YWJj</Content></Scan>$2");
        var refused = refusal(XML.parse(paper.getBytes(StandardCharsets.UTF_8)));
        assertThat(refused.code()).isEqualTo("GT-4202");
        assertThat(refused.place()).contains("Scan/Digest");
    }

    /** The schema allows one; what comes before it does not grow with the square of what a stranger sends. */
    @Test
    @Timeout(10)
    void many_contents_in_one_medium_are_left_to_the_schema() throws Exception {
        var many = sample().replaceFirst(
                        "(?s)(<Media>.*?)<Content>[^<]*</Content>", "$1" + "<Content>AAAA</Content>".repeat(40_000));
        assertThat(refusal(XML.parse(many.getBytes(StandardCharsets.UTF_8))).code())
                .startsWith("GT-41");
    }

    /** What the hub forgets must not make something else of what stands there. */
    @ParameterizedTest
    @ValueSource(strings = {"测试名甲", "<x xmlns='urn:x'>测试名甲</x>", "AAAA"})
    void what_is_not_encrypted_is_not_forgotten(String clear) throws Exception {
        assertThat(ciphers(validated("A".repeat(44)))).as("encrypted").isEqualTo("A".repeat(40));
        assertThat(ciphers(validated(clear))).isNotEqualTo("A".repeat(40));
    }

    private static Document validated(String cipher) throws Exception {
        var sealed = "<Sealed of=\"Identity\" class=\"P2\"><xenc:EncryptedData"
                + " xmlns:xenc=\"http://www.w3.org/2001/04/xmlenc#\"><xenc:CipherData><xenc:CipherValue>" + cipher
                + "</xenc:CipherValue></xenc:CipherData></xenc:EncryptedData></Sealed>";
        var text = sample().replaceFirst("(?s)(<Identity>).*?(</Identity>)", "$1" + sealed + "$2");
        var document = XML.parse(text.getBytes(StandardCharsets.UTF_8));
        FAMILIES.validateAndForget(document);
        return document;
    }

    private static String ciphers(Document document) {
        return document.getElementsByTagNameNS("http://www.w3.org/2001/04/xmlenc#", "CipherValue")
                .item(0)
                .getTextContent();
    }
}
