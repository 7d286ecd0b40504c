package org.guitu.door.soap;

import jakarta.xml.soap.SOAPElement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.guitu.belt.Parcel;
import org.guitu.belt.Shelf;
import org.guitu.belt.Shelf.Shelved;
import org.guitu.belt.ShelfWatch;
import org.guitu.belt.Timelines;
import org.guitu.gate.Answer;
import org.guitu.gate.Arrival;
import org.guitu.gate.Held;
import org.guitu.gate.Reception;
import org.guitu.gate.Room;
import org.guitu.gate.Unavailable;
import org.guitu.message.Channel;
import org.guitu.message.ConversationId;
import org.guitu.message.MessageId;
import org.guitu.message.PartyId;
import org.guitu.message.Patience;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.receipt.ReceiptKind;
import org.guitu.soap.Exchange;
import org.guitu.soap.Item;
import org.guitu.soap.Part;
import org.guitu.soap.Room.Place;
import org.guitu.soap.Trouble;
import org.guitu.soap.Troubled;

/** Answers the operations of the liaison service. The party is the one that showed its certificate and signed the envelope. */
public final class SoapDoor implements Exchange, AutoCloseable {
    /** Calls one party may have open; {@code Retrieve} that waits counts too. */
    private static final int CALLS = 24;

    /** An answer waits so long for room. */
    private static final Duration PATIENCE = Duration.ofMillis(1500);

    private static final int ITEMS = 50;
    private static final int TIMELINES = 200;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    /** Who waits is looked at again after so long: a block is felt within seconds. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** A message that names another is looked at again after so long. */
    private static final Duration AGAIN = Duration.ofMillis(250);

    private final Entry entry;
    private final Mailboxes mailboxes;
    private final Timelines timelines;
    private final Described described;
    private final Limits limits;
    private final Lending lending;
    private final Clock clock;
    private final Map<PartyId, Semaphore> calls = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    public SoapDoor(
            Entry entry, Mailboxes mailboxes, Timelines timelines, Described described, Limits limits, Clock clock) {
        this.entry = entry;
        this.mailboxes = mailboxes;
        this.timelines = timelines;
        this.described = described;
        this.limits = limits;
        this.lending = new Lending(mailboxes.shelf(), limits.lease());
        this.clock = clock;
    }

    /** The way in: the gate, room for large messages, and the belt that is told of what was recorded. */
    public record Entry(Reception reception, Room room, Belt belt) {}

    /** Takes over what was recorded; what it cannot take now, the sweeper finds. */
    @FunctionalInterface
    public interface Belt {
        void take(Parcel recorded);
    }

    /** The mailboxes, who is woken at them, and who has one. */
    public record Mailboxes(Shelf shelf, ShelfWatch watch, java.util.function.Predicate<PartyId> fetches) {}

    /** Describes the hub to one of its parties. */
    @FunctionalInterface
    public interface Described {
        void to(PartyId you, List<String> codeLists, SOAPElement response);
    }

    /**
     * What the door goes by.
     *
     * @param maxBytes a larger message is refused
     * @param lease how long an item is left alone with who was given it
     */
    public record Limits(int maxBytes, Duration lease) {}

    @Override
    public void answer(Call call, SOAPElement response) throws Refused {
        var open = calls.computeIfAbsent(call.from(), party -> new Semaphore(CALLS));
        if (!open.tryAcquire()) {
            throw Refusals.refused("GT-2025", call.from(), CALLS);
        }
        try {
            switch (call.operation()) {
                case SUBMIT -> submit(call, response);
                case RETRIEVE -> retrieve(call, response);
                case ACKNOWLEDGE -> acknowledge(call, response);
                case STATUS -> status(call, response);
                case DESCRIBE -> describe(call, response);
                case DELIVER -> throw Refusals.refused("GT-1038");
            }
        } catch (Unavailable e) {
            throw new Troubled(new Trouble(Refusals.refusal("GT-6007", "", ""), Optional.empty()));
        } finally {
            open.release();
        }
    }

    private void submit(Call call, SOAPElement response) throws Refused {
        var answer = passed(message(call), call.from(), call.pause());
        if (answer.kind() == ReceiptKind.REFUSED) {
            throw new Troubled(new Trouble(answer.refusal().orElseThrow(), Optional.of(answer.receipt())));
        }
        Part.bytes(response, "Receipt", answer.receipt());
    }

    private static byte[] message(Call call) throws Refused {
        return Part.find(call.body().children("Message"), "Message", Part::taken)
                .orElseThrow(() -> Refusals.refused("GT-1035", "Message"));
    }

    /** The gate's answer to what came back with a call of the hub's; what is accepted is on its way. */
    public void passed(byte[] wire, PartyId from) {
        var place = entry.room().enter(wire.length);
        try {
            passed(wire, from, new Pause(again -> {}, Place.NONE, Place.NONE, Patience.fresh()));
        } catch (Refused e) {
            throw new IllegalStateException("whom the hub calls was asked nothing", e);
        } finally {
            place.leave();
        }
    }

    private Answer passed(byte[] wire, PartyId from, Pause pause) throws Refused {
        int bytes = wire.length;
        var answer = decided(wire, from, pause);
        if (answer.kind() == ReceiptKind.ACCEPTED) {
            entry.belt().take(new Parcel(answer.message().orElseThrow(), bytes));
        }
        return answer;
    }

