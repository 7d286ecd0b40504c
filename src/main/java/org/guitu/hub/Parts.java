package org.guitu.hub;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.guitu.agreement.Clause;
import org.guitu.belt.Attempts;
import org.guitu.belt.Belt;
import org.guitu.belt.Deadlines;
import org.guitu.belt.Deliveries;
import org.guitu.belt.Faults;
import org.guitu.belt.Mailbox;
import org.guitu.belt.Pusher;
import org.guitu.belt.RecordDeliveries;
import org.guitu.belt.RecordReceipts;
import org.guitu.belt.RecordShelf;
import org.guitu.belt.Retry;
import org.guitu.directory.Party;
import org.guitu.door.jms.JmsDoor;
import org.guitu.door.soap.SoapDoor;
import org.guitu.gate.Addressing;
import org.guitu.gate.Agenda;
import org.guitu.gate.Arrival;
import org.guitu.gate.Authenticator;
import org.guitu.gate.Authoriser;
import org.guitu.gate.Contents;
import org.guitu.gate.Database;
import org.guitu.gate.FailedDeliveries;
import org.guitu.gate.Frontier;
import org.guitu.gate.Gate;
import org.guitu.gate.GateLog;
import org.guitu.gate.Journal;
import org.guitu.gate.Quarantine;
import org.guitu.gate.Rates;
import org.guitu.gate.ReceiptRule;
import org.guitu.gate.Receiver;
import org.guitu.gate.Reception;
import org.guitu.gate.RecordMemory;
import org.guitu.gate.RecordOverview;
import org.guitu.gate.RecordRegister;
import org.guitu.gate.Reviews;
import org.guitu.gate.Room;
import org.guitu.gate.Validator;
import org.guitu.gate.Verifier;
import org.guitu.message.Header.Status;
import org.guitu.message.MessageType;
import org.guitu.message.PartyId;
import org.guitu.message.Refusals;
import org.guitu.receipt.ReceiptWriter;
import org.guitu.seal.Sealing;
import org.guitu.trust.XmlVerifier;
import org.guitu.xml.SafeXml;
import org.guitu.xml.XmlLimits;

/** The gate and the belt of one hub, wired by hand: who is made of what is read here from top to bottom. */
final class Parts implements AutoCloseable {
    /** What the routes may name as {@code ref}, and of which class each is. */
    static final Map<String, Class<?>> BEANS = Map.of(
            "gate", JmsDoor.class,
            "belt", Belt.class,
            "mailbox", Mailbox.class,
            "pusher", Pusher.class,
            "deadlines", Deadlines.class,
            "faults", Faults.class);

    private final Material material;
    private final Clock clock;
    private final Counters counters = new Counters();
    private final Database database;
    private final Journal journal;
    private final Quarantine quarantine;
    private final Deliveries deliveries;
    private final Blocks blocks;
    private final JmsDoor door;
    private final Belt belt;
    private final Mailbox mailbox;
    private final Deadlines deadlines;
    private final OwnMessages own;
    private final HubDirections directions;
    private final Belt.Stock stock;
    private final Attempts attempts;
    private final SoapParts soap;

