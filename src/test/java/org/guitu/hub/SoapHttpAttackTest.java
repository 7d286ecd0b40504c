package org.guitu.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.guitu.hub.AttackedDoor.Attack;
import org.guitu.hub.RawLine.Reply;
import org.guitu.soap.Contract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes on below and around the envelope: HTTP, attachments, TLS and time. */
final class SoapHttpAttackTest {
    private static final byte[] NOTHING = {};
    private static final String INCLUDE =
            "<xop:Include xmlns:xop=\"http://www.w3.org/2004/08/xop/include\" href=\"%s\"/>";

    /** What a request may take to arrive. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final String TYPE = "Content-Type: " + RawLine.SOAP;

    @TempDir
    static Path folder;

    static AttackedDoor door;

    @BeforeAll
    static void start() throws Exception {
        door = AttackedDoor.open(folder, PATIENCE);
    }

    @AfterAll
    static void stop() throws Exception {
        door.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"verbs", "heads", "types", "attachments"})
    void a_request_is_refused_that_has(String what, String expected, Attack attack) throws Exception {
        door.refuses(expected, attack);
    }

    private static Arguments attack(String what, String expected, Attack attack) {
        return Arguments.of(what, expected, attack);
    }

    private static Arguments verb(String verb, String path, String expected) {
        return attack(
                verb + " " + path, expected, d -> d.line().exchange(d.line().request(verb, path, NOTHING)));
    }

    static Stream<Arguments> verbs() {
        return Stream.of(
                verb("GET", Contract.PATH, "404"),
                verb("GET", "/", "404"),
                verb("GET", "/services", "404"),
                verb("GET", Contract.PATH + "?xsd=../../../../etc/passwd", "404"),
                verb("GET", Contract.PATH + "?wsdl=liaison.wsdl", "404"),
                verb("GET", Contract.PATH + "?_wadl", "404"),
                verb("GET", Contract.PATH + "?stylesheet=1", "404"),
                verb("GET", "/liaison/1.0/../../config/hub.yaml", "404"),
                verb("GET", "/..%2f..%2fetc/passwd", "400"),
                verb("GET", "/%2e%2e/%2e%2e/etc/passwd", "400"),
                verb("GET", "/liaison/1.0/liaison.wsdl;x=1", "404"),
                verb("GET", "/a\\b", "400"),
                verb("GET", Contract.PATH + "/Submit?Message=x", "404"),
                verb("HEAD", Contract.PATH, "404"),
                verb("PUT", Contract.PATH, "405"),
                verb("DELETE", Contract.PATH, "405"),
                verb("PATCH", Contract.PATH, "405"),
                verb("OPTIONS", Contract.PATH, "405"),
                verb("TRACE", Contract.PATH, "405"),
                verb("CONNECT", "127.0.0.1:22", "501"),
                verb("PROPFIND", Contract.PATH, "405"),
                verb("post", Contract.PATH, "405"),
                verb("P\u00e9ST", Contract.PATH, "400"),
                posted("/", "404"),
                posted("/services", "404"),
                posted(Contract.PATH + "/", "404"),
                posted(Contract.PATH + "?wsdl", "404"),
                posted(Contract.PATH + "?a=b", "404"),
                posted(Contract.PATH + ";jsessionid=1", "404"),
                posted("/liaison/1.0/./liaison", "404"),
                posted("//liaison/1.0/liaison", "404"));
    }

    private static Arguments posted(String path, String expected) {
        return attack(
                "POST " + path,
                expected,
                d -> d.line()
                        .exchange(d.line().request("POST", path, d.letter().bytes(), "Content-Type: " + RawLine.SOAP)));
    }

    private static Arguments head(String what, String expected, String... headers) {
        return attack(
                what, expected, d -> d.line().post(RawLine.SOAP, d.letter().bytes(), headers));
    }

    static Stream<Arguments> heads() {
        return Stream.of(
                head("a huge header", "400", "X-Long: " + "x".repeat(20_000)),
                head("very many headers", "400", "X-Many: x\r\n".repeat(200) + "X-Last: x"),
                head("a length that is none", "400", "Content-Length: many"),
                head("a negative length", "400", "Content-Length: -1"),
                head("a huge length", "413", "Content-Length: 99999999999"),
                head("a length beyond numbers", "400", "Content-Length: 99999999999999999999999"),
                head("two lengths", "400", "Content-Length: 10", "Content-Length: 20"),
                head("a coding nobody knows", "501", "Transfer-Encoding: strange"),
                head("two hosts", "400", "Host: a", "Host: b"),
                head("a host with markup", "400", "Host: \"><script>"),
                head("a header without name", "400", ": x"),
                head("a wrong expectation", "417", "Expect: everything"),
                attack(
                        "another version of HTTP",
                        "505",
                        d -> d.line().exchange("POST / HTTP/3.7\r\nHost: a\r\n\r\n".getBytes(UTF_8))),
                attack("no HTTP", "400", d -> d.line().exchange("hello\r\n\r\n".getBytes(UTF_8))),
                attack(
                        "a chunk that is none",
                        "500",
                        d -> d.line()
                                .exchange(d.line()
                                        .request(
                                                "POST",
                                                Contract.PATH,
                                                "zz\r\nabc\r\n".getBytes(UTF_8),
                                                "Content-Type: " + RawLine.SOAP,
                                                "Transfer-Encoding: chunked"))),
                attack("nothing at all", "GT-1030", d -> d.line().post(RawLine.SOAP, NOTHING)),
                attack(
                        "a packed envelope",
                        "GT-1030",
                        d -> d.line().post(RawLine.SOAP, packed(d.letter().bytes()), "Content-Encoding: gzip")));
    }

    private static byte[] packed(byte[] bytes) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static Arguments type(String type, String expected) {
        return attack(
                "the type " + type,
                expected,
                d -> d.line().post(type, d.letter().signs("T").bytes()));
    }

    static Stream<Arguments> types() {
        return Stream.of(
                type("text/html", "GT-2014"),
                type("text/xml", "GT-2014"),
                type("text/plain", "GT-2014"),
                type("application/json", "GT-2014"),
                type("application/fastinfoset", "GT-2014"),
                type("application/x-www-form-urlencoded", "GT-2014"),
                type("nonsense", "GT-2014"),
                type("application/soap+xml;charset=utf-7", "400"),
                type("application/soap+xml;charset=nonsense", "400"),
                type("application/soap+xml;charset=\"", "400"),
                type("application/soap+xml;charset=", "GT-2014"),
                type("multipart/related", "GT-1034"),
                type("multipart/related;boundary=", "GT-1034"),
                type("multipart/related;boundary=none", "GT-1034"),
                type("multipart/form-data;boundary=none", "GT-2014"),
                type("multipart/related;boundary=\"" + "x".repeat(8000) + "\"", "GT-1034"),
                type("message/external-body", "GT-2014"),
                attack(
                        "no type",
                        "GT-2014",
                        d -> d.line()
                                .exchange(d.line()
                                        .request(
                                                "POST",
                                                Contract.PATH,
                                                d.letter().signs("T").bytes()))),
                attack(
                        "UTF-16",
                        "500",
                        d -> d.line()
                                .post(
                                        "application/soap+xml;charset=utf-16",
                                        d.letter()
                                                .signs("T")
                                                .xml()
                                                .replace("UTF-8", "UTF-16")
                                                .getBytes(java.nio.charset.StandardCharsets.UTF_16))),
                attack(
                        "EBCDIC",
                        "GT-2014",
                        d -> d.line()
                                .post(
                                        "application/soap+xml",
                                        d.letter()
                                                .signs("T")
                                                .xml()
                                                .replace("UTF-8", "Cp037")
                                                .getBytes(Charset.forName("Cp037")))),
                attack(
                        "bytes that are no UTF-8",
                        "GT-1030",
                        d -> d.line()
                                .post(
                                        RawLine.SOAP,
                                        d.letter()
                                                .xml()
                                                .replace("<l:Describe", "\u00e9<l:Describe")
                                                .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1))));
    }

    /** An envelope with these parts behind it. */
    private static Reply parts(AttackedDoor d, String envelope, List<String> parts) throws IOException {
        var all = new StringBuilder(
                "--b\r\nContent-Type: application/xop+xml;type=\"application/soap+xml\"\r\nContent-ID: <root>"
                        + "\r\n\r\n" + envelope);
        for (var part : parts) {
            all.append("\r\n--b\r\n").append(part);
        }
        return d.line()
                .post(
                        "multipart/related;boundary=b;type=\"application/xop+xml\";start=\"<root>\";start-info="
                                + "\"application/soap+xml\"",
                        all.append("\r\n--b--\r\n").toString().getBytes(UTF_8));
    }