    /** The gate's answer; while a message names another that may be on its way, the call waits, and leaves its place to others. */
    private Answer decided(byte[] wire, PartyId from, Pause pause) throws Refused {
        var arrival = UUID.randomUUID().toString();
        var begun = clock.instant();
        // who waits for another message waits as long as that takes, and has been asked about anew
        var patience = pause.patience();
        while (true) {
            try {
                var channel = channel(from, arrival, begun, patience);
                return wire.length > limits.maxBytes()
                        ? entry.reception()
                                .refuse(Arrival.of(wire), channel, Refusals.refused("GT-1001", limits.maxBytes()))
                        : entry.reception().answer(wire, channel);
            } catch (Held e) {
                pause.place().leave();
                do {
                    pause();
                    patience = Patience.fresh();
                    pause.recheck().require(patience);
                } while (entry.reception().holds(e, channel(from, arrival, begun, patience)));
                pause.place().enter();
            }
        }
    }

    private Channel channel(PartyId from, String arrival, Instant begun, Patience patience) {
        return new Channel("soap", from, arrival, Duration.between(begun, clock.instant()), patience);
    }

    private void pause() {
        try {
            if (closing.await(AGAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Troubled(new Trouble(Refusals.refusal("GT-6007", "", ""), Optional.empty()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Troubled(new Trouble(Refusals.refusal("GT-6007", "", ""), Optional.empty()));
        }
    }

    private void retrieve(Call call, SOAPElement response) throws Refused {
        var parts = call.body().children("Max", "Wait");
        int max = Part.find(parts, "Max", p -> p.number(1, ITEMS)).orElse(10);
        int wait = Part.find(parts, "Wait", p -> p.number(0, (int) LONGEST_WAIT.toSeconds()))
                .orElse(0);
        requireMailbox(call.from());
        var given = new ArrayDeque<>(waiting(call, max, Duration.ofSeconds(wait)));
        while (!given.isEmpty()) {
            // what is written is let go: together they may be large
            var item = given.remove();
            new Item(
                            item.delivery(),
                            item.isReceipt() ? Item.Kind.RECEIPT : Item.Kind.MESSAGE,
                            item.about(),
                            Optional.of(item.leaseUntil()),
                            item.document(),
                            item.statement())
                    .write(response);
        }
    }

    private List<Shelved> waiting(Call call, int max, Duration wait) throws Refused {
        var party = call.from();
        var until = System.nanoTime() + wait.toNanos();
        while (true) {
            long seen = mailboxes.watch().changes(party);
            var found = given(call, max);
            if (!found.isEmpty()) {
                return found;
            }
            call.pause().place().leave();
            boolean came = false;
            while (!came) {
                var left = Duration.ofNanos(until - System.nanoTime());
                if (left.isNegative() || left.isZero() || mailboxes.watch().isClosed()) {
                    return List.of();
                }
                came = mailboxes.watch().await(party, seen, left.compareTo(LOOK) < 0 ? left : LOOK);
                // whoever is blocked meanwhile waits no longer
                call.pause().recheck().require(Patience.fresh());
            }
        }
    }

    /** What is given takes up room until it is written. */
    private List<Shelved> given(Call call, int max) throws Refused {
        var place = call.pause().answer();
        var until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            var lent = lending.to(call.from(), max, place);
            if (lent.isPresent()) {
                return lent.get();
            }
            if (System.nanoTime() - until > 0) {
                throw Refusals.refused("GT-2028", call.from());
            }
            place.leave();
            pause();
            call.pause().recheck().require(Patience.fresh());
        }
    }

    private void requireMailbox(PartyId party) throws Refused {
        if (!mailboxes.fetches().test(party)) {
            throw Refusals.refused("GT-2024", party);
        }
    }

    private void acknowledge(Call call, SOAPElement response) throws Refused {
        var parts = call.body().children("Receipt", "Taken");
        var taken = Part.all(parts, "Taken", ITEMS, p -> p.value(UUID::fromString));
        for (var receipt : Part.all(parts, "Receipt", ITEMS, Part::bytes)) {
            var answer = passed(receipt, call.from(), call.pause());
            var told = Part.add(response, "Answer");
            Part.add(told, "Outcome", (Object) answer.kind().element());
            Part.bytes(told, "Receipt", answer.receipt());
        }
        if (!taken.isEmpty()) {
            mailboxes.shelf().taken(call.from(), new HashSet<>(taken), clock.instant());
        }
    }

    private void status(Call call, SOAPElement response) throws Refused {
        var parts = call.body().children("MessageId", "Conversation");
        var message = Part.find(parts, "MessageId", p -> p.value(MessageId::new));
        var conversation = Part.find(parts, "Conversation", p -> p.value(ConversationId::new));
        if (message.isPresent() == conversation.isPresent()) {
            throw Refusals.refused("GT-1035", "MessageId, Conversation");
        }
        var found = message.isPresent()
                ? timelines.of(call.from(), message.get())
                : timelines.of(call.from(), conversation.orElseThrow(), TIMELINES);
        found.forEach(timeline -> TimelineWriter.write(timeline, response));
    }

    private void describe(Call call, SOAPElement response) throws Refused {
        var lists = Part.all(call.body().children("CodeListName"), "CodeListName", ITEMS, Part::text);
        described.to(call.from(), lists, response);
    }

    /** Lets those who wait go home, so that a stop need not wait for them. */
    @Override
    public void close() {
        closing.countDown();
        mailboxes.watch().close();
    }
}
