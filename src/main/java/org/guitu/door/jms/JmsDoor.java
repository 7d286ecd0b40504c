package org.guitu.door.jms;

import static java.util.Objects.requireNonNull;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.component.jms.JmsMessage;
import org.guitu.belt.Parcel;
import org.guitu.gate.Answer;
import org.guitu.gate.Held;
import org.guitu.gate.Reception;
import org.guitu.gate.Unavailable;
import org.guitu.message.Channel;
import org.guitu.message.PartyId;
import org.guitu.message.Refusals;
import org.guitu.receipt.ReceiptKind;

/**
 * The first step of the entrance route. Whose message it is says the address it was sent to, which the broker itself
 * writes; every other header that came in is dropped.
 */
public final class JmsDoor {
    private static final String ORIGIN = "_AMQ_ORIG_ADDRESS";
    private static final String INBOUND = "hub.in.";

    private final Reception reception;
    private final Notices notices;
    private final int maxBytes;
    private final Duration redelivery;

    /**
     * @param maxBytes a larger message is refused without being read
     * @param redelivery the broker's pause before it offers a message again; each offer after the first adds one
     */
    public JmsDoor(Reception reception, Notices notices, int maxBytes, Duration redelivery) {
        this.reception = reception;
        this.notices = notices;
        this.maxBytes = maxBytes;
        this.redelivery = redelivery;
    }

    /** Tells a sender, outside the route's transaction, that its message waits. */
    public interface Notices {
        void tryLater(byte[] wire, Channel channel, String correlation);
    }

    /** Lets one message through the gate and turns the exchange into its answer; called by the route. */
    public void enter(Exchange exchange) throws JMSException, Held {
        var arrival =
                requireNonNull(requireNonNull(exchange.getIn(JmsMessage.class)).getJmsMessage());
        var channel = channel(arrival);
        var wire = wire(arrival);
        Answer answer;
        try {
            answer = answer(arrival, wire, channel);
        } catch (Unavailable e) {
            if (offers(arrival) == 1) {
                notices.tryLater(wire, channel, arrival.getJMSMessageID());
            }
            throw e;
        }
        var out = new org.apache.camel.support.DefaultMessage(exchange.getContext());
        out.setBody(answer.receipt());
        out.setHeader("CamelJmsDestinationName", "hub.receipt." + channel.party());
        out.setHeader("JMSCorrelationID", arrival.getJMSMessageID());
        out.setHeader("GuituKind", answer.kind().element());
        answer.message().ifPresent(id -> out.setHeader("GuituAcknowledges", id.value()));
        exchange.setMessage(out);
        if (answer.kind() == ReceiptKind.ACCEPTED) {
            exchange.setProperty("accepted", new Parcel(answer.message().orElseThrow(), wire.length));
        }
    }

    /** Nothing of what is not bytes or too large to read. */
    private byte[] wire(Message arrival) throws JMSException {
        if (!(arrival instanceof BytesMessage bytes) || bytes.getBodyLength() > maxBytes) {
            return new byte[0];
        }
        var wire = new byte[(int) bytes.getBodyLength()];
        bytes.readBytes(wire);
        return wire;
    }

    private Answer answer(Message arrival, byte[] wire, Channel channel) throws JMSException, Held {
        if (!(arrival instanceof BytesMessage bytes)) {
            return reception.refuse(wire, channel, Refusals.refused("GT-1011"));
        }
        if (bytes.getBodyLength() > maxBytes) {
            return reception.refuse(wire, channel, Refusals.refused("GT-1001", maxBytes));
        }
        return reception.answer(wire, channel);
    }

    private Channel channel(Message arrival) throws JMSException {
        var origin = arrival.getStringProperty(ORIGIN);
        if (origin == null || !origin.startsWith(INBOUND)) {
            throw new IllegalStateException("a message reached the gate past its divert");
        }
        var party = new PartyId(origin.substring(INBOUND.length()));
        var waited = redelivery.multipliedBy(offers(arrival) - 1L);
        return new Channel("jms", party, arrival.getJMSMessageID(), waited);
    }

    private static int offers(Message arrival) throws JMSException {
        return Math.max(1, arrival.getIntProperty("JMSXDeliveryCount"));
    }
}
