package org.guitu.door.soap;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.guitu.belt.Courier;
import org.guitu.belt.Shelf.Shelved;
import org.guitu.message.PartyId;
import org.guitu.message.Refused;
import org.guitu.soap.Contract.Operation;
import org.guitu.soap.Item;
import org.guitu.soap.Part;
import org.guitu.soap.SoapClient;
import org.guitu.soap.SoapClient.Unanswered;
import org.guitu.soap.Troubled;
import org.guitu.soap.Trusting;
import org.guitu.soap.WsSecurity;
import org.guitu.trust.Identity;

/** Calls {@code Deliver} at partners' endpoints, taking only the certificates that the directory holds of them. */
public final class PartnerCalls implements Courier, AutoCloseable {
    /** A message of 10 MiB over 2 Mbit/s takes 55 s. */
    private static final Duration ANSWER = Duration.ofSeconds(90);

    private final Supplier<Identity> identity;
    private final Addresses addresses;
    private final Secured secured;
    private final Map<PartyId, Open> open = new ConcurrentHashMap<>();

    public PartnerCalls(Supplier<Identity> identity, Addresses addresses, Secured secured) {
        this.identity = identity;
        this.addresses = addresses;
        this.secured = secured;
    }

    /** Where partners are. */
    @FunctionalInterface
    public interface Addresses {
        /** As the directory says at this moment; empty when the partner is not called any more. */
        Optional<Address> of(PartyId party);
    }

    /** WS-Security towards one partner. */
    @FunctionalInterface
    public interface Secured {
        WsSecurity towards(PartyId party);
    }

    /** One endpoint, and the certificates that are taken there. */
    public record Address(URI endpoint, List<X509Certificate> certificates) {}

    private record Open(Address address, Identity identity, SoapClient client) {}

    @Override
    public Optional<byte[]> bring(PartyId to, Shelved thing) throws NotBrought {
        var address = addresses.of(to);
        if (address.isEmpty() || address.get().certificates().isEmpty()) {
            throw new NotBrought("GT-7003", "the directory has no endpoint or no TLS certificate in force of it");
        }
        var item = new Item(
                thing.delivery(),
                thing.isReceipt() ? Item.Kind.RECEIPT : Item.Kind.MESSAGE,
                thing.about(),
                Optional.empty(),
                thing.document(),
                thing.statement());
        try {
            var answer = client(to, address.get()).call(Operation.DELIVER, item::write);
            return Part.find(answer.children("Receipt"), "Receipt", Part::bytes);
        } catch (Troubled e) {
            throw new NotBrought(
                    "GT-7005", "refused there with " + e.trouble().refusal().code(), e);
        } catch (Refused e) {
            throw new NotBrought("GT-7005", "the receipt in its answer cannot be read", e);
        } catch (Unanswered e) {
            throw new NotBrought("GT-7003", String.valueOf(e.getMessage()), e);
        }
    }

    /** Made anew when address, certificates or our own key changed: what was once connected would go on as before. */
    private SoapClient client(PartyId to, Address address) {
        var own = identity.get();
        return open.compute(to, (party, before) -> {
                    if (before != null
                            && before.address().equals(address)
                            && before.identity().equals(own)) {
                        return before;
                    }
                    if (before != null) {
                        before.client().close();
                    }
                    var line =
                            new SoapClient.Line(address.endpoint(), own, Trusting.only(address::certificates), ANSWER);
                    return new Open(address, own, SoapClient.to(line, secured.towards(to)));
                })
                .client();
    }

    @Override
    public void close() {
        open.values().forEach(one -> one.client().close());
    }
}
