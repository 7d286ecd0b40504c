package org.guitu.office.line;

import jakarta.xml.soap.SOAPElement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import org.guitu.message.Labels;
import org.guitu.message.Refusal;
import org.guitu.message.Refused;
import org.guitu.soap.Contract.Operation;
import org.guitu.soap.Item;
import org.guitu.soap.Part;
import org.guitu.soap.SoapClient;
import org.guitu.soap.SoapClient.Unanswered;
import org.guitu.soap.Troubled;

/** A line over the hub's SOAP door: messages and receipts come from one mailbox, a few at a time, each on a lease. */
final class SoapLine implements Line {
    private static final int AT_ONCE = 10;
    private static final int LONGEST_WAIT = 30;

    private final SoapClient client;
    private final HubAddress hub;
    private final TlsIdentity identity;
    private final Deque<Item> messages = new ArrayDeque<>();
    private final Deque<Item> receipts = new ArrayDeque<>();

    SoapLine(SoapClient client, HubAddress hub, TlsIdentity identity) {
        this.client = client;
        this.hub = hub;
        this.identity = identity;
    }

    @Override
    public Optional<byte[]> send(Outgoing outgoing, Duration timeout) throws LineDown {
        try {
            var answer = client.call(Operation.SUBMIT, asked -> Part.bytes(asked, "Message", outgoing.wire()));
            return Part.find(answer.children("Receipt"), "Receipt", Part::bytes);
        } catch (Troubled e) {
            // a message that was refused has the hub's signed word for it; what else is refused is the line's own
            // trouble
            return Optional.of(
                    e.trouble().receipt().orElseThrow(() -> refused(e.trouble().refusal(), e)));
        } catch (Refused e) {
            throw refused(e.refusal(), e);
        } catch (Unanswered e) {
            throw down(e);
        }
    }

    @Override
    public Optional<Arrival> message(Duration wait) throws LineDown {
        if (messages.isEmpty() && (receipts.isEmpty() || !wait.isZero())) {
            fetch(wait);
        }
        return Optional.ofNullable(messages.poll()).map(this::arrival);
    }

    @Override
    public Optional<Arrival> receipt(Duration wait) throws LineDown {
        if (receipts.isEmpty()) {
            fetch(wait);
        }
        return Optional.ofNullable(receipts.poll()).map(this::arrival);
    }

    /** Asks once, or as often as it takes to wait so long; whatever came ends the waiting. */
    private void fetch(Duration wait) throws LineDown {
        var until = System.nanoTime() + wait.toNanos();
        do {
            long left = Math.max(0, until - System.nanoTime());
            int seconds = (int) Math.min(LONGEST_WAIT, (left + 999_999_999L) / 1_000_000_000L);
            var answer = called(Operation.RETRIEVE, asked -> {
                Part.add(asked, "Max", (Object) AT_ONCE);
                Part.add(asked, "Wait", (Object) seconds);
            });
            try {
                for (var item : Part.all(answer.children("Item"), "Item", 50, Item::read)) {
                    (item.kind() == Item.Kind.MESSAGE ? messages : receipts).add(item);
                }
            } catch (Refused e) {
                throw refused(e.refusal(), e);
            }
        } while (messages.isEmpty() && receipts.isEmpty() && System.nanoTime() < until);
    }

    private Part called(Operation operation, Consumer<SOAPElement> filling) throws LineDown {
        try {
            return client.call(operation, filling);
        } catch (Troubled e) {
            throw refused(e.trouble().refusal(), e);
        } catch (Unanswered e) {
            throw down(e);
        }
    }

    private Arrival arrival(Item item) {
        return new SoapArrival(item);
    }

    private final class SoapArrival implements Arrival {
        private final Item item;

        SoapArrival(Item item) {
            this.item = item;
        }

        @Override
        public byte[] wire() {
            return item.document();
        }

        @Override
        public Optional<byte[]> delivered() {
            return item.delivered();
        }

        @Override
        public void taken() throws LineDown {
            called(Operation.ACKNOWLEDGE, asked -> Part.add(asked, "Taken", (Object) item.delivery()));
        }

        @Override
        public void putBack() {
            // its lease ends by itself, and then it comes again
        }
    }

    private static LineDown refused(Refusal refusal, Throwable cause) {
        return new LineDown(refusal, cause);
    }

    @Override
    public void reach() throws LineDown {
        var fault = TlsProbe.certain(hub, identity);
        if (fault.isPresent()) {
            throw fault.get();
        }
    }

    @Override
    public boolean greet() throws LineDown {
        var unused = called(Operation.DESCRIBE, asked -> {});
        return true;
    }

    private LineDown down(Unanswered e) {
        return TlsProbe.fault(hub, identity)
                .orElseGet(() -> new LineDown(
                        new Labels(
                                "枢纽 " + hub + " 没有可信的应答。消息保留在发件箱：办公桌开启时自动再次发送，命令行则在下次调用时发送。",
                                "The hub at " + hub
                                        + " gave no answer that can be believed. What is queued is sent again: by an open"
                                        + " desk itself, else by the next command."),
                        e));
    }

    @Override
    public void close() {
        client.close();
    }
}
