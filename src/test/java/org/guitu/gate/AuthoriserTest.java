package org.guitu.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.guitu.agreement.Grants;
import org.guitu.directory.Directory;
import org.guitu.family.Breaks;
import org.guitu.gate.Decision.Planned;
import org.guitu.gate.RecordFixture.Draft;
import org.guitu.gate.Validator.Environment;
import org.guitu.message.Header.Status;
import org.guitu.message.PartyId;
import org.guitu.message.Refusal;
import org.guitu.message.Refused;
import org.guitu.seal.TestSealing;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Decides on a record of its own, by the shipped families, directory and grants: nobody has joined there. */
final class AuthoriserTest {
    private static RecordFixture record;
    /** A hub's usual limit would need more parties than there are. */
    private static final int RECIPIENTS = 3;

    private static Authoriser authoriser;

    @BeforeAll
    static void open() throws Exception {
        record = RecordFixture.fresh();
        var directory = Directory.load(Path.of("config/parties"));
        var grants = Grants.load(Path.of("config/grants.yaml"), directory);
        var families = TestSealing.families(Path.of("schemas"));
        var register = new RecordRegister(record.database(), families);
        authoriser = new Authoriser(
                record.memory(),
                families,
                new Addressing(
                        () -> directory,
                        () -> grants,
                        register,
                        new Frontier(Environment.PRODUCTION, families),
                        RECIPIENTS,
                        UUID::randomUUID),
                new ReceiptRule(record.memory(), () -> directory, UUID::randomUUID, new PartyId("cn.hub")),
                register,
                Duration.ZERO);
    }

    @AfterAll
    static void close() {
        record.close();
    }

    private static Refusal refusal(Draft draft) {
        return catchThrowableOfType(
                        Refused.class,
                        () -> authoriser.authorise(draft.authorised().validated()))
                .refusal();
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.class,
            names = {"EXERCISE", "SYSTEM", "TEST"})
    @Breaks("R-X10")
    void a_conversation_keeps_the_status_it_was_opened_with(Status other) {
        var opening = Draft.opening().of(Status.ACTUAL);
        record.record(opening);
        var refusal = refusal(opening.next(1).of(other));
        assertThat(refusal.code()).isEqualTo("GT-5013");
        assertThat(refusal.place()).isEqualTo("/Message/Header/Status");
        assertThat(refusal.text().en()).contains("ACTUAL", other.name());
        // the last question of all: only who has joined is still to be found
        assertThat(refusal(opening.next(1)).code()).isEqualTo("GT-5007");
    }

    @Test
    void a_message_reaches_as_many_as_allowed_and_not_one_more() {
        // and the JCO gets a copy of every alert
        var most = List.of(Draft.planned("cn.44"), Draft.planned("cn.53"));
        assertThat(refusal(Draft.opening().to(most.toArray(Planned[]::new))).code())
                .isEqualTo("GT-5007");
        var more = new ArrayList<>(most);
        more.add(Draft.planned("cn.35"));
        var refusal = refusal(Draft.opening().to(more.toArray(Planned[]::new)));
        assertThat(refusal.code()).isEqualTo("GT-5010");
        assertThat(refusal.place()).isEqualTo("/Message/Header/Recipients");
        assertThat(refusal.text().en()).contains(String.valueOf(RECIPIENTS));
    }
}
