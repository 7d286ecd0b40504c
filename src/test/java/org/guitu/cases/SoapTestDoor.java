package org.guitu.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.guitu.cases.WireCase.Step;
import org.guitu.directory.Directory;
import org.guitu.message.MessageId;
import org.guitu.message.PartyId;
import org.guitu.message.Patience;
import org.guitu.message.Refused;
import org.guitu.receipt.ReceiptKind;
import org.guitu.receipt.ReceiptReader;
import org.guitu.soap.Caller;
import org.guitu.soap.Contract;
import org.guitu.soap.Contract.Operation;
import org.guitu.soap.Item;
import org.guitu.soap.Part;
import org.guitu.soap.SoapClient;
import org.guitu.soap.SoapClient.Unanswered;
import org.guitu.soap.Troubled;
import org.guitu.soap.Trusting;
import org.guitu.soap.WsSecurity;
import org.guitu.trust.KeyFileException;
import org.guitu.xml.SafeXml;
import org.guitu.xml.XmlLimits;

/** The SOAP door: each party calls with its own certificate and signs its envelopes with the same key. */
final class SoapTestDoor implements Door {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final SafeXml XML = new SafeXml(XmlLimits.standard());

    private final Keys keys;
    private final List<X509Certificate> anchors;
    private final URI address;
    private final X509Certificate hub;
    private final Map<String, SoapClient> clients = new TreeMap<>();
    private final Map<PartyId, List<Item>> fetched = new TreeMap<>();

    /** @param hub what the hub shows at the handshake, and signs its answers with */
    SoapTestDoor(Keys keys, List<X509Certificate> anchors, int port, X509Certificate hub) {
        this.keys = keys;
        this.anchors = anchors;
        this.address = URI.create("https://127.0.0.1:" + port + Contract.PATH);
        this.hub = hub;
    }

    @Override
    public Answered send(PartyId from, byte[] wire, Step how) throws ShutOut {
        if (how.text().isPresent() || how.address().isPresent()) {
            throw new IllegalArgumentException("text and address are of JMS: the case has to say doors: [jms]");
        }
        try {
            var client = client(how.as().orElse(from.value()), from);
            var answer = client.call(Operation.SUBMIT, asked -> Part.bytes(asked, "Message", wire));
            var receipts = Part.all(answer.children("Receipt"), "Receipt", 1, Part::bytes);
            return new Answered(Optional.empty(), receipts.get(0), Optional.empty());
        } catch (Troubled e) {
            var trouble = e.trouble();
            var receipt = trouble.receipt().orElseThrow(() -> new ShutOut(e));
            return new Answered(Optional.empty(), receipt, Optional.of(trouble.refusal()));
        } catch (Unanswered e) {
            throw new ShutOut(e);
        } catch (Refused e) {
            throw new AssertionError("the answer is not as the contract says", e);
        }
    }

    @Override
    public Optional<byte[]> collect(PartyId party, MessageId message, Optional<MessageId> acknowledged) {
        var until = System.nanoTime() + PATIENCE.toNanos();
        var items = fetched.computeIfAbsent(party, none -> new ArrayList<>());
        do {
            for (var item : items) {
                if (acknowledged.isPresent() ? isReceipt(item, acknowledged.get()) : isMessage(item, message)) {
                    items.remove(item);
                    return Optional.of(item.document());
                }
            }
            items.addAll(fetch(party));
        } while (System.nanoTime() < until);
        return Optional.empty();
    }

    private static boolean isMessage(Item item, MessageId message) {
        return item.kind() == Item.Kind.MESSAGE && item.message().equals(message);
    }

    /** One of a party: the hub's own, {@code Delivered}, are about the same message. */
    private static boolean isReceipt(Item item, MessageId about) {
        if (item.kind() != Item.Kind.RECEIPT || !item.message().equals(about)) {
            return false;
        }
        try {
            var kind = ReceiptReader.read(XML.parse(item.document())).kind();
            return kind == ReceiptKind.RECEIVED || kind == ReceiptKind.READ;
        } catch (Refused e) {
            throw new AssertionError("a receipt of the mailbox does not read", e);
        }
    }

    /** What waits now, waiting for the first; it is taken at once. */
    private List<Item> fetch(PartyId party) {
        try {
            var client = client(party.value(), party);
            var answer = client.call(Operation.RETRIEVE, asked -> {
                Part.add(asked, "Max", (Object) 50);
                Part.add(asked, "Wait", (Object) 5);
            });
            var items = Part.all(answer.children("Item"), "Item", 50, Item::read);
            assertThat(items)
                    .allSatisfy(item ->
                            assertThat(item.delivered().isPresent()).isEqualTo(item.kind() == Item.Kind.MESSAGE));
            if (!items.isEmpty()) {
                client.call(
                        Operation.ACKNOWLEDGE,
                        asked -> items.forEach(item -> Part.add(asked, "Taken", (Object) item.delivery())));
            }
            return items;
        } catch (Unanswered | Refused e) {
            throw new AssertionError("the mailbox cannot be read", e);
        }
    }

    /** @param channel whose certificate opens it; {@code from} signs the envelopes */
    private SoapClient client(String channel, PartyId from) {
        return clients.computeIfAbsent(channel + " " + from, both -> connect(channel, from));
    }

    private SoapClient connect(String channel, PartyId from) {
        try {
            var line = new SoapClient.Line(
                    address, keys.channel(channel), Trusting.authorities(anchors), Duration.ofSeconds(60));
            var signer = keys.channel(from.value());
            var security = new WsSecurity(() -> signer, new TheHub(hub), (seen, memory) -> true, Clock.systemUTC());
            return SoapClient.to(line, security);
        } catch (KeyFileException e) {
            throw new AssertionError("no key for the channel of " + channel, e);
        }
    }

    /** The hub, by the very certificate it shows. */
    private record TheHub(X509Certificate own) implements Caller {
        @Override
        public PartyId ofChannel(Optional<X509Certificate> shown) {
            return Directory.HUB;
        }

        @Override
        public void requireSigner(PartyId party, X509Certificate signer) {
            assertThat(signer).isEqualTo(own);
        }

        @Override
        public void requireStanding(X509Certificate certificate, Patience patience) {}
    }

    @Override
    public void close() {
        clients.values().forEach(SoapClient::close);
    }
}
