package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.guitu.demo.Sample;
import org.guitu.message.Refusal;
import org.guitu.receipt.ReceiptKind;
import org.guitu.soap.Contract.Operation;
import org.guitu.soap.Part;
import org.guitu.soap.SoapClient;
import org.guitu.soap.SoapClient.Unanswered;
import org.guitu.soap.Troubled;
import org.guitu.trust.Identity;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;
import org.guitu.trust.Revoker;
import org.guitu.trust.StatusServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub that asks its authority's OCSP responder about whoever signs. */
final class RevokedSignerTest {
    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    static Path folder;

    private static RunningHub hub;

    // made while the hub starts, when its authority is there
    @SuppressWarnings("NullAway.Init")
    private static Revoker revoker;

    @SuppressWarnings("NullAway.Init")
    private static StatusServer server;

    @BeforeAll
    static void start() throws Exception {
        hub = RunningHub.start(
                RunningHub.HOME,
                folder,
                CLOCK,
                RevokedSignerTest::configure,
                "cn.44",
                "cn.52",
                "cn.53",
                "cn.jco",
                "la.atd",
                "vn.mps");
    }

    private static void configure(Path config) throws IOException {
        try {
            var ca = folder.resolve("ca");
            var authority = KeyFiles.read(ca.resolve("ca.p12"), KeyFiles.password(ca.resolve("ca.password")));
            revoker = new Revoker(authority);
            server = new StatusServer(authority, revoker, CLOCK);
        } catch (KeyFileException e) {
            throw new IOException(e);
        }
        Files.writeString(folder.resolve("data/trust/ca.yaml"), "ocsp: " + server.at("/ocsp") + "\n");
        Files.writeString(
                config.resolve("hub.yaml"),
                "trust: {revocation: {cache: PT0S, grace: PT0S}}\n",
                StandardOpenOption.APPEND);
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
        server.close();
    }

    private static byte[] alert(String from) throws Exception {
        return hub.signed(new Sample(RunningHub.HOME.resolve("schemas"))
                .current("alert", "alert-issue", Instant.now())
                .replaceFirst("(<Sender>\\s*<Party>)[^<]+", "$1" + from)
                .replaceFirst(
                        "(?s)<Recipients>.*</Recipients>", "<Recipients><Recipient>cn.44</Recipient></Recipients>"));
    }

    private static Refusal refusal(byte[] wire) throws Exception {
        var answer = hub.send(wire);
        assertThat(answer.kind()).isEqualTo(ReceiptKind.REFUSED);
        return answer.refusal().orElseThrow();
    }

    @Test
    void who_is_revoked_is_told_so_and_leaves_nothing_in_the_record() throws Exception {
        assertThat(hub.send(alert("cn.52")).refusal()).isEmpty();
        var certificate = hub.identity(RunningHub.party("cn.52"), "sign").certificate();
        revoker.revoke(certificate, CLOCK.instant());
        var wire = alert("cn.52");
        var refusal = refusal(wire);
        assertThat(refusal.code()).isEqualTo("GT-3147");
        assertThat(refusal.retry()).isEqualTo(Refusal.Retry.NO);
        assertThat(refusal.text().en())
                .contains("CN=cn.52", certificate.getSerialNumber().toString(16).toUpperCase(java.util.Locale.ROOT));
        assertThat(hub.rows(
                        "SELECT id FROM message WHERE id = ?",
                        RunningHub.id(wire).uuid()))
                .isEmpty();
        assertThat(check()).contains("cn.52: its signing certificate would be refused (GT-3147");
    }

    @Test
    void while_nobody_answers_a_message_has_to_come_again_and_then_is_taken() throws Exception {
        var wire = alert("cn.53");
        server.misbehaves(StatusServer.Fault.NOT_FOUND);
        try {
            var refusal = refusal(wire);
            assertThat(refusal.code()).isEqualTo("GT-3148");
            assertThat(refusal.who()).isEqualTo(Refusal.Who.HUB);
            assertThat(refusal.retry()).isEqualTo(Refusal.Retry.LATER);
        } finally {
            server.misbehaves(StatusServer.Fault.NONE);
        }
        assertThat(hub.send(wire).refusal()).isEmpty();
    }

    /** What the SOAP door says to that party; empty when it answers. */
    private static Optional<Refusal> called(String party) throws Exception {
        try (var client = hub.soap(party)) {
            client.call(Operation.DESCRIBE, asked -> {});
            return Optional.empty();
        } catch (Troubled e) {
            return Optional.of(e.trouble().refusal());
        }
    }

