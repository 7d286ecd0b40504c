package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.guitu.hub.RawLine.Reply;
import org.guitu.message.PartyId;
import org.guitu.trust.Identity;
import org.guitu.trust.Issuance;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Order;
import org.guitu.trust.Issuance.Purpose;
import org.guitu.trust.Issuance.Validity;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;
import org.guitu.trust.WeakKeys;
import org.guitu.trust.WeakKeys.Flaw;

/** The SOAP door of a running hub, attacked by a party of the directory or by a stranger. */
final class AttackedDoor implements AutoCloseable {
    private static final Duration COST = Duration.ofMillis(50);
    /** The first ones cost what compiling costs. */
    private static final int TRIES = 30;

    /** Names of classes and packages, stacks, and who made the server in which version. */
    private static final Pattern INTERNAL =
            Pattern.compile("Exception|Error\\b|\\borg\\.|\\bjava[x.]|\\bcom\\.|\\bat [a-z]+\\.[a-z]|"
                    + "(?i:tomcat|apache|\\bcxf|wss4j|woodstox|xerces)|/\\d+\\.\\d+\\.\\d+");

    private final RunningHub hub;
    private final Identity tls;
    private final RawLine line;
    private final Identity weak;
    private Map<Long, Long> before = Map.of();

    private AttackedDoor(RunningHub hub, Identity tls, RawLine line, Identity weak) {
        this.weak = weak;
        this.hub = hub;
        this.tls = tls;
        this.line = line;
    }

    /** What is sent; made anew for every try. */
    @FunctionalInterface
    interface Attack {
        Reply on(AttackedDoor door) throws Exception;
    }

    /** With the patience of the settings we ship: whoever is held up on a busy machine is not let go for it. */
    static AttackedDoor open(Path folder) throws Exception {
        return open(folder, Duration.ofMinutes(2));
    }

    /**
     * Opens it.
     *
     * @param patience how long a request may take to arrive
     */
    static AttackedDoor open(Path folder, Duration patience) throws Exception {
        var weak = new AtomicReference<Identity>();
        var hub = RunningHub.start(
                RunningHub.HOME,
                folder,
                Clock.systemUTC(),
                config -> {
                    weak.set(registeredWeak(folder, config.resolve("parties/vn.mps.sign.weak.pem")));
                    var party = config.resolve("parties/vn.mps.yaml");
                    Files.writeString(party, Files.readString(party).replace("channel: jms", "channel: soap"));
                    var yaml = config.resolve("hub.yaml");
                    Files.writeString(
                            yaml,
                            Files.readString(yaml).replace("  soap:\n", "  soap:\n    patience: " + patience + "\n"));
                },
                "cn.53",
                "cn.jco",
                "vn.mps",
                "la.atd");
        var tls = hub.identity(RunningHub.party("vn.mps"), "tls");
        var door = new AttackedDoor(hub, tls, line(hub, Optional.of(tls)), Objects.requireNonNull(weak.get()));
        door.warm();
        return door;
    }

    /** Of the exchange's own authority, in the directory. */
    private static Identity registeredWeak(Path folder, Path pem) throws KeyFileException {
        var authority = KeyFiles.read(folder.resolve("ca/ca.p12"), KeyFiles.password(folder.resolve("ca/ca.password")));
        var now = Instant.now();
        var validity = new Validity(now.minusSeconds(60), now.plus(Duration.ofHours(1)));
        var made = new WeakKeys(authority, RunningHub.party("vn.mps"), validity).identity(Flaw.RSA_OF_2048_BITS);
        KeyFiles.writeCertificate(pem, made.certificate());
        return made;
    }

    private static RawLine line(RunningHub hub, Optional<Identity> shown) throws Exception {
        return RawLine.to(hub.soapDoor(), shown, hub.authority().certificate());
    }

    /** What is measured is the door, not the compiler of a young JVM. */
    private void warm() throws IOException {
        for (int i = 0; i < 40; i++) {
            assertThat(line.post(letter().xml()).status()).isEqualTo(200);
            line.post(letter().signs("T").xml());
        }
    }

    RunningHub hub() {
        return hub;
    }

    RawLine line() {
        return line;
    }

    /** A key of the party whose line this is, registered and too weak. */
    Identity weak() {
        return weak;
    }

    RawLine lineOf(Identity shown) throws Exception {
        return line(hub, Optional.of(shown));
    }

    RawLine lineOfNobody() throws Exception {
        return line(hub, Optional.empty());
    }

    /** The sound letter of the party whose line this is. */
    SoapLetter letter() {
        return SoapLetter.by(tls);
    }

    Identity signer(String party, String use) throws Exception {
        return hub.identity(RunningHub.party(party), use);
    }

    /** A certificate that the right authority issued and no directory knows. */
    Identity unregistered() throws Exception {
        return issued(hub.authority());
    }

    /** A certificate of an authority that nobody trusts. */
    static Identity stranger() {
        return issued(new Issuance().authority("Another CA", Kind.EC_P256, hour()));
    }

    private static Identity issued(Identity authority) {
        var order = new Order(new PartyId("vn.mps"), Purpose.TLS, Kind.EC_P256, hour(), List.of());
        return new Issuance().issue(authority, order);
    }

    private static Validity hour() {
        var now = Clock.systemUTC().instant();
        return new Validity(now.minus(Duration.ofMinutes(5)), now.plus(Duration.ofHours(1)));
    }

    /** What was sent until now, a sound letter for example, is no part of the attack. */
    void beginsHere() {
        before = worked();
    }

    /** Makes the attack: it is refused like this, says nothing of what is inside, records nothing and costs little. */
    void refuses(String expected, Attack attack) throws Exception {
        var recorded = recorded();
        var least = Duration.ofDays(1);
        for (int i = 0; i < TRIES && least.compareTo(COST) >= 0; i++) {
            beginsHere();
            var reply = attack.on(this);
            var cost = Duration.ZERO;
            for (var thread : worked().entrySet()) {
                cost = cost.plusNanos(Math.max(0, thread.getValue() - before.getOrDefault(thread.getKey(), 0L)));
            }
            least = cost.compareTo(least) < 0 ? cost : least;
            assertThat(reply.says()).as(reply.head() + "\n\n" + reply.body()).isEqualTo(expected);
            saysNothing(reply);
        }
        assertThat(recorded()).isEqualTo(recorded);
        assertThat(least).isLessThan(COST);
    }

    static void saysNothing(Reply reply) {
        // digests, certificates and signatures may spell anything
        var text = reply.body().replaceAll("[A-Za-z0-9+/]{43}=|[A-Za-z0-9+/=]{60,}", "");
        assertThat(reply.head() + "\n" + text).doesNotContainPattern(INTERNAL);
    }

    List<String> recorded() {
        return hub.rows("SELECT (SELECT count(*) FROM message), (SELECT count(*) FROM receipt)");
    }

    /** Nanoseconds of CPU of each thread of the server. */
    private static Map<Long, Long> worked() {
        var threads = ManagementFactory.getThreadMXBean();
        var worked = new HashMap<Long, Long>();
        for (var thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith("https-")) {
                worked.put(thread.getThreadId(), threads.getThreadCpuTime(thread.getThreadId()));
            }
        }
        return worked;
    }

    @Override
    public void close() throws jakarta.jms.JMSException {
        hub.close();
    }
}
