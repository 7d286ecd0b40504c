package org.guitu.demo;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.guitu.message.MessageId;
import org.guitu.message.PartyId;
import org.guitu.message.Refused;
import org.guitu.office.Office;
import org.guitu.office.OfficeProblem;
import org.guitu.office.Outcome;
import org.guitu.office.Sent;
import org.guitu.office.line.LineDown;
import org.guitu.receipt.ReceiptReader.View;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;
import org.guitu.trust.XmlSigner;
import org.guitu.xml.Envelope;
import org.guitu.xml.SafeXml;
import org.guitu.xml.XmlLimits;
import org.jspecify.annotations.Nullable;

/** The demo's journey: real offices exchange messages of every family, and five that must be refused. */
final class Journey implements AutoCloseable {
    /** The agency that the hub calls. */
    static final PartyId CALLED = new PartyId("vn.mps");

    /** It fetches over SOAP; all others speak JMS. */
    private static final PartyId FETCHES = new PartyId("la.atd");

    private static final Duration ARRIVAL = Duration.ofSeconds(20);
    private static final int AGAIN = 3;
    private static final int PHOTO_BYTES = 300 * 1024;

    private final Exercise exercise;
    private final Doors doors;
    private final Sample samples;
    private final Clock clock;
    private final Telling telling;
    private final Map<PartyId, Office> offices = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();
    private @Nullable CalledPartner called;

    /** Where the hub's doors are. */
    record Doors(int jms, int soap) {}

    Journey(Exercise exercise, Path schemas, Doors doors, Clock clock, Telling telling) {
        this.exercise = exercise;
        this.doors = doors;
        this.samples = new Sample(schemas);
        this.clock = clock;
        this.telling = telling;
    }

    /** Hears of each step as it is done. */
    interface Telling {
        void done(Step step);
    }

    /**
     * One message of the journey.
     *
     * @param expected {@code Accepted}, or the refusal code that must come
     * @param arrivals milliseconds from sending until each party had stored it and signed for it
     * @param note what the reader is told of the message beside its type; mostly nothing
     */
    record Step(
            String type,
            PartyId from,
            String expected,
            Optional<View> answer,
            long millis,
            Map<PartyId, Long> arrivals,
            String note) {
        boolean asExpected() {
            return answer.isPresent()
                    && answer.get()
                            .refusal()
                            .map(refusal -> refusal.code().equals(expected))
                            .orElse(expected.equals("Accepted"));
        }
    }

    /** Plays everything; the steps as they went. */
    List<Step> play() throws IOException, OfficeProblem, LineDown, Refused, KeyFileException {
        called = CalledPartner.start(exercise.connect(CALLED, doors.jms(), doors.soap()), exercise.office(CALLED));
        offices.put(CALLED, called.office());
        exercise.push(CALLED, called.endpoint());
        alert();
        send("case", "assistance-request", "cn.35");
        send("case", "assistance-accept", "cn.53");
        send("case", "assistance-reply", "cn.53");
        toLaos();
        wayHome();
        send("agreement", "proposal", "cn.53");
        send("agreement", "signature-proposer", "cn.53");
        send("agreement", "signature-other", "cn.44");
        send("agreement", "report-to-office", "cn.53");
        send("agreement", "office-receipt", "cn.jco");
        return List.copyOf(steps);
    }

    private void alert() throws IOException, OfficeProblem, LineDown, Refused, KeyFileException {
        var alert = Sample.withPhoto(
                samples.current("alert", "alert-issue", clock.instant()), Photo.ofAtLeast(PHOTO_BYTES));
        deliver(alert, new PartyId("cn.52"));
        deliver(samples.current("alert", "sighting-report", clock.instant()), new PartyId("cn.44"));
        var guizhou = new PartyId("cn.52");
        var changed = new String(signed(Sample.renewed(alert), guizhou), StandardCharsets.UTF_8);
        unchecked("changed byte", changed.replaceFirst("<a:RadiusKm>5", "<a:RadiusKm>4"), guizhou, "GT-3131");
        unchecked(
                "another's door",
                new String(signed(Sample.renewed(alert), guizhou), StandardCharsets.UTF_8),
                new PartyId("cn.44"),
                "GT-3001");
        var broken = Sample.renewed(alert).replaceFirst("<a:Kind>MISSING_CHILD</a:Kind>", "");
        unchecked("schema error", new String(signed(broken, guizhou), StandardCharsets.UTF_8), guizhou, "GT-4101");
        var other = alert.replaceFirst("<a:RadiusKm>500", "<a:RadiusKm>400");
        unchecked(
                "replay, other content",
                new String(signed(other, guizhou), StandardCharsets.UTF_8),
                guizhou,
                "GT-6001");
        deliver(samples.current("alert", "alert-resolved", clock.instant()), guizhou);
    }

    private void send(String family, String sample, String from) throws IOException, OfficeProblem, LineDown {
        deliver(samples.current(family, sample, clock.instant()), new PartyId(from));
    }

    /** Three people go home; minutes of a handover that nobody approved yet are refused on the way. */
    private void wayHome() throws IOException, OfficeProblem, LineDown {
        var home = new WayHome(samples, clock.instant());
        for (var leg : home.asked()) {
            deliver(leg.draft(), leg.from(), leg.note());
        }
        refused("repatriation", "handover-confirmation", "cn.53.border.hekou", "GT-5101");
        for (var leg : home.onwards()) {
            deliver(leg.draft(), leg.from(), leg.note());
        }
    }

