package org.guitu.hub;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.guitu.belt.Attempts;
import org.guitu.belt.Belt;
import org.guitu.belt.Notices;
import org.guitu.belt.Pusher;
import org.guitu.belt.RecordTimelines;
import org.guitu.belt.ShelfWatch;
import org.guitu.directory.Use;
import org.guitu.door.soap.PartnerCalls;
import org.guitu.door.soap.PartnerCalls.Address;
import org.guitu.door.soap.RecordReplays;
import org.guitu.door.soap.SoapDoor;
import org.guitu.gate.Database;
import org.guitu.gate.GateLog;
import org.guitu.gate.Rates;
import org.guitu.gate.Room;
import org.guitu.message.PartyId;
import org.guitu.message.Patience;
import org.guitu.message.Refused;
import org.guitu.soap.Caller;
import org.guitu.soap.Replays;
import org.guitu.soap.WsSecurity;

/** What of a hub speaks SOAP: the door partners come to, and the calls to those that want to be called. */
final class SoapParts implements AutoCloseable {
    private final Material material;
    private final HubDirections directions;
    private final Blocks blocks;
    private final GateLog.Counts counts;
    private final Clock clock;
    private final RecordReplays replays;
    private final DirectoryCaller caller;
    private final ShelfWatch watch;
    private final SoapDoor door;
    private final Room work;
    private final Room answers = Room.toAnswer();
    private final PartnerCalls calls;
    private final Pusher pusher;

    /** What the whole hub has one of. */
    record Shared(
            Material material,
            DataSource record,
            Database database,
            HubDirections directions,
            Blocks blocks,
            Rates rates,
            GateLog.Counts counts,
            Clock clock) {}

    SoapParts(Shared shared, SoapDoor.Entry entry, Belt.Stock stock, Attempts attempts, Notices notices) {
        this.material = shared.material();
        this.directions = shared.directions();
        this.counts = shared.counts();
        this.clock = shared.clock();
        replays = new RecordReplays(shared.database(), clock);
        blocks = shared.blocks();
        caller = new DirectoryCaller(blocks, blocks, shared.material()::paths, shared.rates(), clock);
        watch = new ShelfWatch(shared.record());
        work = entry.room();
        door = new SoapDoor(
                entry,
                new SoapDoor.Mailboxes(stock.shelf(), watch, directions::fetches),
                new RecordTimelines(shared.database()),
                new HubDescription(material, clock),
                new SoapDoor.Limits(
                        material.config().limits().messageBytes(),
                        material.config().doors().soap().lease()),
                clock);
        calls = new PartnerCalls(material.keys()::channel, this::address, this::towards);
        pusher = new Pusher(
                stock,
                attempts,
                notices,
                new CarefulCourier(calls, blocks, answers, Duration.ofSeconds(60)),
                (party, receipt) -> door.passed(receipt, party),
                clock);
    }

    void start() {
        watch.start();
    }

    /** Where the directory says that a partner is to be called. */
    private Optional<Address> address(PartyId party) {
        return blocks.get()
                .party(party)
                .flatMap(found ->
                        found.push().map(endpoint -> new Address(endpoint, found.inForce(Use.TLS, clock.instant()))));
    }

    /** A partner that answers proves itself like one that calls; an old answer cannot be replayed into a TLS channel of ours. */
    private WsSecurity towards(PartyId party) {
        return new WsSecurity(material.keys()::channel, new Called(party), (answer, memory) -> true, clock);
    }

    /** The partner that was called. */
    private final class Called implements Caller {
        private final PartyId party;

        Called(PartyId party) {
            this.party = party;
        }

        @Override
        public PartyId ofChannel(Optional<X509Certificate> shown) {
            return party;
        }

        @Override
        public void requireSigner(PartyId other, X509Certificate signer) throws Refused {
            caller.requireSigner(party, signer);
        }

        @Override
        public void requireStanding(X509Certificate certificate, Patience patience) throws Refused {
            caller.requireStanding(certificate, patience);
        }
    }

    Caller caller() {
        return caller;
    }

    CallLog log() {
        return new CallLog(counts, clock);
    }

    SoapRoom room() {
        return new SoapRoom(work, answers);
    }

    SoapDoor door() {
        return door;
    }

    Pusher pusher() {
        return pusher;
    }

    /** What this hub demands of who calls it, and how it signs its answers. */
    WsSecurity security() {
        Replays remembered = replays;
        return new WsSecurity(material.keys()::channel, caller, remembered, clock);
    }

    List<Jobs.Job> jobs() {
        return Stream.of(
                        new Jobs.Job("envelopes-forgotten", Duration.ofMinutes(5), replays::forget),
                        new Jobs.Job(
                                "receipts-pushed",
                                material.config().jobs().sweep(),
                                () -> directions.called().forEach(pusher::receipts)))
                .toList();
    }

    @Override
    public void close() {
        pusher.close();
        calls.close();
        watch.close();
    }
}
