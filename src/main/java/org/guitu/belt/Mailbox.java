package org.guitu.belt;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.guitu.belt.Belt.Drop;
import org.guitu.belt.Deliveries.Outgoing;
import org.guitu.receipt.ReceiptKind;

/** The steps of one delivery into a mailbox on the broker: bean {@code mailbox}. */
public final class Mailbox {
    private final Attempts attempts;
    private final Duration keep;
    private final Clock clock;

    /**
     * @param keep how long a mailbox holds what has no {@code ExpiresAt}
     */
    public Mailbox(Attempts attempts, Duration keep, Clock clock) {
        this.attempts = attempts;
        this.keep = keep;
        this.clock = clock;
    }

    /** Turns one drop into the message of its mailbox. */
    public void prepare(Exchange exchange) {
        var drop = requireNonNull(exchange.getMessage().getBody(Drop.class));
        exchange.setProperty("drop", drop);
        var consignment = drop.consignment();
        var due = drop.due();
        var now = clock.instant();
        var isReceipt = consignment.type().isReceipt();
        var message = exchange.getMessage();
        message.removeHeaders("*");
        message.setBody(consignment.wire());
        message.setHeader("_AMQ_DUPL_ID", due.once());
        message.setHeader("GuituDelivery", due.once());
        if (isReceipt) {
            message.setHeader("CamelJmsDestinationName", "hub.receipt." + due.recipient());
            message.setHeader("GuituKind", consignment.type().name());
            message.setHeader("GuituAcknowledges", acknowledged(consignment));
        } else {
            message.setHeader("CamelJmsDestinationName", "hub.mailbox." + due.recipient());
            message.setHeader("GuituMessageId", consignment.id().value());
            message.setHeader("GuituType", consignment.type().toString());
            message.setHeader("GuituNumber", consignment.number());
            message.setHeader("GuituDeliveryNumber", due.number());
            message.setHeader("GuituUrgency", consignment.urgency().name());
        }
        drop.statement()
                .toReader()
                .ifPresent(bytes -> message.setHeader(
                        "GuituDelivered", new String(bytes, java.nio.charset.StandardCharsets.UTF_8)));
        qualityOfService(exchange, drop, now);
    }

    private static String acknowledged(Consignment receipt) {
        return receipt.acknowledges().map(Object::toString).orElse("");
    }

    private void qualityOfService(Exchange exchange, Drop drop, Instant now) {
        var priority = exchange.getProperty("priority", 4, Integer.class);
        var kept = now.plus(keep);
        // whoever sends again by hand what has expired wants it fetched all the same
        var expires = drop.consignment()
                .expiresAt()
                .filter(end -> drop.due().round() == 0 || end.isAfter(now))
                .orElse(kept);
        exchange.getMessage().setHeader("JMSDeliveryMode", 2);
        exchange.getMessage().setHeader("JMSPriority", priority);
        exchange.getMessage().setHeader("JMSExpiration", expires.toEpochMilli());
    }

    /** Leaves one drop in the mailbox that its recipient comes to: the record has it already. */
    public void shelve(Exchange exchange) {
        var drop = requireNonNull(exchange.getMessage().getBody(Drop.class));
        exchange.setProperty("drop", drop);
        var batch = Batch.of(exchange);
        batch.shelved().put(drop.due().id(), exchange.getProperty("priority", 4, Integer.class));
        batch.delivered().put(drop.due().id(), drop);
    }

    /** The broker has it, durably or in the transaction of what is sent together. */
    public void delivered(Exchange exchange) {
        var drop = requireNonNull(exchange.getProperty("drop", Drop.class));
        Batch.of(exchange).delivered().put(drop.due().id(), drop);
    }

    /** The attempt failed; what follows from it follows when the others have been sent. */
    public void failed(Exchange exchange) {
        var set = exchange.getProperty("drop", Drop.class);
        var drop = set != null ? set : requireNonNull(exchange.getMessage().getBody(Drop.class));
        var cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        Batch.of(exchange)
                .failed()
                .put(
                        drop.due().id(),
                        new Batch.Failure(
                                drop, cause == null ? "" : cause.getClass().getSimpleName()));
    }

    /** Of each attempt that failed the next is due later, and after the last the sender is told. */
    public void failures(Exchange exchange) {
        Batch.of(exchange).failed().values().forEach(failure -> {
            var drop = failure.drop();
            attempts.failed(drop.consignment().id(), drop.due(), "GT-7001", failure.cause());
        });
    }

    /**
     * Turns the statement of a delivery that arrived into the sender's receipt. The body is gone where there is none to send
     * now: a receipt has no receipt, and that of a delivery sent again by hand, or of a sender that fetches, waits in the record.
     */
    public void statement(Exchange exchange) {
        var drop = requireNonNull(exchange.getProperty("drop", Drop.class));
        if (drop.statement().sender().length == 0 || drop.due().round() > 0 || !drop.told()) {
            exchange.getMessage().setBody(null);
            return;
        }
        var id = drop.due().id();
        var sender = drop.consignment().sender();
        receipt(
                exchange,
                new Outgoing(
                        sender.equals(drop.due().recipient()) ? Deliveries.ownReceipt(id) : id,
                        drop.consignment().id(),
                        id,
                        ReceiptKind.DELIVERED.element(),
                        sender,
                        drop.statement().sender()));
    }

    /** The sender's receipt of this delivery is sent. */
    public void told(Exchange exchange) {
        Batch.of(exchange)
                .told()
                .add(requireNonNull(exchange.getProperty("drop", Drop.class))
                        .due()
                        .id());
    }

    /** Turns a waiting receipt into its message. */
    public void receipt(Exchange exchange) {
        var receipt = requireNonNull(exchange.getMessage().getBody(Outgoing.class));
        exchange.setProperty("receipt", receipt.id());
        receipt(exchange, receipt);
    }

    private void receipt(Exchange exchange, Outgoing receipt) {
        var message = exchange.getMessage();
        message.removeHeaders("*");
        message.setBody(receipt.bytes());
        message.setHeader("CamelJmsDestinationName", "hub.receipt." + receipt.to());
        message.setHeader("_AMQ_DUPL_ID", receipt.id().toString());
        message.setHeader("GuituKind", receipt.kind());
        message.setHeader("GuituAcknowledges", receipt.acknowledges().value());
        message.setHeader("JMSDeliveryMode", 2);
        message.setHeader("JMSExpiration", clock.instant().plus(keep).toEpochMilli());
    }

    public void receiptSent(Exchange exchange) {
        Batch.of(exchange).sent().add(requireNonNull(exchange.getProperty("receipt", UUID.class)));
    }
}