    private void deliver(String draft, PartyId from) throws IOException, OfficeProblem, LineDown {
        deliver(draft, from, "");
    }

    /** Sends one draft and lets every party it reached fetch it and sign for it. */
    private void deliver(String draft, PartyId from, String note) throws IOException, OfficeProblem, LineDown {
        var started = System.nanoTime();
        var sent = sent(office(from), draft);
        var arrivals = new java.util.TreeMap<PartyId, Long>();
        if (sent.outcome() == Outcome.ACCEPTED) {
            for (var recipient : sent.receipt().orElseThrow().recipients()) {
                if (recipient.state().orElse("").equals("Queued")) {
                    fetch(recipient.party(), sent.about().orElseThrow().id());
                    arrivals.put(recipient.party(), (System.nanoTime() - started) / 1_000_000);
                }
            }
        }
        acceptedHere(draft, sent);
        add(new Step(typeOf(draft), from, "Accepted", sent.receipt(), sent.millis(), arrivals, note));
    }

    /** An office that got no answer sends the same bytes again; so does this one, on a machine that is busy. */
    private static Sent sent(Office office, String draft) throws IOException, OfficeProblem {
        var sent = office.send(draft.getBytes(StandardCharsets.UTF_8), false, ARRIVAL);
        for (int again = 0; again < AGAIN && sent.outcome() == Outcome.QUEUED; again++) {
            var id = sent.about().orElseThrow().id();
            sent = office.flush(ARRIVAL).getOrDefault(id, sent);
        }
        return sent;
    }

    private void fetch(PartyId party, MessageId message) throws IOException, OfficeProblem, LineDown {
        var until = clock.instant().plus(ARRIVAL);
        if (party.equals(CALLED)) {
            requireNonNull(called).await(message, ARRIVAL);
            return;
        }
        var office = office(party);
        var folder = exercise.office(party).resolve("received");
        while (clock.instant().isBefore(until)) {
            var collected = office.receive(folder, Duration.between(clock.instant(), until));
            if (!collected.rejected().isEmpty()) {
                throw new IOException(party + " did not believe what it received: "
                        + collected.rejected().get(0).reason().en());
            }
            if (collected.messages().stream().anyMatch(m -> m.header().id().equals(message))) {
                return;
            }
        }
        throw new IOException(party + " did not receive " + message + " within " + ARRIVAL.toSeconds() + " s");
    }

    /** A request of the same kind to the agency that fetches. */
    private void toLaos() throws IOException, OfficeProblem, LineDown {
        var request = Sample.renewed(samples.current("repatriation", "repatriation-request", clock.instant()))
                .replaceFirst("<Conversation>[^<]*", "<Conversation>urn:uuid:" + java.util.UUID.randomUUID())
                .replace("<Recipient>vn.mps<", "<Recipient>" + FETCHES + "<")
                .replace("CN-VN-2010", "COMMIT-MOU-2004");
        deliver(request, new PartyId("cn.53"));
    }

    private void refused(String family, String sample, String from, String code) throws IOException, OfficeProblem {
        var draft = samples.current(family, sample, clock.instant());
        var sent = office(new PartyId(from)).send(draft.getBytes(StandardCharsets.UTF_8), false, ARRIVAL);
        acceptedHere(draft, sent);
        add(new Step(typeOf(draft), new PartyId(from), code, sent.receipt(), sent.millis(), Map.of(), ""));
    }

    /** Sends bytes past the office's own checks, as a broken or hostile client would. */
    private void unchecked(String what, String wire, PartyId channel, String code)
            throws IOException, OfficeProblem, LineDown {
        var started = System.nanoTime();
        var answer = office(channel).sendUnchecked(wire.getBytes(StandardCharsets.UTF_8), Optional.empty());
        var millis = (System.nanoTime() - started) / 1_000_000;
        add(new Step(what, channel, code, answer, millis, Map.of(), ""));
    }

    private static void acceptedHere(String draft, Sent sent) throws IOException {
        if (sent.outcome() == Outcome.REFUSED_HERE) {
            throw new IOException(typeOf(draft) + " was refused at the office itself: "
                    + sent.refusal().orElseThrow().line(java.util.Locale.ENGLISH));
        }
    }

    private void add(Step step) {
        steps.add(step);
        telling.done(step);
    }

    private byte[] signed(String draft, PartyId party) throws Refused, KeyFileException {
        var keys = exercise.office(party).resolve("keys");
        var identity = KeyFiles.read(
                keys.resolve(party + ".sign.p12"), KeyFiles.password(keys.resolve(party + ".sign.password")));
        var document = new SafeXml(XmlLimits.standard()).parse(draft.getBytes(StandardCharsets.UTF_8));
        new XmlSigner(identity.signer(), clock).sign(document);
        return SafeXml.bytes(document);
    }

    private static String typeOf(String draft) {
        try {
            return Envelope.claimedType(new SafeXml(XmlLimits.standard()).parse(draft.getBytes(StandardCharsets.UTF_8)))
                    .toString();
        } catch (Refused e) {
            throw new IllegalArgumentException("a sample does not read", e);
        }
    }

    private Office office(PartyId party) throws IOException, OfficeProblem {
        var known = offices.get(party);
        if (known != null) {
            return known;
        }
        var office = Office.open(exercise.connect(party, doors.jms(), doors.soap()), FETCHES.equals(party));
        offices.put(party, office);
        return office;
    }

    @Override
    public void close() {
        if (called != null) {
            called.close();
        }
        offices.values().forEach(Office::close);
    }
}
