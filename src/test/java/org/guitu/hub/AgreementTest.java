package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.guitu.demo.Sample;
import org.guitu.family.Breaks;
import org.guitu.message.Digest;
import org.guitu.message.Refusal;
import org.guitu.xml.Canonical;
import org.guitu.xml.SafeXml;
import org.guitu.xml.XmlLimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/**
 * What two governments agreed is what the hub allows: alerts for the purpose of return, which no clause of the baseline covers.
 */
final class AgreementTest {
    private static final Path SCHEMAS = RunningHub.HOME.resolve("schemas");
    private static final SafeXml XML = new SafeXml(XmlLimits.standard());

    @TempDir
    Path folder;

    /** One sample, whose documents share their identifiers. */
    private final Sample agreement = new Sample(SCHEMAS);

    private RunningHub hub;

    @BeforeEach
    void start() throws Exception {
        hub = RunningHub.start(RunningHub.HOME, folder, Clock.systemUTC(), config -> {}, "cn.53", "cn.44", "cn.jco");
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
    }

    private String text(String name) throws IOException {
        return agreement.current("agreement", name, Instant.now());
    }

    private String proposal() throws Exception {
        return text("proposal").replace("<m:Purpose>INVESTIGATION</m:Purpose>", "<m:Purpose>RETURN</m:Purpose>");
    }

    private static String digest(String proposal) throws Exception {
        var document = XML.parse(proposal.getBytes(StandardCharsets.UTF_8));
        var terms = document.getElementsByTagNameNS("urn:guitu:agreement:1.0", "Terms");
        return Digest.of(Canonical.exclusive((Element) terms.item(0))).hex();
    }

    private static String with(String text, String digest) {
        return text.replaceFirst("(<m:TextDigest>)[^<]+", "$1" + digest);
    }

    /** Two provinces sign it; the last signature brings it into force. */
    private void concluded() throws Exception {
        var proposed = proposal();
        var digest = digest(proposed);
        hub.accepted(with(proposed, digest));
        hub.accepted(with(text("signature-proposer"), digest));
        assertThat(refusal(alert(new Sample(SCHEMAS), "alert-issue")).code()).isEqualTo("GT-5003");
        hub.accepted(with(text("signature-other"), digest));
    }

    private static String alert(Sample sample, String name) throws IOException {
        return sample.current("alert", name, Instant.now())
                .replaceFirst("(<Sender>\\s*<Party>)[^<]+", "$1cn.53")
                .replaceFirst(
                        "(?s)<Recipients>.*</Recipients>", "<Recipients><Recipient>cn.44</Recipient></Recipients>")
                .replaceFirst("(?s)\\s*<CopyTo>.*</CopyTo>", "")
                .replaceFirst("<Purpose>[A-Z]+<", "<Purpose>RETURN<");
    }

    private Refusal refusal(String document) throws Exception {
        return hub.send(hub.signed(document)).refusal().orElseThrow();
    }

    private String grants() {
        return String.join("\n", hub.rows("SELECT DISTINCT grant_id FROM delivery ORDER BY 1"));
    }

    @Test
    void nothing_but_the_signatures_of_all_makes_its_clauses_allow_anything() throws Exception {
        var refused = refusal(alert(new Sample(SCHEMAS), "alert-issue"));
        assertThat(refused.code()).isEqualTo("GT-5003");
        assertThat(refused.text().en()).contains("RETURN").doesNotContain("agreement:");
        concluded();
        hub.accepted(alert(new Sample(SCHEMAS), "alert-issue"));
        assertThat(grants()).containsPattern("agreement:[0-9a-f-]{36}/v1/1");
    }

    @Test
    @Breaks({"R-X28", "R-G12-resumption"})
    void what_was_begun_before_a_suspension_may_end_and_nothing_new_begins_until_it_is_over() throws Exception {
        concluded();
        var begun = new Sample(SCHEMAS);
        hub.accepted(alert(begun, "alert-issue"));
        hub.accepted(text("suspension"));
        var refused = refusal(alert(new Sample(SCHEMAS), "alert-issue"));
        assertThat(refused.code()).isEqualTo("GT-5003");
        assertThat(refused.text().en()).contains("clause 1 of version 1", "SUSPENDED");
        assertThat(refused.text().zh()).contains("条款 1", "SUSPENDED");
        hub.accepted(alert(begun, "alert-update"));
        // who did not suspend it cannot resume it
        var others = text("resumption")
                .replaceFirst("(<Sender>\\s*<Party>)[^<]+", "$1cn.44")
                .replaceFirst("<Recipient>cn.44", "<Recipient>cn.53");
        assertThat(refusal(others).rule()).isEqualTo("R-G12-resumption");
        hub.accepted(text("resumption"));
        hub.accepted(alert(new Sample(SCHEMAS), "alert-issue"));
    }

    @Test
    @Breaks("R-G02-digest")
    void a_digest_of_another_text_is_refused() throws Exception {
        assertThat(refusal(proposal()).code()).isEqualTo("GT-4203");
    }
}
