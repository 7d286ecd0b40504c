package org.guitu.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import org.guitu.agreement.Clause;
import org.guitu.agreement.Grant;
import org.guitu.gate.Decision.Planned;
import org.guitu.gate.RecordFixture.Draft;
import org.guitu.message.ConversationId;
import org.guitu.message.Header.PrivacyClass;
import org.guitu.message.Header.Urgency;
import org.guitu.message.Labels;
import org.guitu.message.PartyId;
import org.guitu.seal.TestSealing;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the record says of agreements: when each of their versions ends, and what was begun under them. */
@SuppressWarnings("NullAway.Init")
final class RecordRegisterTest {
    private static final Instant NOW = RecordFixture.NOW;
    private static final Duration YEAR = Duration.ofDays(365);
    private static final PartyId GUANGDONG = new PartyId("cn.44");

    private static RecordFixture record;
    private static RecordRegister register;

    @BeforeAll
    static void open() throws Exception {
        record = RecordFixture.fresh();
        register = new RecordRegister(record.database(), TestSealing.families(Path.of("schemas")));
    }

    @AfterAll
    static void close() {
        record.close();
    }

    /** An agreement of which each version begins a month after the one before and is to end this much later than now. */
    private static ConversationId agreement(Duration... ends) {
        var opening = Draft.opening();
        record.record(opening);
        var clauses = new ArrayList<Clause>();
        for (int i = 0; i < ends.length; i++) {
            var from = NOW.plus(Duration.ofDays(30L * i));
            clauses.add(new Clause(opening.conversation(), i + 1, "1", grant(), from, NOW.plus(ends[i]), 1));
        }
        record.database().<Boolean>transaction(connection -> {
            RecordRegister.write(connection, clauses);
            return true;
        });
        return opening.conversation();
    }

    private static Grant grant() {
        return new Grant(
                "",
                new Labels("意向书", "letter of intent"),
                Set.of("cn.52"),
                Set.of("cn.44"),
                Set.of("alert/*"),
                Set.of("SEARCH"),
                PrivacyClass.P2,
                Set.of(Urgency.values()),
                Optional.empty(),
                "",
                "");
    }

    private static void ends(ConversationId agreement, Duration after) {
        record.database().<Boolean>transaction(connection -> {
            RecordRegister.end(connection, agreement, NOW.plus(after));
            return true;
        });
    }

    /** How many days after now each version ends. */
    private static String days(ConversationId agreement) {
        return record.ask("SELECT string_agg(((extract(epoch FROM until_at) - " + NOW.getEpochSecond()
                + ") / 86400)::int::text, ' ' ORDER BY version) FROM clause WHERE agreement = '" + agreement.uuid()
                + "'");
    }

    @Test
    void a_termination_ends_every_version_of_an_agreement() {
        var agreement = agreement(YEAR, YEAR.multipliedBy(2), YEAR.multipliedBy(3));
        var beside = agreement(YEAR);
        ends(agreement, Duration.ofDays(90));
        assertThat(days(agreement)).isEqualTo("90 90 90");
        assertThat(days(beside)).as("another agreement").isEqualTo("365");
    }

    @Test
    void a_renewal_prolongs_the_last_version_and_none_before_it() {
        var agreement = agreement(Duration.ofDays(30), Duration.ofDays(60));
        ends(agreement, Duration.ofDays(400));
        assertThat(days(agreement)).isEqualTo("30 400");
    }

    @Test
    void only_what_began_under_an_agreement_is_open_under_it() {
        var agreement = agreement(YEAR);
        var begun = Draft.opening().to(under(agreement, "cn.44"));
        record.record(begun);
        var joinedLater = Draft.opening();
        record.record(joinedLater);
        record.record(joinedLater.next(1).to(under(agreement, "cn.52")));
        assertThat(register.open(agreement, GUANGDONG)).containsExactly(begun.conversation());
        assertThat(register.open(agreement, new PartyId("cn.35")))
                .as("who takes no part")
                .isEmpty();
        assertThat(register.open(agreement(YEAR), GUANGDONG))
                .as("another agreement")
                .isEmpty();
    }

    private static Planned under(ConversationId agreement, String recipient) {
        var planned = Draft.planned(recipient);
        return new Planned(
                planned.id(),
                planned.recipient(),
                false,
                Clause.id(agreement, 1, "1"),
                true,
                planned.telephone(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