    private static String part(String id, String content) {
        return "Content-Type: application/octet-stream\r\nContent-ID: <" + id + ">\r\n\r\n" + content;
    }

    private static String included(AttackedDoor d, String... hrefs) {
        var all = new StringBuilder();
        for (var href : hrefs) {
            all.append("<l:Message>").append(INCLUDE.formatted(href)).append("</l:Message>");
        }
        return d.letter().asks("Submit", all.toString()).xml();
    }

    private static Arguments include(String href, String expected) {
        return attack("xop:Include " + href, expected, d -> parts(d, included(d, href), List.of(part("a", "hello"))));
    }

    static Stream<Arguments> attachments() {
        return Stream.of(
                include("https://127.0.0.1:1/x", "GT-1036"),
                include("http://127.0.0.1:1/x", "GT-1036"),
                include("file:///etc/passwd", "GT-1036"),
                include("", "GT-1036"),
                include("cid:nobody", "GT-2013"),
                include("cid:file:///etc/passwd", "GT-2013"),
                include("cid:https://127.0.0.1:1/x", "GT-2013"),
                include("cid:%zz", "GT-1036"),
                include("CID:a", "GT-1036"),
                attack("xop:Include without parts", "GT-2013", d -> d.line().post(included(d, "cid:a"))),
                attack(
                        "one part included often",
                        "GT-1036",
                        d -> parts(d, included(d, manyOf("cid:a", 40)), List.of(part("a", "x".repeat(200_000))))),
                attack(
                        "xop:Include in the security header",
                        "GT-1036",
                        d -> parts(
                                d,
                                d.letter()
                                        .xml()
                                        .replaceFirst(
                                                "(<wsse:BinarySecurityToken[^>]*>)[^<]*",
                                                "$1" + INCLUDE.formatted("cid:a")),
                                List.of(part("a", "hello")))),
                attack(
                        "very many parts",
                        "GT-1034",
                        d -> parts(d, d.letter().xml(), java.util.Collections.nCopies(2000, part("a", "x")))),
                attack(
                        "a part with a long header",
                        "GT-1034",
                        d -> parts(d, d.letter().xml(), List.of("X-Long: " + "x".repeat(20_000) + "\r\n\r\nx"))),
                attack(
                        "a part without end",
                        "GT-2014",
                        d -> d.line()
                                .post(
                                        "multipart/related;boundary=b",
                                        ("--b\r\nContent-Type: application/xop+xml\r\n\r\n"
                                                        + d.letter().signs("T").xml())
                                                .getBytes(UTF_8))),
                attack(
                        "a start that is not there",
                        "GT-2014",
                        d -> d.line()
                                .post(
                                        "multipart/related;boundary=b;start=\"<c>\"",
                                        ("--b\r\nContent-ID: <a>\r\n\r\n"
                                                        + d.letter().signs("T").xml() + "\r\n--b--\r\n")
                                                .getBytes(UTF_8))),
                attack(
                        "a part encoded strangely",
                        "GT-1034",
                        d -> parts(
                                d,
                                included(d, "cid:a"),
                                List.of("Content-Transfer-Encoding: strange\r\n" + part("a", "x")))));
    }

