package org.guitu.hub;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.guitu.belt.Deliveries;
import org.guitu.directory.Directory;
import org.guitu.gate.DeliveryState;
import org.guitu.gate.FailedDeliveries;
import org.guitu.gate.Quarantine;
import org.guitu.gate.Reviews;
import org.guitu.message.Digest;
import org.guitu.message.MessageId;
import org.guitu.message.PartyId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what administrators ask, and records it first: an act that cannot be recorded is not done. */
final class RecordedAdministration implements Administration {
    private static final Logger LOG = LoggerFactory.getLogger("guitu.admin");

    private final AdminActs acts;
    private final Administrators administrators;
    private final Subjects subjects;
    private final Shutter shutter;
    private final Clock clock;

    RecordedAdministration(
            AdminActs acts, Administrators administrators, Subjects subjects, Shutter shutter, Clock clock) {
        this.acts = acts;
        this.administrators = administrators;
        this.subjects = subjects;
        this.shutter = shutter;
        this.clock = clock;
    }

    /** What administrators look at and act on. */
    record Subjects(Deliveries deliveries, Quarantine quarantine, Reviews reviews, FailedDeliveries failed) {}

    /** Makes a block felt on every door. */
    interface Shutter {
        /**
         * What the broker knows a TLS certificate by; empty text for one of another use and for a whole party.
         *
         * @return nothing where the directory has no such party or certificate, and it is not blocked
         */
        Optional<String> subject(PartyId party, Optional<Digest> certificate);

        /** Takes up what the record says about blocks now, and ends what who is blocked has open. */
        void refresh() throws IOException;
    }

    @Override
    public Optional<String> administrator(String token) {
        return administrators.of(token);
    }

    @Override
    public Optional<Integer> resend(MessageId message, Act act) {
        if (!subjects.deliveries().knows(message)) {
            return Optional.empty();
        }
        acts.record("resend", message.value(), act);
        log("resend", message.value(), act);
        return Optional.of(subjects.deliveries().resend(message, clock.instant()));
    }

    @Override
    public List<Refusal> quarantine(int limit, Act act) {
        acts.record("quarantine", "list", act);
        return subjects.quarantine().list(limit).stream()
                .map(entry -> new Refusal(
                        seconds(entry.at()),
                        entry.party().value(),
                        entry.code(),
                        entry.rule(),
                        entry.message().map(MessageId::value).orElse(""),
                        entry.size()))
                .toList();
    }

    @Override
    public boolean block(PartyId party, Optional<Digest> certificate, boolean blocked, Act act) {
        if (certificate.isEmpty() && party.equals(Directory.HUB)) {
            throw new IllegalArgumentException(
                    "the hub does not shut itself out; stop it, or block one certificate of it");
        }
        var subject = shutter.subject(party, certificate);
        if (subject.isEmpty()) {
            return false;
        }
        acts.block(party, new AdminActs.Target(certificate, subject.get()), blocked, act);
        log(blocked ? "block" : "unblock", AdminActs.subject(party, certificate), act);
        try {
            shutter.refresh();
        } catch (IOException e) {
            LOG.atError()
                    .addKeyValue("event", "block")
                    .addKeyValue("party", party)
                    .log("recorded, but the broker did not close the party's connections");
        }
        return true;
    }

    @Override
    public List<Review> reviews(int limit, Act act) {
        acts.record("review", "list", act);
        var now = clock.instant();
        return subjects.reviews().waiting(limit).stream()
                .map(one -> new Review(
                        seconds(one.by()),
                        one.by().isBefore(now),
                        one.message().value(),
                        one.type().toString(),
                        one.sender().value(),
                        one.recipient().value(),
                        one.grant()))
                .toList();
    }

    @Override
    public boolean reviewed(MessageId message, Act act) {
        acts.record("review", message.value(), act);
        log("review", message.value(), act);
        return subjects.reviews().done(message, clock.instant());
    }

    @Override
    public List<Failure> failures(Optional<MessageId> message, int limit, Act act) {
        acts.record("deliveries", message.map(MessageId::value).orElse("list"), act);
        var failed = subjects.failed();
        return message.map(failed::of).orElseGet(() -> failed.open(limit)).stream()
                .map(one -> new Failure(
                        one.message().value(),
                        one.type().toString(),
                        one.recipient().value(),
                        one.state().name(),
                        one.failed(),
                        seconds(one.at()),
                        one.reason(),
                        one.state() == DeliveryState.QUEUED ? seconds(one.next()) : ""))
                .toList();
    }

    /** As people read a time. */
    private static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static void log(String what, String subject, Act act) {
        LOG.atWarn()
                .addKeyValue("event", what)
                .addKeyValue("who", act.who())
                .addKeyValue("subject", subject)
                .log("administrator's act");
    }
}
