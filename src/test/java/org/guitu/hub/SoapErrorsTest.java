package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;
import org.guitu.demo.Sample;
import org.guitu.hub.RawLine.Reply;
import org.guitu.receipt.ReceiptKind;
import org.guitu.receipt.ReceiptReader;
import org.guitu.trust.CertificateName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** What goes wrong on a partner's first days: the fault says what to do, in English and in Chinese. */
final class SoapErrorsTest {
    /** What a sentence of advice begins with. */
    private static final Pattern DO =
            Pattern.compile("(?:^|[.;:,] |, and )(?:Use|Ask|Set|Sign|Check|Call|Correct|Send|Name|Choose)\\b"
                    + "|, sign and send again");

    @TempDir
    static Path folder;

    static AttackedDoor door;

    @BeforeAll
    static void start() throws Exception {
        door = AttackedDoor.open(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        door.close();
    }

    @Test
    void a_certificate_that_is_not_registered_says_whom_to_ask() throws Exception {
        var stranger = door.unregistered();
        var told = refused(door.lineOf(stranger).post(SoapLetter.by(stranger).xml()), "GT-2011");
        assertThat(told.who()).isEqualTo("HUB");
        assertThat(told.en()).contains("ask the Joint Conference Office");
        assertThat(told.zh()).contains("联席会议办公室");
    }

    @Test
    void a_certificate_of_another_authority_ends_the_handshake() throws Exception {
        var line = door.lineOf(AttackedDoor.stranger());
        assertThatThrownBy(() -> {
                    try (var socket = line.open()) {
                        socket.startHandshake();
                        // TLS 1.3 says it only when the client listens
                        assertThat(socket.getInputStream().read()).isNotNegative();
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("certificate");
    }

    @Test
    void a_clock_an_hour_behind_is_told_both_times() throws Exception {
        clock(Duration.ofHours(-1), "GT-2015");
    }

    @Test
    void a_clock_an_hour_ahead_is_told_both_times() throws Exception {
        clock(Duration.ofHours(1), "GT-2016");
    }

    private static void clock(Duration off, String code) throws Exception {
        var own = Instant.now().plus(off);
        var told = refused(
                door.line().post(door.letter().from(own, own.plusSeconds(300)).xml()), code);
        assertThat(told.en()).contains("Set your clock").contains(hour(own)).contains(hour(Instant.now()));
        assertThat(told.zh()).contains("请校准时钟").contains(hour(own)).contains(hour(Instant.now()));
        assertThat(told.retry()).isEqualTo("LATER");
    }

    /** Date and hour. */
    private static String hour(Instant at) {
        return at.toString().substring(0, 13);
    }

    @Test
    void a_charset_that_is_none_is_the_callers_to_mend() throws Exception {
        var reply = door.line()
                .post("application/soap+xml;charset=FOO", door.letter().xml().getBytes(StandardCharsets.UTF_8));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).startsWith("GT-1030\n").contains("send again", "重新发送");
    }

    @Test
    void sha1_is_told_what_to_use_instead() throws Exception {
        var letter = SoapLetter.by(door.signer("vn.mps", "sign")).method(SoapLetter.DS + "rsa-sha1");
        var told = refused(door.line().post(letter.xml()), "GT-2017");
        assertThat(told.en()).contains("rsa-sha1").contains("Sign the SOAP envelope with rsa-sha256");
        assertThat(told.zh()).contains("rsa-sha1").contains("请使用 rsa-sha256");
    }

    @Test
    void an_envelope_changed_after_signing_is_told_by_which_certificate_it_was_checked() throws Exception {
        var signer = door.signer("vn.mps", "sign");
        var letter = SoapLetter.by(signer).xml();
        var told = refused(
                door.line()
                        .post(letter.replace("<l:Describe ", "<l:Retrieve ").replace("</l:Describe>", "</l:Retrieve>")),
                "GT-2012");
        var certificate = signer.certificate();
        assertThat(told.en()).contains(CertificateName.subject(certificate), CertificateName.serial(certificate));
        assertThat(told.zh()).contains(CertificateName.subject(certificate), CertificateName.serial(certificate));
    }

    @Test
    void a_schema_error_names_the_place_and_comes_with_a_receipt() throws Exception {
        var told = submitted(request("cn.53").replace("<c:Code>IDENTITY_CHECK<", "<c:Code>GUESS<"), "GT-4107");
        assertThat(told.place()).contains("Item[1]");
        assertThat(told.en()).contains("IDENTITY_CHECK");
        assertThat(told.zh()).contains("IDENTITY_CHECK");
    }

    @Test
    void an_unknown_recipient_is_named() throws Exception {
        var told = submitted(request("cn.99"), "GT-5002");
        assertThat(told.en()).contains("cn.99");
        assertThat(told.zh()).contains("cn.99");
    }

    @Test
    void a_recipient_that_has_not_joined_comes_with_its_telephone() throws Exception {
        var told = submitted(request("cn.45"), "GT-5007");
        assertThat(told.en()).contains("cn.45").contains("telephone");
        assertThat(told.zh()).contains("cn.45").contains("电话");
    }

    @Test
    void one_of_two_that_has_not_joined_is_said_in_the_receipt() throws Exception {
        var wire = door.hub().signed(request("cn.53</Recipient><Recipient>cn.45"));
        var reply = door.line().post(door.letter().submits(wire).xml());
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        var receipt = receipt(SoapLetter.parsed(reply.body()));
        assertThat(receipt.kind()).isEqualTo(ReceiptKind.ACCEPTED);
        assertThat(receipt.recipients()).anySatisfy(recipient -> {
            assertThat(recipient.party().value()).isEqualTo("cn.45");
            assertThat(recipient.state()).contains("NotJoined");
            assertThat(recipient.telephone()).isPresent();
        });
    }

    @Test
    void what_no_clause_grants_says_which_is_missing() throws Exception {
        var told = submitted(request("cn.53").replace("<Purpose>INVESTIGATION<", "<Purpose>RETURN<"), "GT-5003");
        assertThat(told.en()).contains("RETURN");
        assertThat(told.zh()).contains("RETURN");
    }

    /** A request of the liaison agency. */
    private static String request(String recipient) throws IOException {
        return new Sample(RunningHub.HOME.resolve("schemas"))
                .current("case", "assistance-request", Instant.now())
                .replace("<Status>Test<", "<Status>Exercise<")
                .replace("<Language>zh<", "<Language>en<")
                .replace("cn.35", "vn.mps")
                .replace("<Code>CN-CRIMINAL-PROCEDURE<", "<Code>PALERMO<")
                .replace("<Recipient>cn.53<", "<Recipient>" + recipient + "<");
    }

    private static Told submitted(String document, String code) throws Exception {
        var reply = door.line()
                .post(door.letter().submits(door.hub().signed(document)).xml());
        var told = refused(reply, code);
        var receipt = receipt(SoapLetter.parsed(reply.body()));
        assertThat(receipt.kind()).isEqualTo(ReceiptKind.REFUSED);
        assertThat(receipt.refusal().orElseThrow().code()).isEqualTo(code);
        return told;
    }

    private static ReceiptReader.View receipt(Document answer) throws Exception {
        return door.hub()
                .view(Base64.getDecoder()
                        .decode(SoapLetter.find(answer, "Receipt").getTextContent()));
    }

    /** A fault as a partner's program takes it apart. */
    private record Told(String who, String retry, String place, String zh, String en) {}

    private static Told refused(Reply reply, String code) {
        assertThat(reply.says()).as(reply.body()).isEqualTo(code);
        AttackedDoor.saysNothing(reply);
        var fault = SoapLetter.parsed(reply.body());
        var texts = fault.getElementsByTagNameNS("urn:guitu:receipt:1.0", "Text");
        var zh = "";
        var en = "";
        for (int i = 0; i < texts.getLength(); i++) {
            var text = (Element) texts.item(i);
            zh = text.getAttribute("xml:lang").equals("zh") ? text.getTextContent() : zh;
            en = text.getAttribute("xml:lang").equals("en") ? text.getTextContent() : en;
        }
        assertThat(en).isNotBlank().doesNotContain("{").containsPattern(DO);
        assertThat(zh).isNotBlank().doesNotContain("{").contains("请");
        return new Told(text(fault, "Who"), text(fault, "Retry"), text(fault, "Place"), zh, en);
    }

    private static String text(Document fault, String name) {
        var found = (Element)
                fault.getElementsByTagNameNS("urn:guitu:receipt:1.0", name).item(0);
        return found == null ? "" : found.getTextContent();
    }
}
