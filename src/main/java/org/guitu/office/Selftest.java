package org.guitu.office;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.guitu.message.Labels;
import org.guitu.message.MessageId;
import org.guitu.message.Refusal;
import org.guitu.office.line.LineDown;

/**
 * One message of the family selftest, from this office to itself: leg by leg, until one fails. What else comes meanwhile is
 * stored as {@code receive} stores it; where the hub calls this office, another process stores it and this one looks.
 */
final class Selftest {
    /** The mailbox is waited for this long at a time. */
    private static final Duration TURN = Duration.ofMillis(300);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final List<Leg> BACK = List.of(Leg.DELIVERED, Leg.BROUGHT, Leg.ACKNOWLEDGED);

    private static final String DRAFT = """
            <Message xmlns="urn:guitu:exchange:1.0" xmlns:m="urn:guitu:selftest:1.0"><Header><MessageId/>\
            <Type>selftest/Echo</Type><SchemaVersion>1.0</SchemaVersion><Status>Test</Status><Blind/><Conversation/>\
            <Recipients><Recipient>PARTY</Recipient></Recipients><SentAt/><Urgency>ROUTINE</Urgency><Language>zh</Language>\
            <PrivacyCeiling>P0</PrivacyCeiling><Handling><Code>H0</Code></Handling><Purpose>COORDINATION</Purpose></Header>\
            <Body><m:Echo><m:Note>guitu office selftest</m:Note></m:Echo></Body></Message>""";

    private final Office office;
    private final Seen seen;
    private final Duration timeout;
    private final long until;
    private long begun = System.nanoTime();
    private boolean called;
    private Optional<Labels> trouble = Optional.empty();

    /**
     * @param timeout how long all of it may wait
     */
    Selftest(Office office, Seen seen, Duration timeout) {
        this.office = office;
        this.seen = seen;
        this.timeout = timeout;
        this.until = System.nanoTime() + timeout.toNanos();
    }

    /** The way of the message, in order. */
    enum Leg {
        /** Settings, keys and schemas here: the message is written, checked and signed. */
        KEYS,
        LINE,
        /** Only where there is one: SOAP. */
        ENVELOPE,
        ACCEPTED,
        DELIVERED,
        BROUGHT,
        ACKNOWLEDGED
    }

    /** Who is told how it goes. */
    interface Seen {
        void holds(Leg leg, long millis);

        /** Another message that came meanwhile and is stored. */
        void other(Collected.Message message);
    }

    /** The first leg that does not hold, and what to do about it. */
    static final class Failed extends Exception {
        private static final long serialVersionUID = 1L;
        private final Leg leg;
        private final int exit;
        private final transient Labels text;
        private final transient Optional<Refusal> refusal;

        Failed(Leg leg, int exit, Labels text, Optional<Refusal> refusal) {
            super(text.en());
            this.leg = leg;
            this.exit = exit;
            this.text = text;
            this.refusal = refusal;
        }

        Leg leg() {
            return leg;
        }

        /** One of {@link Exit}. */
        int exit() {
            return exit;
        }

        Labels text() {
            return text;
        }

        Optional<Refusal> refusal() {
            return refusal;
        }
    }

    void run() throws IOException, Failed {
        var queued = written();
        var id = queued.about().orElseThrow().id();
        try {
            greeted();
            accepted(queued);
            for (var leg : BACK) {
                back(leg, id);
            }
        } finally {
            withdraw(id);
        }
    }

    private void holds(Leg leg) {
        seen.holds(leg, millis());
        begun = System.nanoTime();
    }

    /** Since the last leg that holds. */
    long millis() {
        return (System.nanoTime() - begun) / 1_000_000;
    }

    private Sent written() throws IOException, Failed {
        try {
            var draft = DRAFT.replace("PARTY", office.party().value());
            var queued = office.sending().queue(draft.getBytes(StandardCharsets.UTF_8), false);
            if (queued.outcome() != Outcome.QUEUED) {
                throw refused(Leg.KEYS, queued);
            }
            holds(Leg.KEYS);
            return queued;
        } catch (OfficeProblem e) {
            throw failed(Leg.KEYS, e);
        }
    }

    private void greeted() throws Failed {
        var leg = Leg.LINE;
        try {
            var line = office.unlocked().sending().get();
            line.reach();
            holds(leg);
            leg = Leg.ENVELOPE;
            if (line.greet()) {
                holds(leg);
            }
        } catch (LineDown e) {
            throw new Failed(leg, Exit.NO_LINE, e.text(), e.refusal());
        } catch (OfficeProblem e) {
            throw failed(leg, e);
        }
    }

    private void accepted(Sent queued) throws IOException, Failed {
        try {
            var sent = office.sending().sent(List.of(queued), left()).get(0);
            if (sent.outcome() != Outcome.ACCEPTED) {
                throw refused(Leg.ACCEPTED, sent);
            }
            holds(Leg.ACCEPTED);
        } catch (OfficeProblem e) {
            throw failed(Leg.ACCEPTED, e);
        }
    }

    private Duration left() {
        var left = Duration.ofNanos(until - System.nanoTime());
        return left.compareTo(PAUSE) < 0 ? PAUSE : left;
    }