    /** @param line is told of what comes in over SOAP */
    Parts(Material material, DataSource record, Lines lines, BeltLine line, Clock clock)
            throws org.guitu.config.ConfigurationException {
        this.material = material;
        this.clock = clock;
        var config = material.config();
        var limits = config.limits();
        var xml =
                new SafeXml(new XmlLimits(limits.messageBytes(), limits.depth(), limits.attributes(), limits.parse()));
        database = new Database(record);
        var contents = new Contents(database, material.master());
        contents.requireOwnRecord();
        var acts = new AdminActs(database, clock);
        acts.nameBlocked(material.directory().get());
        blocks = new Blocks(acts::blocked, material.directory());
        blocks.refresh();
        material.keys().goBy(blocks, blocks::isBlocked);
        directions = new HubDirections(blocks, config.party());
        var receipts = receipts(xml);
        journal = new Journal(database, contents, receipts);
        quarantine =
                new Quarantine(database, contents, receipts, config.quarantine().keep(), clock);
        var memory = new RecordMemory(database, contents, xml);
        var gate = gate(xml, memory);
        var room = Room.toWork();
        var reception = new Reception(gate, quarantine, new GateLog(counters));
        door = new JmsDoor(
                reception,
                rates("jms", config.doors().jms().rate()),
                lines.notices((wire, channel) -> receipts.refused(
                                Arrival.of(wire), channel, Refusals.refusal("GT-6003", "", ""))
                        .receipt()),
                room,
                new JmsDoor.Limits(limits.messageBytes(), limits.mailbox()),
                clock);
        deliveries = new RecordDeliveries(database, contents, this::joined);
        var delivery = config.delivery();
        stock = new Belt.Stock(deliveries, new RecordShelf(database, contents), new RecordReceipts(database));
        attempts = new Attempts(
                deliveries, receipts, new Retry(delivery.tries(), delivery.over(), delivery.firstDelay()), clock);
        belt = new Belt(stock, directions, receipts, attempts, room, clock);
        mailbox = new Mailbox(attempts, limits.mailbox(), clock);
        soap = new SoapParts(
                new SoapParts.Shared(
                        material,
                        record,
                        database,
                        directions,
                        blocks,
                        rates("soap", config.doors().soap().rate()),
                        counters,
                        clock),
                new SoapDoor.Entry(reception, room, line::take),
                stock,
                attempts,
                receipts);
        own = new OwnMessages(
                new OwnMessages.Memories(
                        new Agenda(database),
                        memory,
                        new RecordOverview(database, material.families()),
                        material.families()),
                reception,
                () -> material.keys().signing().first(),
                config.party(),
                clock);
        deadlines = new Deadlines(deliveries, receipts, this::alsoNotified, clock);
    }

    private HubReceipts receipts(SafeXml xml) {
        var config = material.config();
        var status = config.environment() == HubConfig.Environment.PRODUCTION ? Status.ACTUAL : Status.EXERCISE;
        var as = new ReceiptWriter.Labelled("hub", "system", status);
        return new HubReceipts(
                signer -> new ReceiptWriter(config.party(), as, signer, clock, UUID::randomUUID),
                material.keys()::signing,
                xml,
                directions);
    }

    private Gate gate(SafeXml xml, RecordMemory memory) {
        var limits = material.config().limits();
        var environment =
                Validator.Environment.valueOf(material.config().environment().name());
        var register = new RecordRegister(database, material.families());
        var addressing = new Addressing(
                blocks,
                material::grants,
                register,
                new Frontier(environment, material.families()),
                limits.recipients(),
                UUID::randomUUID);
        return new Gate(
                new Receiver(xml, clock),
                new Authenticator(blocks, blocks),
                new Verifier(new XmlVerifier(), material::paths, limits.ahead()),
                new Validator(
                        material.families(),
                        new Sealing(blocks, material::paths),
                        environment,
                        new Validator.Times(limits.ahead(), limits.age())),
                new Authoriser(
                        memory,
                        material.families(),
                        addressing,
                        new ReceiptRule(
                                memory,
                                blocks,
                                UUID::randomUUID,
                                material.config().party()),
                        register,
                        limits.hold()),
                journal);
    }

    private boolean joined(PartyId party) {
        return !blocks.test(party)
                && blocks.get()
                        .party(party)
                        .map(found -> found.joined(clock.instant()))
                        .orElse(false);
    }

    private List<PartyId> alsoNotified(MessageType type, String deadline) {
        if (Clause.isId(deadline)) {
            // the office that watches over all agreements
            return blocks.get().parties().stream()
                    .filter(party -> party.isNamed("jco"))
                    .map(Party::id)
                    .toList();
        }
        return material.families().of(type).workflow().deadline(deadline).stream()
                .flatMap(found -> found.notified().stream())
                .filter(name -> !name.equals("sender"))
                .flatMap(name -> blocks.get().expand(name).stream())
                .toList();
    }

    Blocks blocks() {
        return blocks;
    }

