package org.guitu.office;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.guitu.message.Digest;
import org.guitu.message.Header;
import org.guitu.message.PartyId;
import org.guitu.office.line.Arrival;
import org.guitu.office.line.LineDown;
import org.guitu.receipt.ReceiptReader.View;

/**
 * Takes what the hub holds for this office. The order is what makes a crash harmless: verify, store, queue the signed
 * {@code Received}, and only then tell the hub. A copy that comes again is recognised by what is stored.
 */
final class Collecting {
    private final PartyId party;
    private final Storage storage;
    private final Proofs proofs;
    private final Acknowledging acknowledging;
    private final SealBox seals;
    private final World world;

    Collecting(PartyId party, Storage storage, Unlocked keys, World world) {
        this.party = party;
        this.storage = storage;
        this.proofs = keys.proofs();
        this.acknowledging = keys.acknowledging();
        this.seals = keys.seals();
        this.world = world;
    }

    /**
     * Takes every message and receipt that is there.
     *
     * @param wait how long to wait for the first message; none for the others
     * @param over whether to end where more is there: asked after each, since traffic may never cease
     */
    void round(OpenLine line, Path folder, Duration wait, Watcher watcher, BooleanSupplier over)
            throws IOException, OfficeProblem, LineDown {
        DurableFiles.folder(folder);
        var message = line.get().message(wait);
        while (message.isPresent()) {
            keeping(message.get(), arrival -> message(arrival, folder, watcher));
            message = over.getAsBoolean() ? Optional.empty() : line.get().message(Duration.ZERO);
        }
        var receipt = line.get().receipt(Duration.ZERO);
        while (receipt.isPresent()) {
            keeping(receipt.get(), arrival -> receipt(arrival, watcher));
            receipt = over.getAsBoolean() ? Optional.empty() : line.get().receipt(Duration.ZERO);
        }
    }

    private interface Storing {
        void store(Arrival arrival) throws IOException, OfficeProblem;
    }

    /** Tells the hub after storing; whatever keeps us from storing leaves it with the hub. */
    private static void keeping(Arrival arrival, Storing storing) throws IOException, OfficeProblem, LineDown {
        boolean stored = false;
        try {
            storing.store(arrival);
            stored = true;
        } finally {
            if (!stored) {
                arrival.putBack();
            }
        }
        arrival.taken();
    }

    private void message(Arrival arrival, Path folder, Watcher watcher) throws IOException, OfficeProblem {
        try {
            byte[] statement = arrival.delivered()
                    .orElseThrow(() -> new NotVerified(
                            "消息没有枢纽的 Delivered 声明。", "The message comes without the hub's Delivered statement."));
            var delivered = proofs.statement(statement, arrival.wire());
            if (delivered.view().recipients().stream().noneMatch(r -> r.party().equals(party))) {
                throw new NotVerified("枢纽的声明是给另一方的。", "The hub's statement is for another party.");
            }
            var message = proofs.message(arrival.wire(), delivered);
            var known = known(message.header(), arrival.wire());
            var receiving = known.isPresent()
                    ? known.get()
                    : store(message.header(), arrival.wire(), statement, new Place(folder, delivered.view()));
            acknowledging.received(receiving, message.document(), arrival.wire());
            watcher.message(message.header(), receiving.path(), known.isPresent());
            for (var note : seals.open(message.document()).notes()) {
                watcher.note(message.header(), note);
            }
        } catch (NotVerified e) {
            var file = storage.shelf().reject(arrival.wire(), arrival.delivered(), e.problem());
            watcher.rejected(file, e.problem().labels());
        }
    }

    private record Place(Path folder, View delivered) {}

    private Sidecar.Receiving store(Header header, byte[] wire, byte[] statement, Place place) throws IOException {
        var file = Inbox.message(place.folder(), header.id()).toAbsolutePath().normalize();
        var arrived = new Sidecar.Arrived(
                world.clock().instant().toString(),
                file,
                Digest.of(wire).hex(),
                world.ids().get().toString(),
                place.delivered().number().orElse(0L),
                place.delivered().owed().map(Sidecar.Owing::of));
        var receiving = Sidecar.Receiving.of(header, arrived);
        storage.inbox().store(receiving, wire, statement);
        return receiving;
    }

    /**
     * What is known of a message that came before. The same identifier over other bytes is not the same message: the hub
     * never accepts that, so it is not believed here either.
     */
    private Optional<Sidecar.Receiving> known(Header header, byte[] wire) throws IOException, NotVerified {
        var known = storage.inbox().find(header.id());
        if (known.isPresent() && !known.get().digest().equals(Digest.of(wire).hex())) {
            throw new NotVerified("同一标识此前已收到不同内容。", "Other content was received under the same identifier before.");
        }
        return known;
    }

    private void receipt(Arrival arrival, Watcher watcher) throws IOException {
        try {
            var receipt = proofs.ofAnyone(arrival.wire(), arrival.delivered());
            var file = storage.shelf()
                    .file(
                            receipt.view().acknowledged(),
                            receipt.view().kind().element(),
                            receipt.header().id(),
                            arrival.wire());
            if (arrival.delivered().isPresent()) {
                DurableFiles.write(Inbox.statement(file), arrival.delivered().get());
            }
            watcher.receipt(receipt.view());
        } catch (NotVerified e) {
            watcher.rejected(
                    storage.shelf().reject(arrival.wire(), arrival.delivered(), e.problem()),
                    e.problem().labels());
        }
    }
}
