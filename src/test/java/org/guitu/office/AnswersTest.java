package org.guitu.office;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.guitu.message.Header.Urgency;
import org.guitu.message.MessageId;
import org.junit.jupiter.api.Test;

/** When a deadline of the inbox is met. */
final class AnswersTest {
    private static final String CONVERSATION = "urn:uuid:" + UUID.randomUUID();

    private static Sidecar.Receiving received(String type, String at, String... types) {
        return new Sidecar.Receiving(
                "urn:uuid:" + UUID.randomUUID(),
                type,
                CONVERSATION,
                "cn.52",
                Urgency.ROUTINE,
                at,
                at,
                "message.xml",
                "",
                "",
                1,
                Optional.of(new Sidecar.Owing("2026-12-01T00:00:00Z", "D15", List.of(types))),
                Optional.empty(),
                Optional.empty());
    }

    private static Outbox.Item sent(String type, String at, Outbox.Where where) {
        var state = new Sidecar.Sending(
                1, type, CONVERSATION, Urgency.ROUTINE, at, Optional.empty(), 1, Optional.empty(), Optional.empty());
        return new Outbox.Item(Path.of("x"), MessageId.of(UUID.randomUUID()), where, state);
    }

    private static boolean isAnswered(Sidecar.Receiving asked, Outbox.Item... sent) {
        return new Answers(List.of(asked), List.of(sent)).isAnswered(asked);
    }

    @Test
    void what_the_hub_did_not_accept_answers_nothing() {
        var asked = received("case/AssistanceRequest", "2026-11-27T10:00:00Z");
        for (var where : List.of(Outbox.Where.QUEUED, Outbox.Where.REFUSED)) {
            assertThat(isAnswered(asked, sent("case/RequestReply", "2026-11-27T11:00:00Z", where)))
                    .as(where.toString())
                    .isFalse();
        }
        assertThat(isAnswered(asked, sent("case/RequestReply", "2026-11-27T11:00:00Z", Outbox.Where.SENT)))
                .isTrue();
        assertThat(isAnswered(asked, sent("case/RequestReply", "2026-11-27T09:00:00Z", Outbox.Where.SENT)))
                .as("it was there before")
                .isFalse();
        assertThat(isAnswered(asked, sent("receipt/Read", "2026-11-27T11:00:00Z", Outbox.Where.SENT)))
                .as("a receipt")
                .isFalse();
    }

    @Test
    void where_certain_types_answer_no_other_does_and_somebody_elses_counts() {
        var asked =
                received("repatriation/RepatriationRequest", "2026-11-27T10:00:00Z", "repatriation/Acknowledgement");
        assertThat(isAnswered(asked, sent("repatriation/ReturnWish", "2026-11-27T11:00:00Z", Outbox.Where.SENT)))
                .isFalse();
        assertThat(isAnswered(asked, sent("repatriation/Acknowledgement", "2026-11-27T11:00:00Z", Outbox.Where.SENT)))
                .isTrue();
        var others = received("repatriation/Acknowledgement", "2026-11-27T12:00:00Z");
        assertThat(new Answers(List.of(asked, others), List.of()).isAnswered(asked))
                .isTrue();
    }
}
