package org.guitu.office.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.guitu.message.PartyId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JmsLineTest implements LineContract {
    /** Long enough for a slow machine, short of the 30 s a client hangs by default. */
    private static final Duration FAST = Duration.ofSeconds(12);

    private Path folder = Path.of("");

    private final ExerciseKeys keys = new ExerciseKeys();
    private final TestHub hub;

    JmsLineTest(@TempDir Path folder) throws Exception {
        this.folder = folder;
        hub = new TestHub(folder, keys, List.of(PARTY, "cn.53"));
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
    }

    @Override
    public TestHub hub() {
        return hub;
    }

    @Override
    public Lines lines() {
        return lines(hub.address(), keys.client(keys.tls(PARTY)));
    }

    private Lines lines(HubAddress address, TlsIdentity identity) {
        return new JmsLines(new PartyId(PARTY), address, identity, Clock.systemUTC());
    }

    @Test
    void nobody_listening_is_said_at_once() throws Exception {
        int closed;
        try (var socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        var address = new HubAddress("127.0.0.1", closed);
        assertThat(failure(lines(address, keys.client(keys.tls(PARTY)))).text().en())
                .contains("127.0.0.1:" + closed)
                .contains("nobody answers");
    }

    @Test
    void a_host_that_accepts_and_says_nothing_does_not_hang() throws Exception {
        try (var silent = new ServerSocket(0)) {
            var address = new HubAddress("127.0.0.1", silent.getLocalPort());
            assertThat(failure(lines(address, keys.client(keys.tls(PARTY))))
                            .text()
                            .en())
                    .contains("does not answer in time");
        }
    }

    @Test
    void a_client_certificate_of_a_stranger_is_refused_at_once() {
        var strangers = new ExerciseKeys();
        var identity = strangers.tls(PARTY);
        var mixed = new TlsIdentity(identity, List.of(keys.authority().certificate()));
        assertThat(failure(lines(hub.address(), mixed)).text().en()).contains("does not take our TLS certificate");
    }

    @Test
    void an_expired_client_certificate_is_refused_at_once() {
        var expired = keys.client(keys.expiredTls(PARTY));
        assertThat(failure(lines(hub.address(), expired)).text().en()).contains("does not take our TLS certificate");
    }

    /** As one whose key is blocked, or whose token was taken out. */
    @Test
    void a_hub_that_has_nothing_to_show_is_not_said_to_refuse_our_certificate() throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, null, null);
        try (var without = context.getServerSocketFactory().createServerSocket(0)) {
            var answering = new Thread(
                    () -> {
                        while (!without.isClosed()) {
                            try (var socket = without.accept()) {
                                socket.getInputStream().read();
                            } catch (IOException e) {
                                // the handshake failed, as it has to
                            }
                        }
                    },
                    "hub without a key");
            answering.setDaemon(true);
            answering.start();
            var address = new HubAddress("127.0.0.1", without.getLocalPort());
            assertThat(failure(lines(address, keys.client(keys.tls(PARTY))))
                            .text()
                            .en())
                    .contains("a key or certificate of its own")
                    .doesNotContain("our TLS certificate");
        }
    }

    @Test
    void a_hub_of_another_authority_is_not_believed() {
        var ours = keys.tls(PARTY);
        var identity =
                new TlsIdentity(ours, List.of(new ExerciseKeys().authority().certificate()));
        assertThat(failure(lines(hub.address(), identity)).text().en()).contains("is not the hub's");
    }

    @Test
    void a_server_with_another_host_name_is_not_believed() throws Exception {
        try (var impostor =
                new TestHub(folder.resolve("impostor"), keys, keys.tls("cn.53", "elsewhere.example"), List.of(PARTY))) {
            assertThat(failure(lines(impostor.address(), keys.client(keys.tls(PARTY))))
                            .text()
                            .en())
                    .contains("is not the hub's");
        }
    }

    @Test
    void the_mailbox_of_another_party_stays_closed() throws Exception {
        var others = new JmsLines(new PartyId("cn.53"), hub.address(), keys.client(keys.tls(PARTY)), Clock.systemUTC());
        try (var line = others.open()) {
            assertThatThrownBy(() -> line.message(Duration.ZERO)).isInstanceOf(LineDown.class);
        }
    }

    private static LineDown failure(Lines lines) {
        var before = Instant.now();
        var failure = catchThrowableOfType(LineDown.class, lines::open);
        assertThat(Duration.between(before, Instant.now())).isLessThan(FAST);
        return failure;
    }
}