    private static String[] manyOf(String what, int many) {
        return java.util.Collections.nCopies(many, what).toArray(String[]::new);
    }

    @Test
    void a_party_can_say_all_of_a_request_that_is_too_large_and_reads_why() throws Exception {
        try (var socket = door.line().open()) {
            socket.getOutputStream()
                    .write(door.line()
                            .request("POST", Contract.PATH, new byte[30 << 20], "Content-Type: " + RawLine.SOAP));
            var answer = RawLine.reply(socket.getInputStream().readAllBytes());
            assertThat(answer.says()).isEqualTo("413");
        }
    }

    /** As most tools send what is large. */
    @Test
    void nor_does_who_sends_too_much_in_chunks_meet_a_broken_line() throws Exception {
        var chunk = Integer.toHexString(1 << 20) + "\r\n" + "x".repeat(1 << 20) + "\r\n";
        var request = door.line()
                .request(
                        "POST",
                        Contract.PATH,
                        (chunk.repeat(30) + "0\r\n\r\n").getBytes(UTF_8),
                        "Transfer-Encoding: chunked",
                        "Content-Type: " + RawLine.SOAP);
        try (var socket = door.line().open()) {
            socket.getOutputStream().write(request);
            var answer = RawLine.reply(socket.getInputStream().readAllBytes());
            assertThat(answer.says()).isIn("GT-1030", "GT-1033");
        }
    }

