package org.guitu.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.guitu.message.PartyId;
import org.guitu.soap.Contract;
import org.guitu.trust.Identity;
import org.guitu.trust.Issuance;
import org.guitu.trust.KeyFiles;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who fills the SOAP door, with lines that never end or with bodies that are large, and somebody else who comes then. */
final class CrowdedDoorTest {
    private static final String OLD = "vn.mps";
    private static final String OTHER = "la.atd";
    private static final int LARGE = 12 << 20;

    /** More than one caller has places. */
    private static final int MANY = 36;

    @TempDir
    static Path folder;

    private static RunningHub hub;
    private static Identity second;

    private final List<SSLSocket> open = new ArrayList<>();
    private final Set<SSLSocket> told = new HashSet<>();

    @BeforeAll
    static void start() throws Exception {
        hub = RunningHub.start(RunningHub.HOME, folder, Clock.systemUTC(), CrowdedDoorTest::configure, OLD, OTHER);
        var made = folder.resolve("made");
        second = KeyFiles.read(
                made.resolve(OLD + ".tls.second.p12"), KeyFiles.password(made.resolve(OLD + ".tls.second.password")));
    }

    private static void configure(Path config) throws IOException {
        for (var partner : List.of(OLD, OTHER)) {
            var party = config.resolve("parties/" + partner + ".yaml");
            Files.writeString(party, Files.readString(party).replace("channel: jms", "channel: soap"));
        }
        try {
            KeyFiles.write(folder.resolve("made"), OLD + ".tls.second", issued());
        } catch (org.guitu.trust.KeyFileException e) {
            throw new IOException(e);
        }
        Files.copy(
                folder.resolve("made").resolve(OLD + ".tls.second.pem"),
                config.resolve("parties/" + OLD + ".tls.second.pem"));
    }

    /** One more of the party's that calls, by the exercise's own authority. */
    private static Identity issued() throws org.guitu.trust.KeyFileException {
        var authority = KeyFiles.read(folder.resolve("ca/ca.p12"), KeyFiles.password(folder.resolve("ca/ca.password")));
        var now = Clock.systemUTC().instant();
        var validity = new Issuance.Validity(now.minusSeconds(60), now.plus(Duration.ofDays(1)));
        return new Issuance()
                .issue(
                        authority,
                        new Issuance.Order(
                                new PartyId(OLD), Issuance.Purpose.TLS, Issuance.Kind.EC_P256, validity, List.of()));
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
    }

    @org.junit.jupiter.api.AfterEach
    void letGo() throws IOException {
        for (var socket : open) {
            socket.close();
        }
    }

    private static RawLine line(Identity shown) throws Exception {
        return RawLine.to(hub.soapDoor(), Optional.of(shown), hub.authority().certificate());
    }

    private static Identity own(String party) throws Exception {
        return hub.identity(RunningHub.party(party), "tls");
    }

    /** A request whose end never comes. */
    private SSLSocket begun(Identity shown, int length, String body) throws Exception {
        var socket = line(shown).open();
        open.add(socket);
        socket.getOutputStream()
                .write(("POST " + Contract.PATH + " HTTP/1.1\r\nHost: a\r\nContent-Type: " + RawLine.SOAP
                                + "\r\nContent-Length: " + length + "\r\n\r\n" + body)
                        .getBytes(UTF_8));
        return socket;
    }

    /** The answer so far; status 0 while there is none. */
    private static RawLine.Reply said(SSLSocket socket, Duration wait) throws IOException {
        socket.setSoTimeout((int) wait.toMillis());
        var bytes = new java.io.ByteArrayOutputStream();
        try {
            var some = new byte[8192];
            for (int read = socket.getInputStream().read(some);
                    read > 0;
                    read = socket.getInputStream().read(some)) {
                bytes.write(some, 0, read);
                socket.setSoTimeout(200);
            }
        } catch (SocketTimeoutException e) {
            // no more for now
        }
        return RawLine.reply(bytes.toByteArray());
    }

