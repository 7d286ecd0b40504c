package org.guitu.door.jms;

import static java.util.Objects.requireNonNull;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.component.jms.JmsMessage;
import org.apache.camel.support.DefaultMessage;
import org.guitu.belt.Parcel;
import org.guitu.gate.Answer;
import org.guitu.gate.Arrival;
import org.guitu.gate.Held;
import org.guitu.gate.Rates;
import org.guitu.gate.Reception;
import org.guitu.gate.Room;
import org.guitu.gate.Unavailable;
import org.guitu.message.Channel;
import org.guitu.message.Digest;
import org.guitu.message.PartyId;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.receipt.ReceiptKind;

/**
 * The first step of the entrance route. Whose message it is says the address it was sent to, which the broker itself
 * writes; every other header that came in is dropped.
 */
public final class JmsDoor {
    private static final String ORIGIN = "_AMQ_ORIG_ADDRESS";
    private static final String INBOUND = "hub.in.";

    /** A message the hub itself fails on is offered so often, a second apart; then it is refused, and kept for people. */
    private static final int FAULTS = 60;

    private final Reception reception;
    private final Rates rates;
    private final Notices notices;
    private final Room room;
    private final Limits limits;
    private final Clock clock;
    private final Waiting waiting;

    public JmsDoor(Reception reception, Rates rates, Notices notices, Room room, Limits limits, Clock clock) {
        this.reception = reception;
        this.rates = rates;
        this.notices = notices;
        this.room = room;
        this.limits = limits;
        this.clock = clock;
        this.waiting = new Waiting(clock);
    }

    /**
     * What the door goes by.
     *
     * @param maxBytes a larger message is refused; of its bytes only the digest is taken
     * @param keep how long an answer nobody fetches is kept
     */
    public record Limits(int maxBytes, Duration keep) {}

    /** Tells a sender, outside the route's transaction, that its message waits. */
    public interface Notices {
        void tryLater(byte[] wire, Channel channel, String correlation);
    }

    /** Lets one message through the gate and turns the exchange into its answer; called by the route. */
    public void enter(Exchange exchange) throws JMSException, Held {
        var message =
                requireNonNull(requireNonNull(exchange.getIn(JmsMessage.class)).getJmsMessage());
        var party = party(message);
        // what waits for another costs one question: it is not even read
        if (message.getJMSMessageID() != null) {
            requireOver(channel(party, message.getJMSMessageID()));
        }
        var tooOften = tooOften(message, party);
        // nobody waits here: a consumer that did would not be there for small ones of others
        var place = room.enter(party, tooOften.isPresent() ? 0 : size(message), Duration.ZERO)
                .orElseThrow(Held::new);
        try {
            var arrival = arrival(message, tooOften.isPresent() ? Room.SMALL : limits.maxBytes());
            var channel = channel(party, name(message, arrival));
            var answer = tooOften.isPresent()
                    ? reception.turnAway(arrival, channel, tooOften.get())
                    : answer(message, arrival, channel);
            waiting.over(arrived(channel));
            reply(exchange, message, channel, answer);
            if (answer.kind() == ReceiptKind.ACCEPTED) {
                exchange.setProperty("accepted", new Parcel(answer.message().orElseThrow(), arrival.wire().length));
            }
        } finally {
            place.leave();
        }
    }

    /** @throws Held while it waits for the message it waited for when it was last offered */
    private void requireOver(Channel channel) throws Held {
        var before = waiting.held(arrived(channel));
        if (before.isPresent() && reception.holds(before.get(), channel)) {
            throw before.get();
        }
    }

    /** Takes a token, for the first offer of a message only. */
    private Optional<Refused> tooOften(Message message, PartyId party) throws JMSException {
        if (offers(message) == 1) {
            try {
                rates.take(party);
            } catch (Refused e) {
                return Optional.of(e);
            }
        }
        return Optional.empty();
    }

    private Answer answer(Message message, Arrival arrival, Channel channel) throws JMSException, Held {
        try {
            requireOver(channel);
            return decided(message, arrival, channel);
        } catch (Held e) {
            if (waiting.begin(arrived(channel), e)) {
                throw e;
            }
            return reception.turnAway(arrival, channel, Refusals.refused("GT-2027", channel.party(), Waiting.EACH));
        } catch (RuntimeException e) {
            if (offers(message) >= FAULTS && !(e instanceof Unavailable)) {
                return reception.refuse(arrival, channel, Refusals.refused("GT-6005"));
            }
            if (offers(message) == 1) {
                notices.tryLater(arrival.wire(), channel, channel.arrival());
            }
            throw e;
        }
    }

    private Answer decided(Message message, Arrival arrival, Channel channel) throws Held {
        if (!(message instanceof BytesMessage)) {
            return reception.refuse(arrival, channel, Refusals.refused("GT-1011"));
        }
        if (arrival.size() > limits.maxBytes()) {
            return reception.refuse(arrival, channel, Refusals.refused("GT-1001", limits.maxBytes()));
        }
        return reception.answer(arrival.wire(), channel);
    }

    private void reply(Exchange exchange, Message message, Channel channel, Answer answer) throws JMSException {
        var out = new DefaultMessage(exchange.getContext());
        out.setBody(answer.receipt());
        out.setHeader("CamelJmsDestinationName", "hub.receipt." + channel.party());
        if (message.getJMSMessageID() != null) {
            out.setHeader("JMSCorrelationID", message.getJMSMessageID());
        }
        out.setHeader("JMSDeliveryMode", 2);
        out.setHeader("JMSExpiration", clock.instant().plus(limits.keep()).toEpochMilli());
        out.setHeader("GuituKind", answer.kind().element());
        answer.message().ifPresent(id -> out.setHeader("GuituAcknowledges", id.value()));
        exchange.setMessage(out);
    }

    private static long size(Message message) throws JMSException {
        return message instanceof BytesMessage bytes ? bytes.getBodyLength() : 0;
    }

    /** The bytes; of what is too large to read, their digest. */
    private static Arrival arrival(Message message, int most) throws JMSException {
        if (!(message instanceof BytesMessage bytes)) {
            return Arrival.of(new byte[0]);
        }
        long size = bytes.getBodyLength();
        if (size > most) {
            return Arrival.unread(digest(bytes), size);
        }
        var wire = new byte[(int) size];
        bytes.readBytes(wire);
        return Arrival.of(wire);
    }

    private static Digest digest(BytesMessage bytes) throws JMSException {
        var digest = Digest.inPieces();
        var some = new byte[64 * 1024];
        for (int read = bytes.readBytes(some); read > 0; read = bytes.readBytes(some)) {
            digest.update(some, 0, read);
        }
        return Digest.ofRaw(digest.digest());
    }

    private static PartyId party(Message message) throws JMSException {
        var origin = message.getStringProperty(ORIGIN);
        if (origin == null || !origin.startsWith(INBOUND)) {
            throw new IllegalStateException("a message reached the gate past its divert");
        }
        return new PartyId(origin.substring(INBOUND.length()));
    }

    /** A client may leave the message without an identifier. */
    private static String name(Message message, Arrival arrival) throws JMSException {
        var given = message.getJMSMessageID();
        return given == null ? arrival.digest().hex() : given;
    }

    private Channel channel(PartyId party, String name) {
        return new Channel("jms", party, name, waiting.sofar(new Waiting.Arrived(party, name)));
    }

    private static Waiting.Arrived arrived(Channel channel) {
        return new Waiting.Arrived(channel.party(), channel.arrival());
    }

    private static int offers(Message message) throws JMSException {
        return Math.max(1, message.getIntProperty("JMSXDeliveryCount"));
    }
}