    @Test
    void attachments_beyond_the_size_are_refused_before_they_are_kept() throws Exception {
        var big = "x".repeat(16 << 20);
        var reply = parts(door, included(door, "cid:a"), List.of(part("a", big)));
        assertThat(reply.says()).isEqualTo("413");
        var chunk = "\r\n" + Integer.toHexString(1 << 20) + "\r\n" + "x".repeat(1 << 20);
        var chunked = "3\r\n--b" + chunk.repeat(16);
        var request = door.line()
                .request(
                        "POST",
                        Contract.PATH,
                        chunked.getBytes(UTF_8),
                        "Transfer-Encoding: chunked",
                        "Content-Type: multipart/related;boundary=b");
        var ended = door.line().exchange(request);
        assertThat(ended.says()).isIn("GT-1033", "GT-1034", "0");
        AttackedDoor.saysNothing(ended);
    }

    @Test
    void who_shows_no_certificate_or_one_of_another_authority_gets_no_line() throws Exception {
        for (var line : List.of(door.lineOfNobody(), door.lineOf(AttackedDoor.stranger()))) {
            assertThatThrownBy(() -> {
                        try (var socket = line.open()) {
                            socket.startHandshake();
                            // TLS 1.3 says it only when the client listens
                            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(UTF_8));
                            int read = socket.getInputStream().read();
                            throw new AssertionError("answered with " + read);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void old_versions_of_tls_get_no_line() throws Exception {
        try (var socket = door.line().open()) {
            assertThat(socket.getSession().getProtocol()).isIn("TLSv1.2", "TLSv1.3");
        }
    }

    /** Whoever keeps its line makes one handshake for many calls; what was left of the first is not taken for the second. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_line_is_kept_for_the_next_call(boolean chunked) throws Exception {
        var body = door.letter().bytes();
        var kept = "Connection: keep-alive\r\n";
        var first = chunked
                ? door.line().request("POST", Contract.PATH, chunks(body), TYPE, "Transfer-Encoding: chunked")
                : door.line().request("POST", Contract.PATH, body, TYPE);
        var both = new ByteArrayOutputStream();
        both.writeBytes(
                new String(first, UTF_8).replace("Connection: close\r\n", kept).getBytes(UTF_8));
        both.writeBytes(door.line().request("POST", Contract.PATH, door.letter().bytes(), TYPE));
        var reply = door.line().exchange(both.toByteArray());
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.head()).doesNotContain("Connection: close");
        assertThat(reply.body()).containsOnlyOnce("HTTP/1.1 200");
    }

    private static byte[] chunks(byte[] body) {
        var half = body.length / 2;
        var text = new String(body, UTF_8);
        return "%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n"
                .formatted(half, text.substring(0, half), body.length - half, text.substring(half))
                .getBytes(UTF_8);
    }

    @Test
    void what_follows_a_refused_request_on_its_line_is_not_looked_at() throws Exception {
        var hidden = door.line().request("GET", "/services", NOTHING);
        var request = new String(
                        door.line()
                                .request(
                                        "POST",
                                        Contract.PATH,
                                        NOTHING,
                                        "Content-Type: " + RawLine.SOAP,
                                        "Content-Length: 0"),
                        UTF_8)
                .replace("Connection: close\r\n", "");
        var reply = door.line().exchange((request + new String(hidden, UTF_8)).getBytes(UTF_8));
        AttackedDoor.saysNothing(reply);
        assertThat(reply.says()).isEqualTo("GT-1030");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("drips")
    void a_client_that_drips_is_let_go_while_another_is_served(String what, String head) throws Exception {
        var ends = new ArrayList<SSLSocket>();
        for (int i = 0; i < 4; i++) {
            var socket = door.line().open();
            socket.getOutputStream().write(head.getBytes(UTF_8));
            ends.add(socket);
        }
        var begun = System.nanoTime();
        assertThat(door.line().post(door.letter().xml()).status()).isEqualTo(200);
        for (var socket : ends) {
            drip(socket, PATIENCE.multipliedBy(5));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(PATIENCE.multipliedBy(5));
    }

    /** It reads a little all the time, so that no single write takes long. */
    @Test
    void who_reads_an_answer_slower_than_a_request_may_arrive_keeps_no_room_for_it() throws Exception {
        var hub = door.hub();
        for (int messages = 0; messages < 2; messages++) {
            var wire = OddMessages.alert(
                    "cn.53", "vn.mps", 8 << 20, true, text -> hub.signed(text.replace("CN-MINORS", "VITAL-INTEREST")));
            assertThat(hub.send(wire).refusal()).isEmpty();
        }
        var slow = door.line().open(4 << 10);
        try (slow) {
            slow.getOutputStream().write(retrieving());
            assertThat(slow.getInputStream().read()).isEqualTo('H');
            var reading = new Thread(() -> sip(slow), "sips");
            reading.start();
            Awaitility.await()
                    .atMost(PATIENCE.multipliedBy(10))
                    .until(() -> door.line().exchange(retrieving()).body().length() > 8 << 20);
            assertThat(reading.isAlive())
                    .as("it still reads what was on its way")
                    .isTrue();
        }
    }

    private static byte[] retrieving() throws Exception {
        var asking = door.letter().asks("Retrieve", "<l:Wait>30</l:Wait>").bytes();
        return door.line().request("POST", Contract.PATH, asking, "Content-Type: " + RawLine.SOAP);
    }

    private static void sip(SSLSocket socket) {
        var piece = new byte[1 << 10];
        try {
            while (socket.getInputStream().read(piece) >= 0) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    static Stream<Arguments> drips() {
        var type = "Host: a\r\nContent-Type: " + RawLine.SOAP + "\r\n";
        return Stream.of(
                Arguments.of(
                        "an envelope",
                        "POST " + Contract.PATH + " HTTP/1.1\r\n" + type + "Content-Length: 60000\r\n\r\n"),
                Arguments.of(
                        "chunks",
                        "POST " + Contract.PATH + " HTTP/1.1\r\n" + type + "Transfer-Encoding: chunked\r\n\r\n"
                                + "ffff\r\n"),
                Arguments.of(
                        "an envelope to nowhere",
                        "POST /nowhere HTTP/1.1\r\n" + type + "Content-Length: 60000\r\n\r\n"),
                Arguments.of(
                        "a body that nobody asked for", "PUT / HTTP/1.1\r\n" + type + "Content-Length: 60000\r\n\r\n"),
                Arguments.of(
                        "a bad envelope",
                        "POST " + Contract.PATH + " HTTP/1.1\r\n" + type + "Content-Length: 60000\r\n\r\nhello"));
    }

    /** One byte now and then, until the other end has closed. */
    private static void drip(SSLSocket socket, Duration atMost) throws IOException {
        var until = System.nanoTime() + atMost.toNanos();
        try (socket) {
            socket.setSoTimeout(100);
            while (System.nanoTime() < until) {
                socket.getOutputStream().write(' ');
                if (ended(socket)) {
                    return;
                }
            }
            throw new AssertionError("still open after " + atMost);
        } catch (java.net.SocketException e) {
            // closed hard: it is closed
        }
    }

    private static boolean ended(SSLSocket socket) throws IOException {
        try {
            int read;
            do {
                read = socket.getInputStream().read(new byte[8192]);
            } while (read >= 0);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }
}