    /** How many of these have been told by now to come again, and why. */
    private int later(List<SSLSocket> begun, String code) throws IOException {
        for (var socket : begun) {
            if (!told.contains(socket)) {
                var reply = said(socket, Duration.ofMillis(50));
                if (reply.status() == 503 && reply.head().contains("Retry-After: 1")) {
                    assertThat(reply.body())
                            .startsWith(code + "\n")
                            .containsIgnoringCase("send ")
                            .contains("重新发送");
                    told.add(socket);
                }
            }
        }
        return (int) begun.stream().filter(told::contains).count();
    }

    /** So many of these, and no more. */
    private void areToldToComeAgain(List<SSLSocket> begun, int many, String code) throws IOException {
        Awaitility.await().atMost(RunningHub.PATIENCE).until(() -> later(begun, code) >= many);
        assertThat(later(begun, code)).isEqualTo(many);
    }

    /** How often calls were refused so, as operators read it. */
    private static double counted(String code) throws Exception {
        var metrics = hub.metrics().lines().filter(line -> line.startsWith("guitu_refused_total{code=\"" + code));
        return metrics.mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static void isServed(String party) throws Exception {
        var begun = System.nanoTime();
        var reply = line(own(party)).post(SoapLetter.by(own(party)).xml());
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void a_party_that_drips_with_two_certificates_and_a_stranger_with_many_stop_nobody_else() throws Exception {
        for (int i = 0; i < MANY; i++) {
            begun(i % 2 == 0 ? own(OLD) : second, 60_000, "<");
        }
        areToldToComeAgain(open, MANY - 32, "GT-2025");
        var strangers = List.of(stranger(), stranger());
        for (int i = 0; i < MANY; i++) {
            begun(strangers.get(i % 2), 60_000, "<");
        }
        areToldToComeAgain(open.subList(MANY, 2 * MANY), MANY - 4, "GT-2025");
        assertThat(counted("GT-2025")).isEqualTo(2 * MANY - 32 - 4);
        isServed(OTHER);
    }

    private static Identity stranger() throws Exception {
        var now = Clock.systemUTC().instant();
        var validity = new Issuance.Validity(now.minusSeconds(60), now.plus(Duration.ofHours(1)));
        return new Issuance()
                .issue(
                        hub.authority(),
                        new Issuance.Order(
                                new PartyId(OTHER), Issuance.Purpose.TLS, Issuance.Kind.EC_P256, validity, List.of()));
    }

    @Test
    void who_is_nobodys_is_told_so_while_the_body_is_still_to_come() throws Exception {
        var stranger = stranger();
        var letter = SoapLetter.by(stranger).submits(new byte[9_000]).xml();
        var head = letter.substring(0, letter.indexOf("</l:Message>"));
        var reply = said(begun(stranger, LARGE, head), Duration.ofSeconds(4));
        assertThat(reply.says()).isEqualTo("GT-2011");
        assertThat(reply.body()).contains("SignatureValue");
    }

    @Test
    void of_a_partys_large_requests_one_is_read_at_a_time_and_another_partys_passes_meanwhile() throws Exception {
        for (int i = 0; i < 6; i++) {
            begun(i % 2 == 0 ? own(OLD) : second, LARGE, "<" + "x".repeat(100_000));
        }
        var chunked = line(second).open();
        open.add(chunked);
        chunked.getOutputStream()
                .write(("POST " + Contract.PATH + " HTTP/1.1\r\nHost: a\r\nContent-Type: " + RawLine.SOAP
                                + "\r\nTransfer-Encoding: chunked\r\n\r\n20000\r\n" + "x".repeat(0x20000))
                        .getBytes(UTF_8));
        var large = SoapLetter.by(own(OTHER))
                .asks("Describe", "<l:CodeListName>" + "x".repeat(8 << 20) + "</l:CodeListName>")
                .xml();
        var begun = System.nanoTime();
        var reply = line(own(OTHER)).post(large);
        assertThat(reply.says()).as(reply.body()).isIn("200", "GT-1035");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
        // all but the one that is read
        areToldToComeAgain(open, 6, "GT-2029");
        assertThat(counted("GT-2029")).isEqualTo(6);
        isServed(OLD);
    }
}
