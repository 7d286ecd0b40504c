package org.guitu.office;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.guitu.message.ConversationId;
import org.guitu.message.Labels;
import org.guitu.message.MessageId;
import org.guitu.message.MessageType;
import org.guitu.message.Refusal;
import org.guitu.message.Warning;
import org.guitu.receipt.ReceiptReader.View;

/**
 * What became of one message that was to be sent.
 *
 * @param about the message; empty when it was refused here before that much could be read
 * @param receipt the hub's verified answer
 * @param refusal why it was refused, here or by the hub
 * @param note why it is still queued
 * @param warnings remarks of the rules that do not refuse it
 * @param millis from handing the message to the open line until its receipt was verified, opening the line not included; 0 when
 *     nothing was answered now
 */
public record Sent(
        Outcome outcome,
        Optional<About> about,
        Optional<View> receipt,
        Optional<Refusal> refusal,
        Optional<Labels> note,
        List<Warning> warnings,
        long millis) {

    /** Which message. */
    public record About(MessageId id, MessageType type, ConversationId conversation) {
        static About of(Outbox.Item item) {
            return new About(item.id(), item.state().messageType(), item.state().conversationId());
        }
    }

    static Sent refusedHere(Refusal refusal) {
        return new Sent(
                Outcome.REFUSED_HERE,
                Optional.empty(),
                Optional.empty(),
                Optional.of(refusal),
                Optional.empty(),
                List.of(),
                0);
    }

    static Sent queued(Outbox.Item item, Labels note) {
        return new Sent(
                Outcome.QUEUED,
                Optional.of(About.of(item)),
                Optional.empty(),
                Optional.empty(),
                Optional.of(note),
                List.of(),
                0);
    }

    static Sent answered(Outbox.Item item, View receipt, long millis) {
        return new Sent(
                receipt.refusal().isPresent() ? Outcome.REFUSED_BY_HUB : Outcome.ACCEPTED,
                Optional.of(About.of(item)),
                Optional.of(receipt),
                receipt.refusal(),
                Optional.empty(),
                List.of(),
                millis);
    }

    Sent as(Outcome other) {
        return new Sent(other, about, receipt, refusal, note, warnings, millis);
    }

    /** What the rules here say of it, and then what the hub said besides. */
    List<Warning> remarks() {
        var remarks = new ArrayList<>(warnings);
        receipt.map(View::warnings).orElse(List.of()).stream()
                .filter(told -> warnings.stream().noneMatch(own -> own.rule().equals(told.rule())))
                .forEach(remarks::add);
        return remarks;
    }

    Sent with(List<Warning> remarks) {
        return new Sent(outcome, about, receipt, refusal, note, List.copyOf(remarks), millis);
    }
}
