package org.guitu.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.guitu.demo.Prepared;
import org.guitu.gate.Stations.Letter;
import org.guitu.hostile.Mutations;
import org.guitu.message.PartyId;
import org.guitu.message.Refused;
import org.guitu.xml.Canonical;
import org.guitu.xml.Envelope;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;

/**
 * Whatever bytes come in: each station hands on what it was given or says a coded refusal, within four seconds and in bounded
 * memory. {@code -Dhostile.rounds=50} tries fifty times as much.
 */
final class HostileMessagesTest {
    private static final Duration LONGEST = Duration.ofSeconds(4);
    private static final int ROUNDS = Integer.getInteger("hostile.rounds", 1);
    private static final int MOST = 10 << 20;
    private static final long MEMORY = 256L << 20;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final PartyId GUIZHOU = new PartyId("cn.52");

    @TempDir
    static Path folder = Path.of("");

    private static Stations stations;
    private static List<Letter> letters;

    @BeforeAll
    static void ready() throws Exception {
        stations = Stations.of(Prepared.in(folder, Stations.JOINED));
        letters = stations.letters();
    }

    /** What a station does with bytes; it refuses or it does not. */
    private interface Station {
        void take(byte[] wire) throws Refused;
    }

    /** The code, {@code taken} where there is none; anything else thrown, or too slow, fails the test. */
    private static String answer(byte[] wire, Station station) {
        long begun = System.nanoTime();
        try {
            station.take(wire);
            return "taken";
        } catch (Refused e) {
            assertThat(e.refusal().code()).matches("GT-[1-4]\\d{3}");
            return e.refusal().code();
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("not a refusal but " + e + " at\n" + new String(wire, StandardCharsets.UTF_8), e);
        } finally {
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(LONGEST);
        }
    }

    @Test
    void every_family_has_letters_that_are_taken() {
        assertThat(letters.stream().map(letter -> letter.name().replaceFirst("/.*", "")))
                .contains("agreement", "alert", "case", "repatriation", "selftest")
                .hasSizeGreaterThan(40);
    }

    @Test
    void any_bytes_are_read_or_refused() {
        var mutations = new Mutations("any bytes");
        var seen = new TreeMap<String, Integer>();
        for (int i = 0; i < 2_000 * ROUNDS; i++) {
            var wire = i % 4 == 0
                    ? mutations.noise(200)
                    : mutations.of(
                            mutations.pick(letters).wire(),
                            mutations.pick(letters).wire());
            seen.merge(answer(wire, bytes -> stations.receive(bytes, GUIZHOU)), 1, Integer::sum);
        }
        assertThat(seen).containsKeys("taken", "GT-1002", "GT-1006");
    }

    @Test
    void a_signed_message_that_was_changed_is_refused_or_says_the_same() {
        var mutations = new Mutations("signed");
        var seen = new TreeMap<String, Integer>();
        for (int i = 0; i < 1_000 * ROUNDS; i++) {
            var letter = mutations.pick(letters);
            var content = read(letter);
            var wire = mutations.of(letter.wire(), mutations.pick(letters).wire());
            var answer = answer(wire, bytes -> {
                var verified = stations.verify(stations.receive(bytes, letter.sender()));
                assertThat(content).isEqualTo(unsigned(verified.received().document()));
                stations.validate(verified);
            });
            seen.merge(answer, 1, Integer::sum);
        }
        assertThat(seen).containsKeys("GT-1002", "GT-1006", "GT-3131", "GT-3104");
    }

    private static byte[] read(Letter letter) {
        try {
            return unsigned(stations.receive(letter.wire(), letter.sender()).document());
        } catch (Refused e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] unsigned(Document message) {
        var copy = (Document) message.cloneNode(true);
        Envelope.signature(copy).ifPresent(s -> copy.getDocumentElement().removeChild(s));
        return Canonical.exclusive(copy);
    }

    @Test
    void what_a_sender_of_ill_will_signs_is_valid_or_refused() {
        var mutations = new Mutations("content");
        var seen = new TreeMap<String, Integer>();
        for (int i = 0; i < 600 * ROUNDS; i++) {
            var letter = mutations.pick(letters);
            var wire = i % 4 == 0
                    ? mutations.of(letter.wire(), mutations.pick(letters).wire())
                    : mutations.saying(letter.wire());
            seen.merge(
                    answer(
                            wire,
                            bytes -> stations.validate(stations.trusted(stations.receive(bytes, letter.sender())))),
                    1,
                    Integer::sum);
        }
        assertThat(seen).containsKeys("taken", "GT-4107", "GT-4108");
    }

    /**
     * Whatever fills the ten MiB: answered in time, and by no more memory than a hub has for one message. What a thread asks
     * for in all is more than it ever holds.
     */
    @ParameterizedTest
    @MethodSource
    void the_largest_messages_are_answered_in_time_and_memory(String what, String filling) {
        var letter = letters.get(0);
        var text = new String(letter.wire(), StandardCharsets.UTF_8);
        var wire = text.replace("</Body>", filling + "</Body>").getBytes(StandardCharsets.UTF_8);
        var padded = Arrays.copyOf(wire, MOST);
        Arrays.fill(padded, wire.length, MOST, (byte) ' ');
        for (Station station : List.<Station>of(
                bytes -> stations.verify(stations.receive(bytes, letter.sender())),
                bytes -> stations.validate(stations.trusted(stations.receive(bytes, letter.sender()))))) {
            long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
            assertThat(answer(padded, station)).isNotEqualTo("taken");
            long allocated =
                    THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
            assertThat(allocated).as(what).isLessThan(MEMORY);
        }
    }

    static Stream<Arguments> the_largest_messages_are_answered_in_time_and_memory() {
        int room = MOST - 60_000;
        var values = IntStream.range(0, 62).mapToObj(i -> " a" + i + "=''").collect(Collectors.joining());
        var spaces = IntStream.range(0, 60)
                .mapToObj(i -> " xmlns:n" + i + "='u" + i + "'")
                .collect(Collectors.joining());
        var used = IntStream.range(0, 60).mapToObj(i -> "<n" + i + ":a/>").collect(Collectors.joining());
        var deep = "<a" + spaces.replace("='u", "='v") + ">";
        return Stream.of(
                Arguments.of("a text", "<a>" + "x".repeat(room) + "</a>"),
                Arguments.of("characters of four octets", "<a>" + "𠮷".repeat(room / 4) + "</a>"),
                Arguments.of("references to characters", "<a>" + "&#13;".repeat(room / 5) + "</a>"),
                Arguments.of("a value", "<a b='" + "x".repeat(room) + "'/>"),
                Arguments.of("elements", "<a/>".repeat(90_000)),
                Arguments.of("elements with a long name", ("<" + "n".repeat(900) + "/>").repeat(room / 903)),
                Arguments.of("attributes", ("<a" + values + "/>").repeat(1_500)),
                Arguments.of("namespaces", ("<a" + spaces + "/>").repeat(1_500)),
                Arguments.of("namespaces that are used", ("<a" + spaces + ">" + used + "</a>").repeat(700)),
                Arguments.of(
                        "namespaces on every level",
                        (deep.repeat(50) + used.repeat(25) + "</a>".repeat(50)).repeat(20)),
                Arguments.of("texts", "<a>x</a> ".repeat(90_000)),
                Arguments.of("texts between elements of any kind", "x<a/>".repeat(90_000)));
    }
}