    /** The things themselves, each under its name in {@link #BEANS}. */
    Map<String, Object> beans() {
        return Map.of(
                "gate",
                door,
                "belt",
                belt,
                "mailbox",
                mailbox,
                "pusher",
                soap.pusher(),
                "deadlines",
                deadlines,
                "faults",
                new Faults(Lines::takenBack, clock));
    }

    /** What the routes name in double braces. */
    static Properties settings(HubConfig config) {
        var settings = new Properties();
        settings.setProperty(
                "guitu.gate.consumers", String.valueOf(config.gate().consumers()));
        settings.setProperty(
                "guitu.belt.consumers", String.valueOf(config.belt().consumers()));
        return settings;
    }

    List<Jobs.Job> jobs(BeltLine line) {
        var jobs = material.config().jobs();
        return Stream.concat(
                        soap.jobs().stream(),
                        Stream.of(
                                new Jobs.Job("sweeper", jobs.sweep(), () -> sweep(line)),
                                new Jobs.Job("deadlines", jobs.deadlines(), () -> line.run("deadlines", "")),
                                new Jobs.Job("own-messages", jobs.deadlines(), () -> own.send(line)),
                                new Jobs.Job("expired", jobs.deadlines(), this::expire),
                                new Jobs.Job("quarantine-purge", Duration.ofHours(1), quarantine::purge)))
                .toList();
    }

    private void expire() {
        attempts.expire(stock.shelf(), material.config().limits().mailbox());
    }

    private void sweep(BeltLine line) {
        var now = clock.instant();
        var before = now.minus(material.config().jobs().sweepAfter());
        for (var parcel : deliveries.waiting(before, now, 200)) {
            line.run("swept", parcel);
        }
        line.run("receipts", "");
    }

    Management.State state(BrokerStore broker, RecordStore record, ExpiryWatch expiry) {
        return () -> Map.of(
                "database", record::problem,
                "broker", broker::problem,
                "directory", material.directory()::problem,
                "trust", trust(),
                "keys", material.keys()::problem,
                "certificates", expiry);
    }

    /** That an authority is silent is not the hub's fault, and whoever looks for why everybody is refused finds it here. */
    private Management.Check trust() {
        return new Management.Check() {
            @Override
            public Optional<String> problem() {
                return material.trust().problem();
            }

            @Override
            public Optional<String> notice() {
                var silent = material.paths().silent();
                return silent.isEmpty() ? Optional.empty() : Optional.of("no answer: " + String.join("; ", silent));
            }
        };
    }

    Administration administration(Access access) {
        return new RecordedAdministration(
                new AdminActs(database, clock),
                new Administrators(material.options().data()),
                new RecordedAdministration.Subjects(
                        deliveries, quarantine, new Reviews(database), new FailedDeliveries(database)),
                access,
                clock);
    }

    void countInto(MeterRegistry meters) {
        counters.into(meters);
    }

    private Rates rates(String door, HubConfig.Rate rate) {
        return new Rates(door, rate.limit(), clock, counters::turnedAway);
    }

    Logins logins() {
        var logins = rates("jms-login", material.config().doors().jms().logins());
        return new Logins(soap.caller(), material::paths, logins, counters, clock);
    }

    SoapParts soap() {
        return soap;
    }

    @Override
    public void close() {
        soap.close();
        journal.close();
    }

    /** Counts before and after the meters exist. */
    private static final class Counters implements GateLog.Counts {
        private volatile Optional<MeterRegistry> meters = Optional.empty();

        void into(MeterRegistry registry) {
            meters = Optional.of(registry);
        }

        void turnedAway(String door, Optional<PartyId> party) {
            var name = party.map(PartyId::value).orElse("none");
            meters.ifPresent(registry -> registry.counter("guitu.turned.away", "door", door, "party", name)
                    .increment());
        }

        @Override
        public void accepted(String door, boolean again) {
            meters.ifPresent(
                    registry -> registry.counter("guitu.accepted", "door", door, "again", String.valueOf(again))
                            .increment());
        }

        @Override
        public void refused(String door, String code) {
            meters.ifPresent(registry -> registry.counter("guitu.refused", "door", door, "code", code)
                    .increment());
        }
    }
}
