package org.guitu.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.guitu.config.ConfigurationException;
import org.guitu.family.BrokenRules.Broken;
import org.guitu.message.Refused;
import org.guitu.message.Warning;
import org.guitu.xml.Envelope;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.w3c.dom.Document;

/** A sample keeps its rule; changed as {@code broken.yaml} says, it breaks that rule first. */
final class BrokenRulesTest {
    private static final Set<String> ROLES = Set.copyOf(Written.roles().propertyNames());

    /** Every part at once: only guards decide here. */
    private static final Set<String> PARTS = Set.of("opener", "participant", "respondent");

    @TestFactory
    Stream<DynamicTest> the_rule_holds_for_the_sample_and_not_for_the_changed_one() throws ConfigurationException {
        return BrokenRules.all().stream().map(broken -> DynamicTest.dynamicTest(broken.title(), () -> check(broken)));
    }

    private static void check(Broken broken) throws IOException, Refused {
        var text = text(broken.sample());
        var sample = Shipped.parse(text);
        var changed = Shipped.parse(changed(text, broken));
        if (broken.state().isPresent()) {
            var before = new ArrayList<Document>();
            for (var name : broken.before().orElse(List.of())) {
                before.add(Shipped.parse(text(name)));
            }
            assertThat(decided(sample, broken.state().get(), before)).isEmpty();
            assertThat(decided(changed, broken.state().get(), before)).contains(broken.rule());
        } else {
            assertThat(Shipped.FAMILIES.validate(sample))
                    .extracting(Warning::rule)
                    .doesNotContain(broken.rule());
            assertThat(found(changed)).containsExactly(broken.code().orElse(broken.rule()));
        }
    }

    /** The reply was sent back before: the second time the JCO steps in. */
    @Test
    @Breaks("R-C08")
    void a_reply_is_sent_back_once() throws Refused {
        var satisfied = text("case/1.0/samples/reply-assessment.xml");
        var sentBack = Shipped.parse(satisfied.replace("true</c:Satisfied>", "false</c:Satisfied>"));
        assertThat(decided(sentBack, "REPLIED", List.of())).isEmpty();
        assertThat(decided(sentBack, "REPLIED", List.of(sentBack))).contains("R-C08");
        assertThat(decided(Shipped.parse(satisfied), "REPLIED", List.of(sentBack)))
                .isEmpty();
    }

    @Test
    @Breaks("R-A18-update")
    void only_a_flash_update_has_to_be_collected_at_once() throws Refused {
        var update = text("alert/1.0/samples/alert-update.xml");
        var issue = Shipped.parse(text("alert/1.0/samples/alert-issue.xml"));
        assertThat(deadlines(Shipped.parse(update), issue)).containsExactly("R-A18-update");
        var urgent = Shipped.parse(update.replace("<Urgency>FLASH", "<Urgency>URGENT"));
        assertThat(deadlines(urgent, issue)).isEmpty();
    }

    private static List<String> deadlines(Document update, Document issue) throws Refused {
        var workflow = Shipped.FAMILIES.family("alert").orElseThrow().workflow();
        return workflow.decide(situation(update, "ACTIVE", List.of(issue))).deadlines().stream()
                .map(Deadline::id)
                .toList();
    }

    private static String text(String sample) {
        return Shipped.text(Shipped.SCHEMAS.resolve(sample));
    }

    private static String changed(String text, Broken broken) {
        var changed = text;
        for (var edit : broken.edits()) {
            var place = Pattern.compile(edit.find(), Pattern.DOTALL).matcher(changed);
            assertThat(place.find()).as(edit.find()).isTrue();
            changed = place.replaceAll(edit.put());
        }
        return changed;
    }

    /** The code where the schema refuses, else the rule that does; else the warnings. */
    private static List<String> found(Document document) throws Refused {
        try {
            return Shipped.FAMILIES.validate(document).stream()
                    .map(Warning::rule)
                    .toList();
        } catch (Refused e) {
            var refusal = e.refusal();
            return List.of(refusal.rule().isEmpty() ? refusal.code() : refusal.rule());
        }
    }

    /** The guard that refuses it; empty where none does. */
    private static Optional<String> decided(Document message, String state, List<Document> before) throws Refused {
        var situation = situation(message, state, before);
        var workflow = Shipped.FAMILIES.of(situation.header().type()).workflow();
        var refused = catchThrowableOfType(Refused.class, () -> workflow.decide(situation));
        return Optional.ofNullable(refused)
                .map(Refused::refusal)
                .map(refusal -> refusal.rule().isEmpty() ? refusal.code() : refusal.rule());
    }

    private static Situation situation(Document message, String state, List<Document> before) throws Refused {
        var entries = new ArrayList<History.Entry>();
        for (var accepted : before) {
            var header = Envelope.header(accepted);
            entries.add(
                    new History.Entry(entries.size() + 1L, header.type(), header.sender(), Instant.EPOCH, accepted));
        }
        var header = Envelope.header(message);
        return new Situation(
                Optional.of(state),
                header,
                message,
                ROLES,
                PARTS,
                () -> new History(entries),
                Shipped.NOTHING_BESIDE,
                Instant.EPOCH);
    }
}
