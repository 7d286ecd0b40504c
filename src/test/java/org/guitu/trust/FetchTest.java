package org.guitu.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.guitu.message.Patience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an authority's server may do to whoever asks it: little, and not for long. */
class FetchTest {
    private static final int MOST = 1000;
    /** Of a server that answers. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Of one that does not. */
    private static final Duration BRIEF = Duration.ofMillis(300);

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Patience LONG = Patience.of(Duration.ofHours(1));

    @TempDir
    private Path folder = Path.of("");

    private final SteppedClock clock = new SteppedClock(TestKeys.NOW);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Server> servers = new ArrayList<>();
    private Fetch fetch = new Fetch(PATIENCE, clock);

    private interface Behaviour {
        void answer(HttpExchange exchange) throws IOException, InterruptedException;
    }

    /** One that behaves as told, and what it was asked. */
    private record Server(HttpServer http, ExecutorService threads, List<String> asked) {
        URI at(String path) {
            return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + path);
        }
    }

    private Server server(Behaviour behaviour) {
        try {
            var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            var server = new Server(http, Executors.newCachedThreadPool(), new CopyOnWriteArrayList<>());
            http.setExecutor(server.threads());
            http.createContext("/", exchange -> {
                try (exchange) {
                    server.asked().add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
                    exchange.getRequestBody().readAllBytes();
                    behaviour.answer(exchange);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            http.start();
            servers.add(server);
            return server;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void patient() {
        fetch = new Fetch(PATIENCE, clock);
    }

    @AfterEach
    void close() {
        closing.countDown();
        for (var server : servers) {
            server.http().stop(0);
            server.threads().shutdownNow();
        }
    }

    private static byte[] bytes(int count) {
        var bytes = new byte[count];
        Arrays.fill(bytes, (byte) 7);
        return bytes;
    }

    /** @param stated whether its length is stated, or it comes in chunks */
    private static void send(HttpExchange exchange, int status, byte[] body, boolean stated) throws IOException {
        exchange.sendResponseHeaders(status, stated ? body.length : 0);
        exchange.getResponseBody().write(body);
    }

    private byte[] get(Server server) throws NoAnswer {
        return fetch.get(server.at("/ca.crl"), MOST, LONG);
    }

    private byte[] post(Server server) throws NoAnswer {
        return fetch.post(server.at("/ocsp"), "application/ocsp-request", bytes(10), MOST, LONG);
    }

    private void refuses(Server server, String why) {
        assertThatThrownBy(() -> get(server)).isInstanceOf(NoAnswer.class).hasStackTraceContaining(why);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_answer_may_be_so_large_and_not_a_byte_larger(boolean stated) throws NoAnswer {
        var just = server(exchange -> send(exchange, 200, bytes(MOST), stated));
        assertThat(get(just)).isEqualTo(bytes(MOST));
        assertThat(post(just)).isEqualTo(bytes(MOST));
        var over = server(exchange -> send(exchange, 200, bytes(MOST + 1), stated));
        refuses(over, "more than 1000 bytes");
        clock.step(PATIENCE);
        assertThatThrownBy(() -> post(over)).isInstanceOf(NoAnswer.class).hasStackTraceContaining("more than 1000");
    }

    @Test
    void a_file_may_be_as_large_and_not_a_byte_larger() throws IOException, NoAnswer {
        var file = folder.resolve("ca.crl");
        Files.write(file, bytes(MOST));
        assertThat(fetch.get(file.toUri(), MOST, LONG)).isEqualTo(bytes(MOST));
        Files.write(file, bytes(MOST + 1));
        assertThatThrownBy(() -> fetch.get(file.toUri(), MOST, LONG))
                .isInstanceOf(NoAnswer.class)
                .hasMessageContaining("larger than 1000 bytes");
        assertThatThrownBy(() -> fetch.get(folder.toUri(), MOST, LONG)).isInstanceOf(NoAnswer.class);
    }

    /** It would fill the memory before its end is found missing. */
    @Test
    void what_never_ends_is_let_go_as_soon_as_it_is_too_large() throws InterruptedException {
        var let = new CountDownLatch(1);
        var endless = server(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try {
                while (closing.getCount() > 0) {
                    exchange.getResponseBody().write(bytes(10_000));
                }
            } catch (IOException e) {
                let.countDown();
            }
        });
        refuses(endless, "more than 1000 bytes");
        assertThat(let.await(10, TimeUnit.SECONDS)).as("the connection ends").isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void nobody_is_led_elsewhere(int status) {
        var elsewhere = server(exchange -> send(exchange, 200, bytes(10), true));
        var leading = server(exchange -> {
            exchange.getResponseHeaders().add("Location", elsewhere.at("/").toString());
            exchange.sendResponseHeaders(status, -1);
        });
        refuses(leading, "HTTP status " + status);
        assertThatThrownBy(() -> post(leading)).isInstanceOf(NoAnswer.class);
        assertThat(elsewhere.asked()).isEmpty();
        assertThat(leading.asked()).containsExactly("GET /ca.crl", "POST /ocsp");
    }

    /** Whatever they say: an answer to be believed comes with 200. */
    @ParameterizedTest
    @ValueSource(ints = {201, 203, 206, 400, 401, 404})
    void only_status_200_answers_and_who_answers_otherwise_may_be_asked_at_once(int status) throws NoAnswer {
        var server = server(exchange ->
                send(exchange, exchange.getRequestURI().getPath().equals("/ca.crl") ? status : 200, bytes(10), true));
        refuses(server, "HTTP status " + status);
        refuses(server, "HTTP status " + status);
        assertThat(post(server)).isEqualTo(bytes(10));
        assertThat(server.asked()).hasSize(3);
    }

    /** It would err about every certificate, and may take its time each time. */
    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 504})
    void who_cannot_answer_anybody_is_left_alone_for_a_while(int status) {
        var server = server(exchange -> send(exchange, status, bytes(10), true));
        refuses(server, "HTTP status " + status);
        assertThatThrownBy(() -> post(server)).hasMessageContaining("a moment ago");
        assertThat(server.asked()).hasSize(1);
        clock.step(PATIENCE);
        refuses(server, "HTTP status " + status);
    }

    /** It is the signature inside that counts; servers of authorities name the type as they like. */
    @Test
    void the_type_an_answer_says_it_is_of_does_not_matter() throws NoAnswer {
        var server = server(exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "text/html; charset=nonsense");
            send(exchange, 200, bytes(10), true);
        });
        assertThat(get(server)).isEqualTo(bytes(10));
        assertThat(post(server)).isEqualTo(bytes(10));
    }

    /** Nothing is unpacked: what is small on the line is small in the memory. */
    @Test
    void what_is_packed_is_taken_as_it_comes() throws NoAnswer {
        var server = server(exchange -> {
            exchange.getResponseHeaders().add("Content-Encoding", "gzip");
            send(exchange, 200, bytes(10), true);
        });
        assertThat(get(server)).isEqualTo(bytes(10));
    }

    private interface Waiting {
        byte[] ask() throws NoAnswer;
    }

    /** How long it waits for nothing. */
    private static Duration waits(Waiting waiting) {
        var began = System.nanoTime();
        assertThatThrownBy(waiting::ask).isInstanceOf(NoAnswer.class).hasMessageContaining("does not answer");
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Test
    void a_byte_now_and_then_is_no_answer_and_the_connection_is_let_go() throws InterruptedException {
        fetch = new Fetch(BRIEF, clock);
        var let = new CountDownLatch(1);
        var slow = server(exchange -> {
            exchange.sendResponseHeaders(200, MOST);
            try {
                while (!closing.await(20, TimeUnit.MILLISECONDS)) {
                    exchange.getResponseBody().write(7);
                    exchange.getResponseBody().flush();
                }
            } catch (IOException e) {
                let.countDown();
            }
        });
        assertThat(waits(() -> get(slow))).isBetween(BRIEF.minusMillis(50), SOON);
        assertThat(let.await(10, TimeUnit.SECONDS)).as("the connection ends").isTrue();
        clock.step(BRIEF);
        assertThat(waits(() -> post(slow))).isBetween(BRIEF.minusMillis(50), SOON);
    }

    @Test
    void silence_is_none_either_before_the_headers_or_after_them() {
        fetch = new Fetch(BRIEF, clock);
        var before = server(exchange -> closing.await());
        assertThat(waits(() -> get(before))).isBetween(BRIEF.minusMillis(50), SOON);
        var after = server(exchange -> {
            exchange.sendResponseHeaders(200, MOST);
            exchange.getResponseBody().flush();
            closing.await();
        });
        assertThat(waits(() -> get(after))).isBetween(BRIEF.minusMillis(50), SOON);
    }

    /** Taken by the machine, and read by nobody. */
    @Test
    void who_takes_the_line_and_says_nothing_is_left() throws IOException {
        fetch = new Fetch(BRIEF, clock);
        try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var place = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/ca.crl");
            assertThat(waits(() -> fetch.get(place, MOST, LONG))).isBetween(BRIEF.minusMillis(50), SOON);
        }
    }

    @Test
    void who_has_no_time_left_asks_nobody_and_says_nothing_of_the_server() throws NoAnswer {
        var good = server(exchange -> send(exchange, 200, bytes(10), true));
        assertThatThrownBy(() -> fetch.get(good.at("/ca.crl"), MOST, Patience.of(Duration.ZERO)))
                .isInstanceOfSatisfying(
                        NoAnswer.class, none -> assertThat(none.isLate()).isTrue());
        assertThat(good.asked()).isEmpty();
        assertThat(get(good)).hasSize(10);
    }

    @Test
    void a_server_that_had_less_time_than_others_is_asked_again() {
        var slow = server(exchange -> closing.await());
        var began = System.nanoTime();
        assertThatThrownBy(() -> fetch.get(slow.at("/ca.crl"), MOST, Patience.of(BRIEF)))
                .isInstanceOfSatisfying(
                        NoAnswer.class, none -> assertThat(none.isLate()).isTrue());
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
        assertThatThrownBy(() -> fetch.get(slow.at("/ca.crl"), MOST, Patience.of(BRIEF)))
                .isInstanceOf(NoAnswer.class);
        assertThat(slow.asked()).hasSize(2);
    }

    @Test
    void what_ends_before_its_stated_length_is_no_answer() {
        var cut = server(exchange -> {
            exchange.sendResponseHeaders(200, 20);
            exchange.getResponseBody().write(bytes(10));
            exchange.getResponseBody().flush();
            throw new IOException("cut");
        });
        refuses(cut, "does not answer");
    }

    @Test
    void who_did_not_answer_is_not_asked_again_until_as_long_has_passed() {
        fetch = new Fetch(BRIEF, clock);
        var silent = server(exchange -> closing.await());
        assertThat(waits(() -> get(silent))).isLessThan(SOON);
        refuses(silent, "did not answer a moment ago");
        assertThatThrownBy(() -> post(silent)).hasMessageContaining("a moment ago");
        clock.step(BRIEF.minusMillis(1));
        refuses(silent, "did not answer a moment ago");
        assertThat(silent.asked()).hasSize(1);
        clock.step(Duration.ofMillis(1));
        assertThat(waits(() -> get(silent))).isLessThan(SOON);
        assertThat(silent.asked()).hasSize(2);
        refuses(silent, "did not answer a moment ago");
    }

    @Test
    void the_silence_of_one_is_not_laid_to_another() throws NoAnswer {
        var answering = server(exchange -> send(exchange, 200, bytes(10), true));
        var over = server(exchange -> send(exchange, 200, bytes(MOST + 1), true));
        refuses(over, "more than 1000 bytes");
        refuses(over, "a moment ago");
        assertThat(get(answering)).isEqualTo(bytes(10));
    }

    /** One that is there again is asked as often as need be. */
    @Test
    void who_answers_again_is_forgiven() throws NoAnswer {
        var sizes = new ConcurrentLinkedQueue<>(List.of(MOST + 1, 10, 10));
        var server = server(exchange -> send(exchange, 200, bytes(sizes.remove()), true));
        refuses(server, "more than 1000 bytes");
        clock.step(PATIENCE);
        assertThat(get(server)).hasSize(10);
        assertThat(get(server)).hasSize(10);
    }

    @Test
    void who_is_told_to_stop_stops_at_once_and_lays_nothing_to_the_server() throws InterruptedException, NoAnswer {
        var asked = new CountDownLatch(1);
        var silent = server(exchange -> {
            if (exchange.getRequestMethod().equals("POST")) {
                send(exchange, 200, bytes(10), true);
                return;
            }
            asked.countDown();
            closing.await();
        });
        var ended = new CountDownLatch(1);
        var waiting = new Thread(() -> {
            assertThatThrownBy(() -> get(silent)).hasMessageContaining("the hub stops");
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            ended.countDown();
        });
        waiting.start();
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        waiting.interrupt();
        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(post(silent)).hasSize(10);
    }
}
