package org.guitu.office.line;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.guitu.message.Header.Urgency;
import org.guitu.message.Labels;
import org.guitu.message.PartyId;
import org.jspecify.annotations.Nullable;

/** One connection to the hub's broker: the party's inbound queue, its mailbox and its receipts (notes on {@link Line}). */
final class JmsLine implements Line {
    /** Answers of the gate: only the {@code send} that waits for one takes it. */
    private static final String ANSWERS = "GuituKind IN ('Accepted', 'Refused')";
    /** Nobody waits this long for an answer: older ones were given up and are cleared away with the other receipts. */
    private static final Duration GIVEN_UP = Duration.ofMinutes(10);

    private final PartyId party;
    private final Clock clock;
    private final Connection connection;
    private final Runnable afterwards;
    private @Nullable Session sending;
    private @Nullable MessageProducer producer;
    private @Nullable Consumer mailbox;
    private @Nullable Consumer receipts;

    JmsLine(PartyId party, Clock clock, Connection connection, Runnable afterwards) {
        this.party = party;
        this.clock = clock;
        this.connection = connection;
        this.afterwards = afterwards;
    }

    /** A consumer with a session of its own, so that taking one arrival does not take another. */
    private record Consumer(Session session, MessageConsumer consumer) {}

    @Override
    public Optional<byte[]> send(Outgoing outgoing, Duration timeout) throws LineDown {
        try {
            if (sending == null || producer == null) {
                sending = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                producer = sending.createProducer(sending.createQueue("hub.in." + party));
            }
            var message = sending.createBytesMessage();
            message.writeBytes(outgoing.wire());
            producer.send(message, DeliveryMode.PERSISTENT, priority(outgoing.urgency()), Message.DEFAULT_TIME_TO_LIVE);
            var queue = sending.createQueue("hub.receipt." + party);
            try (var answers = sending.createConsumer(queue, answerTo(message.getJMSMessageID(), outgoing))) {
                var answer = answers.receive(timeout.toMillis());
                // taken at once: should it be lost before it is stored, the same bytes bring the same receipt again
                return answer == null ? Optional.empty() : Optional.of(bytes(answer));
            }
        } catch (JMSException | RuntimeException e) {
            throw broken(e);
        }
    }

    private static String answerTo(String arrival, Outgoing outgoing) {
        var correlated = "JMSCorrelationID = '" + arrival + "'";
        return outgoing.id()
                .map(id -> correlated + " OR (GuituAcknowledges = '" + id + "' AND " + ANSWERS + ")")
                .orElse(correlated);
    }

    private static int priority(Urgency urgency) {
        return switch (urgency) {
            case FLASH -> 9;
            case URGENT -> 6;
            case ROUTINE -> Message.DEFAULT_PRIORITY;
        };
    }

    @Override
    public Optional<Arrival> message(Duration wait) throws LineDown {
        try {
            if (mailbox == null) {
                var session = connection.createSession(true, Session.SESSION_TRANSACTED);
                mailbox = new Consumer(session, session.createConsumer(session.createQueue("hub.mailbox." + party)));
            }
            return next(mailbox, wait);
        } catch (JMSException | RuntimeException e) {
            throw broken(e);
        }
    }

    @Override
    public Optional<Arrival> receipt(Duration wait) throws LineDown {
        try {
            if (receipts == null) {
                var session = connection.createSession(true, Session.SESSION_TRANSACTED);
                var forgotten = clock.instant().minus(GIVEN_UP).toEpochMilli();
                var filter = "GuituKind IS NULL OR NOT (" + ANSWERS + ") OR JMSTimestamp < " + forgotten;
                receipts = new Consumer(
                        session, session.createConsumer(session.createQueue("hub.receipt." + party), filter));
            }
            return next(receipts, wait);
        } catch (JMSException | RuntimeException e) {
            throw broken(e);
        }
    }

    private static Optional<Arrival> next(Consumer from, Duration wait) throws JMSException {
        var message = wait.isZero()
                ? from.consumer().receiveNoWait()
                : // 0 would be for ever
                from.consumer().receive(Math.max(1, wait.toMillis()));
        if (message == null) {
            return Optional.empty();
        }
        var statement = Optional.ofNullable(message.getStringProperty("GuituDelivered"));
        return Optional.of(new JmsArrival(
                from.session(), bytes(message), statement.map(text -> text.getBytes(StandardCharsets.UTF_8))));
    }

    /** A message of another kind has no bytes: it is handed on empty, so that it is rejected and not met again. */
    private static byte[] bytes(Message message) throws JMSException {
        if (!(message instanceof BytesMessage body)) {
            return new byte[0];
        }
        var bytes = new byte[Math.toIntExact(body.getBodyLength())];
        body.readBytes(bytes);
        return bytes;
    }

    private record JmsArrival(Session session, byte[] wire, Optional<byte[]> delivered) implements Arrival {
        @Override
        public void taken() throws LineDown {
            try {
                session.commit();
            } catch (JMSException | RuntimeException e) {
                throw broken(e);
            }
        }

        @Override
        public void putBack() {
            try {
                session.rollback();
            } catch (JMSException | RuntimeException e) {
                // the line is gone, and with it our hold on the message: it comes again by itself
                return;
            }
        }
    }

    /** Any trouble after the line stood: the cause is for the trace, the officer's next step is the same. */
    private static LineDown broken(Throwable cause) {
        return new LineDown(
                new Labels(
                        "与枢纽的连接中断。消息保留在发件箱：办公桌开启时自动再次发送，命令行则在下次调用时发送。",
                        "The line to the hub broke. What is queued is sent again: by an open desk itself, else by the next "
                                + "command."),
                cause);
    }

    @Override
    public void close() {
        quietly(connection);
        afterwards.run();
    }

    static void quietly(@Nullable Connection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (JMSException | RuntimeException e) {
                // closing a broken line: nothing is left to save
                return;
            }
        }
    }
}
