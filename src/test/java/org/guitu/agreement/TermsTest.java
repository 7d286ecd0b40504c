package org.guitu.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.guitu.message.ConversationId;
import org.guitu.message.Header.PrivacyClass;
import org.guitu.message.Header.Urgency;
import org.guitu.message.Refused;
import org.guitu.xml.Envelope;
import org.guitu.xml.SafeXml;
import org.guitu.xml.XmlLimits;
import org.junit.jupiter.api.Test;

final class TermsTest {
    private static final Path PROPOSAL = Path.of("schemas/agreement/1.0/samples/proposal.xml");
    private static final ConversationId AGREEMENT = new ConversationId("urn:uuid:5a3c0000-0000-4000-8000-0000000000d1");
    private static final Instant SIGNED = Instant.parse("2026-11-24T09:30:00Z");

    private static List<Clause> clauses(String from, String to) throws IOException, Refused {
        var text = Files.readString(PROPOSAL).replace(from, to);
        var document = new SafeXml(XmlLimits.standard()).parse(text.getBytes(StandardCharsets.UTF_8));
        return Terms.clauses(Envelope.payload(document), AGREEMENT, SIGNED);
    }

    private static Clause first(String from, String to) throws IOException, Refused {
        return clauses(from, to).get(0);
    }

    @Test
    void a_clause_says_who_may_send_whom_what_for_what() throws Exception {
        var clauses = clauses("", "");
        assertThat(clauses).extracting(Clause::number).containsExactly("1", "2");
        var grant = clauses.get(1).grant();
        assertThat(grant.id()).isEqualTo("agreement:5a3c0000-0000-4000-8000-0000000000d1/v1/2");
        assertThat(grant.from()).containsExactly("cn.44");
        assertThat(grant.to()).containsExactly("cn.53");
        assertThat(grant.types()).containsExactly("repatriation/*");
        assertThat(grant.purposes()).containsExactlyInAnyOrder("RETURN", "PROTECTION");
        assertThat(grant.privacy()).isEqualTo(PrivacyClass.P2);
        assertThat(grant.urgencies()).containsExactlyInAnyOrder(Urgency.values());
    }

    @Test
    void it_begins_with_the_last_signature_and_runs_for_its_years() throws Exception {
        var clause = first("", "");
        assertThat(clause.from()).isEqualTo(SIGNED);
        assertThat(clause.until()).isEqualTo(Instant.parse("2031-11-24T09:30:00Z"));
    }

    /** Days are those of Beijing, and the last one counts. */
    @Test
    void it_begins_and_ends_with_days() throws Exception {
        assertThat(first("<m:EffectiveOnLastSignature/>", "<m:EffectiveFrom>2027-01-01</m:EffectiveFrom>")
                        .from())
                .isEqualTo(Instant.parse("2026-12-31T16:00:00Z"));
        assertThat(first("<m:ValidFor>P5Y</m:ValidFor>", "<m:ValidTo>2027-12-31</m:ValidTo>")
                        .until())
                .isEqualTo(Instant.parse("2027-12-31T16:00:00Z"));
    }

    @Test
    void a_term_may_be_of_hours() throws Exception {
        assertThat(first("P5Y", "PT24H").until()).isEqualTo(SIGNED.plusSeconds(86_400));
        assertThat(first("P5Y", "P1DT1H30M").until()).isEqualTo(SIGNED.plusSeconds(86_400 + 5_400));
    }
}