    @Test
    void who_signs_its_envelopes_with_a_revoked_certificate_is_told_which() throws Exception {
        assertThat(called("cn.jco")).isEmpty();
        var certificate = hub.identity(RunningHub.party("cn.jco"), "tls").certificate();
        revoker.revoke(certificate, CLOCK.instant());
        assertThat(called("cn.jco")).hasValueSatisfying(refusal -> {
            assertThat(refusal.code()).isEqualTo("GT-3147");
            assertThat(refusal.retry()).isEqualTo(Refusal.Retry.NO);
            assertThat(refusal.text().en())
                    .contains(
                            "CN=cn.jco",
                            certificate.getSerialNumber().toString(16).toUpperCase(java.util.Locale.ROOT));
        });
        assertThat(called("cn.53")).isEmpty();
    }

    /** Its envelopes may be signed with another certificate of the same party. */
    @Test
    void nor_does_a_channel_opened_with_a_revoked_certificate_count_whatever_signs_what_comes_over_it()
            throws Exception {
        var party = RunningHub.party("vn.mps");
        var channel = hub.identity(party, "tls");
        assertThat(called(channel, hub.identity(party, "sign"))).isEmpty();
        revoker.revoke(channel.certificate(), CLOCK.instant());
        assertThat(called(channel, hub.identity(party, "sign"))).contains("GT-3147");
    }

    @Test
    void who_waits_for_messages_when_its_certificate_is_revoked_is_let_go() throws Exception {
        try (var client = hub.soap("la.atd")) {
            var waiting = CompletableFuture.supplyAsync(() -> waited(client));
            Awaitility.await().during(Duration.ofSeconds(1)).until(() -> !waiting.isDone());
            revoker.revoke(hub.identity(RunningHub.party("la.atd"), "tls").certificate(), CLOCK.instant());
            assertThat(waiting.get(10, TimeUnit.SECONDS)).contains("GT-3147");
        }
    }

    /** Each answer comes within the two seconds of one question, all of them not within the three of one call. */
    @Test
    void all_that_is_asked_for_one_call_shares_one_patience() throws Exception {
        var wire = alert("cn.53");
        var party = RunningHub.party("cn.53");
        try (var client = hub.soap(hub.identity(party, "tls"), hub.identity(party, "sign"))) {
            server.takes(Duration.ofMillis(1_150));
            client.call(Operation.DESCRIBE, asked -> {});
            assertThatThrownBy(() -> client.call(Operation.SUBMIT, asked -> Part.bytes(asked, "Message", wire)))
                    .isInstanceOfSatisfying(
                            Troubled.class,
                            e -> assertThat(e.trouble().refusal().code()).isEqualTo("GT-3148"));
            server.takes(Duration.ZERO);
            client.call(Operation.SUBMIT, asked -> Part.bytes(asked, "Message", wire));
        } finally {
            server.takes(Duration.ZERO);
        }
    }

    private static Optional<String> waited(SoapClient client) {
        try {
            client.call(Operation.RETRIEVE, asked -> Part.add(asked, "Wait", (Object) 30));
            return Optional.empty();
        } catch (Troubled e) {
            return Optional.of(e.trouble().refusal().code());
        } catch (Unanswered e) {
            return Optional.of("unanswered");
        }
    }

    private static Optional<String> called(Identity channel, Identity signer) throws Exception {
        try (var client = hub.soap(channel, signer)) {
            client.call(Operation.DESCRIBE, asked -> {});
            return Optional.empty();
        } catch (Troubled e) {
            return Optional.of(e.trouble().refusal().code());
        }
    }

    @Test
    void while_nobody_answers_an_envelope_has_to_come_again_and_then_is_taken() throws Exception {
        server.misbehaves(StatusServer.Fault.NOT_FOUND);
        try {
            assertThat(called("cn.53")).hasValueSatisfying(refusal -> {
                assertThat(refusal.code()).isEqualTo("GT-3148");
                assertThat(refusal.retry()).isEqualTo(Refusal.Retry.LATER);
            });
        } finally {
            server.misbehaves(StatusServer.Fault.NONE);
        }
        assertThat(called("cn.53")).isEmpty();
    }

    private static String check() {
        return RunningHub.check(folder.resolve("config"), folder.resolve("data"));
    }
}
