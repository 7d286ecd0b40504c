package org.guitu.office.line;

import jakarta.xml.soap.SOAPElement;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.guitu.message.Digest;
import org.guitu.message.PartyId;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.soap.Contract.Operation;
import org.guitu.soap.ContractFiles;
import org.guitu.soap.Exchange;
import org.guitu.soap.Item;
import org.guitu.soap.Part;
import org.guitu.soap.Room;
import org.guitu.soap.SoapServer;
import org.guitu.soap.Trusting;
import org.guitu.soap.WsSecurity;
import org.guitu.trust.Identity;

/**
 * Lines of an office that the hub calls: a small server that answers {@code Deliver} when the office has stored the item. What
 * the office sends goes over other lines.
 */
public final class PushedLines implements AutoCloseable {
    /** Where it is called. */
    public static final String PATH = "/inbox";

    /** A message of 10 MiB in base64, with its envelope. */
    private static final long REQUEST_BYTES = 15L << 20;

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration STORING = Duration.ofSeconds(60);

    private final LinkedBlockingQueue<Pushed> messages = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Pushed> receipts = new LinkedBlockingQueue<>();
    private final Set<Digest> seen = ConcurrentHashMap.newKeySet();
    private final SoapServer server;

    /**
     * Where it listens and who it is at each moment.
     *
     * @param hub who may call, known by its TLS certificate
     * @param host the hub's, for a certificate that names no party
     * @param work a folder for the server's own use
     */
    public record Endpoint(
            String listen,
            int port,
            Supplier<Identity> identity,
            List<X509Certificate> authorities,
            PartyId hub,
            String host,
            Path work) {}

    /** @throws IOException when the port cannot be had */
    public PushedLines(Endpoint endpoint, Clock clock, SoapServer.Refusals refusals) throws IOException {
        var anchors = endpoint.authorities();
        var trust = Trusting.authorities(anchors);
        this.server = SoapServer.start(
                new SoapServer.Settings(
                        endpoint.listen(), endpoint.port(), endpoint.work(), REQUEST_BYTES, PATIENCE, Room.endless()),
                new SoapServer.Tls(endpoint.identity(), () -> trust),
                new WsSecurity(
                        endpoint.identity(),
                        new HubCaller(endpoint.hub(), endpoint.host(), anchors),
                        (envelope, memory) -> first(envelope),
                        clock),
                new SoapServer.Offer(PATH, ContractFiles.none(), Set.of(Operation.DELIVER), this::deliver),
                refusals);
    }

    /** One process, one memory; an item that comes twice is recognised by what is stored. */
    private boolean first(Digest envelope) {
        if (seen.size() > 100_000) {
            seen.clear();
        }
        return seen.add(envelope);
    }

    public int port() {
        return server.port();
    }

    private void deliver(Exchange.Call call, SOAPElement response) throws Refused {
        var items = Part.all(call.body().children("Item"), "Item", 1, Item::read);
        if (items.isEmpty()) {
            throw Refusals.refused("GT-1035", "Item");
        }
        var pushed = new Pushed(items.get(0), new CompletableFuture<>());
        (pushed.item().kind() == Item.Kind.MESSAGE ? messages : receipts).add(pushed);
        try {
            pushed.stored().get(STORING.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new Refused(Refusals.refusal("GT-6006", "", ""), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refused(Refusals.refusal("GT-6006", "", ""), e);
        }
    }

    private record Pushed(Item item, CompletableFuture<Boolean> stored) implements Arrival {
        @Override
        public byte[] wire() {
            return item.document();
        }

        @Override
        public Optional<byte[]> delivered() {
            return item.delivered();
        }

        @Override
        public void taken() {
            stored.complete(true);
        }

        @Override
        public void putBack() {
            stored.completeExceptionally(new IOException("not stored"));
        }
    }

    /** Lines that receive what comes in here, and send over those. */
    public Lines beside(Lines sending) {
        return () -> receiving(sending.open());
    }

    private Line receiving(Line line) {
        return new Line() {
            @Override
            public Optional<byte[]> send(Outgoing outgoing, Duration timeout) throws LineDown {
                return line.send(outgoing, timeout);
            }

            @Override
            public Optional<Arrival> message(Duration wait) {
                return next(messages, wait);
            }

            @Override
            public Optional<Arrival> receipt(Duration wait) {
                return next(receipts, wait);
            }

            @Override
            public void close() {
                line.close();
            }
        };
    }

    private static Optional<Arrival> next(LinkedBlockingQueue<Pushed> from, Duration wait) {
        try {
            return Optional.ofNullable(from.poll(wait.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
