package org.guitu.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Purpose;
import org.guitu.trust.Issuance.Validity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who comes again is shown the key of the moment, and never resumes what began with another. */
class TlsContextTest {
    private final TestKeys keys = new TestKeys();
    private volatile @Nullable Identity shown = fresh();
    private volatile TrustManager trust = trust();
    private final SSLContext door = TlsContext.of(this::own, () -> trust);
    private final TrustManager always = trust;
    private final SSLContext client = TlsContext.of(this::nothing, () -> always);

    private Identity fresh() {
        var now = Instant.now();
        return keys.issue(
                "cn.hub", Purpose.TLS, Kind.EC_P256, new Validity(now.minusSeconds(60), now.plus(Duration.ofHours(1))));
    }

    private Identity own() {
        var now = shown;
        if (now == null) {
            throw new IllegalStateException("blocked");
        }
        return now;
    }

    private Identity nothing() {
        throw new IllegalStateException("it has none");
    }

    private TrustManager trust() {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("authority", keys.authority().certificate());
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers()[0];
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** What a client sees of one visit: whose certificate, and which session. */
    private record Visit(X509Certificate seen, long begun) {}

    /** Sessions are resumed at the same place only. */
    private Visit visit(ServerSocket server, String protocol) throws Exception {
        var served = CompletableFuture.runAsync(
                () -> {
                    try (var socket = (SSLSocket) door.getSocketFactory().createSocket(server.accept(), null, true)) {
                        socket.getOutputStream().write(1);
                        socket.getInputStream().read();
                    } catch (IOException e) {
                        // the client says what it saw
                    }
                },
                task -> new Thread(task, "door").start());
        try (var socket = (SSLSocket)
                client.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
            socket.setEnabledProtocols(new String[] {protocol});
            // a ticket comes behind the handshake
            assertThat(socket.getInputStream().read()).isEqualTo(1);
            socket.getOutputStream().write(1);
            var session = socket.getSession();
            return new Visit((X509Certificate) session.getPeerCertificates()[0], session.getCreationTime());
        } finally {
            served.join();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_session_is_resumed_while_the_key_is_the_same_and_not_with_its_successor(String protocol) throws Exception {
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var first = visit(server, protocol);
            assertThat(visit(server, protocol)).as("resumed").isEqualTo(first);
            var successor = fresh();
            shown = successor;
            assertThat(visit(server, protocol).seen()).isEqualTo(successor.certificate());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void nor_once_other_authorities_are_trusted(String protocol) throws Exception {
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var first = visit(server, protocol);
            trust = trust();
            assertThat(visit(server, protocol).begun()).isGreaterThan(first.begun());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void nor_while_there_is_no_key(String protocol) throws Exception {
        try (var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            visit(server, protocol);
            shown = null;
            assertThatThrownBy(() -> visit(server, protocol)).isInstanceOf(SSLException.class);
        }
    }
}