    private void back(Leg leg, MessageId id) throws IOException, Failed {
        while (!done(leg, id)) {
            if (System.nanoTime() - until >= 0) {
                throw late(leg);
            }
            look(leg, id);
        }
        holds(leg);
    }

    private boolean done(Leg leg, MessageId id) throws IOException, Failed {
        return switch (leg) {
            case DELIVERED -> receipt(id, "Delivered");
            case BROUGHT -> brought(id);
            default -> acknowledged(id);
        };
    }

    private boolean receipt(MessageId id, String kind) throws IOException {
        return office.storage().shelf().about(id).stream()
                .map(Path::getFileName)
                .anyMatch(name -> name != null && name.toString().startsWith(kind + "-"));
    }

    private boolean brought(MessageId id) throws IOException, Failed {
        var known = office.storage().inbox().find(id);
        if (known.isEmpty()) {
            return false;
        }
        var sent = office.storage().outbox().find(id).orElseThrow().wire();
        if (!Arrays.equals(Files.readAllBytes(known.get().path()), sent)) {
            throw new Failed(
                    Leg.BROUGHT,
                    Exit.NOT_VERIFIED,
                    new Labels(
                            "收到的字节与发送的不同。请联系枢纽管理员。",
                            "Other bytes came back than were sent. Call the administrators of the hub."),
                    Optional.empty());
        }
        return true;
    }

    private boolean acknowledged(MessageId id) throws IOException, Failed {
        var receipt = office.storage().inbox().find(id).orElseThrow().receipt();
        var item = office.storage().outbox().find(MessageId.of(UUID.fromString(receipt)));
        if (item.filter(i -> i.where() == Outbox.Where.REFUSED).isPresent()) {
            var why = item.get().state().problem();
            throw new Failed(
                    Leg.ACKNOWLEDGED,
                    Exit.REFUSED_BY_HUB,
                    why.map(p -> new Labels(p.code() + " " + p.zh(), p.code() + " " + p.en()))
                            .orElse(new Labels("枢纽拒绝了 Received。", "The hub refused the Received.")),
                    Optional.empty());
        }
        return item.filter(i -> i.where() == Outbox.Where.SENT).isPresent();
    }

    /** Receives once, or waits a little where another process is called. */
    private void look(Leg leg, MessageId id) throws IOException, Failed {
        if (called) {
            pause(TURN);
            return;
        }
        try {
            var collected = office.receive(office.storage().home().inbox(), TURN);
            collected.messages().stream()
                    .filter(message -> !message.header().id().equals(id))
                    .forEach(seen::other);
            collected.rejected().forEach(rejected -> trouble = Optional.of(rejected.reason()));
        } catch (LineDown e) {
            trouble = Optional.of(e.text());
            called = e.refusal().filter(r -> r.code().equals("GT-2024")).isPresent();
            pause(called ? TURN : PAUSE);
        } catch (OfficeProblem e) {
            throw failed(leg, e);
        }
    }

    /** Waits for nobody: what is waited for is a file another process writes, or a line that comes back. */
    private static void pause(Duration time) {
        new Stop().askedWithin(time);
    }

    private Failed late(Leg leg) {
        long seconds = timeout.toSeconds();
        var text = switch (leg) {
            case DELIVERED ->
                new Labels(
                        seconds + " 秒内没有收到枢纽的 Delivered 声明。若本机构由枢纽呼叫，请确认 guitu partner 在同一目录运行；否则请枢纽管理员查看投递。",
                        "The hub's Delivered did not come within " + seconds
                                + " s. Where the hub calls this office, see that guitu partner runs in this folder; else ask"
                                + " the administrators of the hub to look at the delivery.");
            case BROUGHT ->
                new Labels(
                        seconds + " 秒内消息没有回来，而枢纽已投递。请检查是否有另一程序从该信箱取走消息。",
                        "The message did not come back within " + seconds
                                + " s, though the hub delivered it. See whether another program takes from this mailbox.");
            default ->
                new Labels(
                        seconds + " 秒内 Received 没有被接受。请查看 guitu office outbox。",
                        "The Received was not accepted within " + seconds + " s. See guitu office outbox.");
        };
        var both = trouble.map(last -> new Labels(text.zh() + last.zh(), text.en() + " " + last.en()));
        return new Failed(leg, Exit.FAILED, both.orElse(text), Optional.empty());
    }

    /** A test that failed is not sent by a later call: it would say nothing any more. */
    private void withdraw(MessageId id) throws IOException {
        var outbox = office.storage().outbox();
        var left = outbox.find(id).filter(item -> item.where() == Outbox.Where.QUEUED);
        if (left.isPresent()) {
            outbox.settle(left.get(), Outbox.Where.REFUSED);
        }
    }

    private static Failed refused(Leg leg, Sent sent) {
        var text = sent.refusal()
                .map(refusal ->
                        new Labels(refusal.line(java.util.Locale.CHINESE), refusal.line(java.util.Locale.ENGLISH)))
                .or(sent::note)
                .orElse(Posting.NOT_TRIED);
        return new Failed(leg, sent.outcome().exit(), text, sent.refusal());
    }

    private static Failed failed(Leg leg, OfficeProblem problem) {
        return new Failed(leg, problem.exit(), problem.text(), Optional.empty());
    }
}
