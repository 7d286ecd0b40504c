package org.guitu.office;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.guitu.message.Labels;
import org.guitu.message.PartyId;
import org.guitu.message.Refusal;
import org.guitu.message.Refused;
import org.guitu.receipt.ReceiptReader;
import org.guitu.receipt.ReceiptReader.View;
import org.guitu.xml.SafeXml;

/**
 * What became of one message of ours, as far as receipts say.
 *
 * @param acceptedAt when the hub accepted it
 * @param number its number in the conversation
 * @param state of the conversation after it
 * @param refusal why the hub refused it, or why it is still queued
 * @param recipients by party
 */
public record Timeline(
        Sent.About about,
        Outcome outcome,
        Instant queuedAt,
        Optional<Instant> acceptedAt,
        Optional<Long> number,
        Optional<String> state,
        Optional<Refusal> refusal,
        List<Steps> recipients) {

    /** One step on the way to one recipient. */
    public enum Step {
        NOT_JOINED,
        QUEUED,
        DELIVERED,
        RECEIVED,
        READ,
        OVERDUE,
        UNDELIVERABLE
    }

    /** When a step happened, and what there is to say about it. */
    public record Event(Step step, Instant at, Optional<Labels> text) {}

    /**
     * The way of the message to one recipient.
     *
     * @param telephone the recipient's 24-hour telephone, where the hub named it because somebody has to call
     * @param events oldest first
     */
    public record Steps(PartyId party, Optional<String> telephone, List<Event> events) {
        /** The last step. */
        public Step last() {
            return events.get(events.size() - 1).step();
        }
    }

    /** Reads the filed receipts of a message; they were verified before they were filed. */
    static Timeline of(Outbox.Item item, ReceiptShelf shelf, SafeXml xml) throws IOException {
        var receipts = new ArrayList<View>();
        for (var file : shelf.about(item.id())) {
            try {
                var document = xml.parse(Files.readAllBytes(file));
                receipts.add(ReceiptReader.read(document));
            } catch (Refused e) {
                throw new IOException(file + " is damaged", e);
            }
        }
        receipts.sort(Comparator.comparing(View::at));
        var drawing = new Drawing();
        receipts.forEach(drawing::add);
        return drawing.timeline(item);
    }

    private static final class Drawing {
        private final TreeMap<PartyId, List<Event>> events = new TreeMap<>();
        private final TreeMap<PartyId, String> telephones = new TreeMap<>();
        private Optional<View> accepted = Optional.empty();
        private Optional<Refusal> refusal = Optional.empty();

        void add(View view) {
            switch (view.kind()) {
                case ACCEPTED -> accepted(view);
                case REFUSED -> refusal = view.refusal();
                case DELIVERED -> recipients(view, Step.DELIVERED, Optional.empty());
                case UNDELIVERABLE ->
                    recipients(view, Step.UNDELIVERABLE, view.refusal().map(Refusal::text));
                case OVERDUE -> recipients(view, Step.OVERDUE, view.text());
                case RECEIVED -> event(view.from(), new Event(Step.RECEIVED, view.at(), Optional.empty()));
                case READ -> event(view.from(), new Event(Step.READ, view.at(), Optional.empty()));
            }
        }

        private void accepted(View view) {
            accepted = Optional.of(view);
            for (var recipient : view.recipients()) {
                var step = recipient.state().equals(Optional.of("NotJoined")) ? Step.NOT_JOINED : Step.QUEUED;
                event(recipient.party(), new Event(step, view.at(), Optional.empty()));
                recipient.telephone().ifPresent(t -> telephones.put(recipient.party(), t));
            }
        }

        private void recipients(View view, Step step, Optional<Labels> text) {
            for (var recipient : view.recipients()) {
                event(recipient.party(), new Event(step, view.at(), text));
                view.telephone().or(recipient::telephone).ifPresent(t -> telephones.put(recipient.party(), t));
            }
        }

        private void event(PartyId party, Event event) {
            events.computeIfAbsent(party, p -> new ArrayList<>()).add(event);
        }

        Timeline timeline(Outbox.Item item) {
            var recipients = events.entrySet().stream()
                    .map(e -> new Steps(
                            e.getKey(), Optional.ofNullable(telephones.get(e.getKey())), List.copyOf(e.getValue())))
                    .toList();
            return new Timeline(
                    Sent.About.of(item),
                    item.where().outcome(),
                    Instant.parse(item.state().queuedAt()),
                    accepted.map(View::at),
                    accepted.flatMap(View::number),
                    accepted.flatMap(View::state),
                    refusal,
                    recipients);
        }
    }
}
