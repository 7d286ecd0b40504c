package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.guitu.demo.Sample;
import org.guitu.message.Refusal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Danger to life does not wait for an agreement: a Flash message that says so passes, the JCO has it at once, and somebody has
 * to look at it afterwards. What may be sent without that, {@code guitu grants} says.
 */
final class VitalInterestTest {
    private static final String VITAL = "<LegalBasis><Code>VITAL-INTEREST</Code></LegalBasis>";

    @TempDir
    static Path folder;

    private static final MovableClock CLOCK = new MovableClock();

    static RunningHub hub;

    @BeforeAll
    static void start() throws Exception {
        hub = RunningHub.start(
                RunningHub.HOME,
                folder,
                CLOCK,
                VitalInterestTest::withoutAlertsOfTheJcoAbroad,
                "cn.44",
                "vn.mps",
                "cn.jco");
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
    }

    /** So that the JCO itself, which may send nearly everything, needs the exception. */
    private static void withoutAlertsOfTheJcoAbroad(Path config) throws IOException {
        var grants = config.resolve("grants.yaml");
        var clause = Pattern.compile("(id: alert\\.jco-abroad(?s:.*?)purposes: )\\[[^]]+]");
        Files.writeString(grants, clause.matcher(Files.readString(grants)).replaceFirst("$1[STATISTICS]"));
    }

    /** Guangdong's alert to the Vietnamese police alone, with identity, on this basis. */
    private static String alert(String urgency, String basis) throws IOException {
        return alert("cn.44", urgency, basis);
    }

    private static String alert(String sender, String urgency, String basis) throws IOException {
        return new Sample(RunningHub.HOME.resolve("schemas"))
                .current("alert", "alert-issue", CLOCK.instant())
                .replaceFirst("(<Sender>\\s*<Party>)[^<]+", "$1" + sender)
                .replaceFirst(
                        "(?s)<Recipients>.*</Recipients>", "<Recipients><Recipient>vn.mps</Recipient></Recipients>")
                .replaceFirst("(?s)\\s*<CopyTo>.*</CopyTo>", "")
                .replaceFirst("<Urgency>[A-Z]+<", "<Urgency>" + urgency + "<")
                .replaceFirst("(?s)\\s*<LegalBasis>.*</LegalBasis>", "")
                .replaceFirst("(<Purpose>[A-Z]+</Purpose>)", "$1" + basis);
    }

    private static Refusal refusal(String document) throws Exception {
        return hub.send(hub.signed(document)).refusal().orElseThrow();
    }

    @Test
    void it_passes_with_its_basis_and_the_jco_has_it_and_somebody_looks_at_it_in_time() throws Exception {
        var other = VITAL.replace("VITAL-INTEREST", "PALERMO");
        assertThat(refusal(alert("FLASH", other)).code()).isEqualTo("GT-5003");
        assertThat(refusal(alert("URGENT", VITAL)).code()).isEqualTo("GT-5003");

        var passed = hub.accepted(alert("FLASH", VITAL));
        var id = RunningHub.id(passed);
        assertThat(hub.rows(
                        "SELECT recipient || ' ' || copy || ' ' || grant_id FROM delivery WHERE message = ? ORDER BY 1",
                        id.uuid()))
                .containsExactly("cn.jco true alert.domestic", "vn.mps false vital-interest");
        assertThat(hub.collect("cn.jco", passed)).hasSize(1);

        assertThat(hub.admin("review")).contains(id.value(), "\"overdue\":false", "vn.mps", "vital-interest");
        CLOCK.ahead(Duration.ofDays(3).plusSeconds(1));
        assertThat(hub.admin("review", "--reason", "daily look")).contains("\"overdue\":true");
        hub.admin("review", "--done", id.value(), "--reason", "was right");
        assertThat(hub.admin("review", "--reason", "daily look")).doesNotContain(id.value());
    }

    @Test
    void who_would_look_at_it_is_not_told_again_of_what_it_sent_itself() throws Exception {
        var passed = hub.accepted(alert("cn.jco", "FLASH", VITAL));
        assertThat(hub.rows(
                        "SELECT recipient || ' ' || grant_id FROM delivery WHERE message = ? ORDER BY 1",
                        RunningHub.id(passed).uuid()))
                .containsExactly("vn.mps vital-interest");
    }

    @Test
    void what_is_allowed_is_explained_in_both_languages_with_what_would_be_needed() {
        var english = hub.grants("en", "--from", "cn.44", "--to", "vn.mps");
        assertThat(english)
                .contains(
                        "allowed  alert.answer-abroad",
                        "only if nothing else allows it  vital-interest",
                        "VITAL-INTEREST",
                        "not allowed  agreement/Withdrawal: needs an agreement in force with a clause from cn.44 to vn.mps",
                        "exit 0");
        assertThat(hub.grants("zh", "--from", "cn.44", "--to", "vn.mps", "--type", "case/AssistanceRequest"))
                .contains("仅在别无依据时允许  vital-interest", "不允许", "需要一份生效的协议", "exit 3");
        assertThat(hub.grants("en", "--from", "cn.53", "--to", "vn.mps", "--type", "case/AssistanceRequest", "--json"))
                .contains("{\"kind\":\"allowed\",\"id\":\"case.abroad\"", "exit 0");
        assertThat(hub.grants("en", "--from", "cn.99", "--to", "vn.mps")).contains("does not know cn.99", "exit 2");
        assertThat(hub.grants("en", "--from", "cn.44", "--to", "vn.mps", "--type", "case/Nothing"))
                .contains("there is no type case/Nothing; the nearest are case/", "exit 2");
        assertThat(hub.grants("en", "--from", "cn.44", "--to", "vn.mps", "--at", "tomorrow"))
                .contains("exit 2");
    }
}
