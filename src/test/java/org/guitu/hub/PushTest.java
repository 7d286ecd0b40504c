package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.guitu.demo.Sample;
import org.guitu.directory.Directory;
import org.guitu.message.Digest;
import org.guitu.message.PartyId;
import org.guitu.message.Patience;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.soap.Caller;
import org.guitu.soap.Contract.Operation;
import org.guitu.soap.ContractFiles;
import org.guitu.soap.Exchange;
import org.guitu.soap.Item;
import org.guitu.soap.Part;
import org.guitu.soap.Room;
import org.guitu.soap.SoapServer;
import org.guitu.soap.Troubled;
import org.guitu.soap.Trusting;
import org.guitu.soap.WsSecurity;
import org.guitu.trust.Issuance;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Order;
import org.guitu.trust.Issuance.Purpose;
import org.guitu.trust.Issuance.Validity;
import org.guitu.trust.KeyFiles;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What the hub does with a partner that it calls: one that answers well, one that refuses, one that is somebody else. */
@TestMethodOrder(MethodOrderer.MethodName.class) // the last one leaves the partner alone for a while
final class PushTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Sample SAMPLES = new Sample(RunningHub.HOME.resolve("schemas"));

    /** What the hub showed at partners' doors. */
    private static final List<X509Certificate> SHOWN = new CopyOnWriteArrayList<>();

    @TempDir
    static Path folder;

    static RunningHub hub;

    @BeforeAll
    static void start() throws Exception {
        hub = RunningHub.start(
                RunningHub.HOME,
                folder,
                CLOCK,
                config -> Files.writeString(
                        config.resolve("hub.yaml"),
                        "directory: {check: PT0.2S}\ndelivery: {firstDelay: PT1S}\n",
                        StandardOpenOption.APPEND),
                "cn.53",
                "cn.jco",
                "vn.mps");
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
    }

    @Test
    void a_partner_may_give_its_signed_receipt_with_the_answer() throws Exception {
        var got = new CopyOnWriteArrayList<Item>();
        try (var partner = endpoint("vn.mps", (call, response) -> {
            var item = Part.all(call.body().children("Item"), "Item", 1, Item::read)
                    .get(0);
            got.add(item);
            if (item.kind() == Item.Kind.MESSAGE) {
                Part.bytes(response, "Receipt", received(item.document()));
            }
        })) {
            call(partner);
            var request = hub.accepted(request());
            hub.await("RECEIVED", "vn.mps", request);
            assertThat(got)
                    .filteredOn(item -> item.kind() == Item.Kind.MESSAGE)
                    .singleElement()
                    .satisfies(item -> assertThat(Digest.of(item.document())).isEqualTo(Digest.of(request)));
        }
    }

    @Test
    void one_that_refuses_is_tried_again_then_left_alone_and_the_sender_sees_why() throws Exception {
        try (var partner = endpoint("vn.mps", (call, response) -> {
            throw Refusals.refused("GT-6006");
        })) {
            call(partner);
            var requests = new ArrayList<byte[]>();
            for (int i = 0; i < 6; i++) {
                requests.add(hub.accepted(request()));
            }
            Awaitility.await()
                    .atMost(RunningHub.PATIENCE)
                    .untilAsserted(() -> assertThat(seen(requests)).contains("GT-7005", "GT-7004"));
            assertThat(hub.admin("deliveries"))
                    .contains("\"recipient\":\"vn.mps\"", "\"state\":\"QUEUED\"", "\"reason\":\"GT-7004\"")
                    .containsPattern("\"at\":\"[-0-9]{10}T[0-9:]{8}Z\"")
                    .containsPattern("\"next\":\"[-0-9]{10}T[0-9:]{8}Z\"");
        }
    }

    @Test
    void one_that_is_blocked_is_not_called_and_gets_what_waited_when_it_is_let_in_again() throws Exception {
        var got = new CopyOnWriteArrayList<Digest>();
        try (var partner = endpoint(
                "vn.mps",
                (call, response) -> Part.all(call.body().children("Item"), "Item", 1, Item::read)
                        .forEach(item -> got.add(Digest.of(item.document()))))) {
            call(partner);
            hub.admin("block", "vn.mps", "--reason", "broken into");
            var request = hub.accepted(request());
            hub.awaitJob("sweeper");
            hub.awaitJob("sweeper");
            // what others of these tests left waiting may have come before the block
            assertThat(got).doesNotContain(Digest.of(request));
            assertThat(seen(List.of(request))).isEmpty();
            hub.admin("block", "vn.mps", "--undo", "--reason", "mended");
            Awaitility.await()
                    .atMost(RunningHub.PATIENCE)
                    .untilAsserted(() -> assertThat(got).contains(Digest.of(request)));
        }
    }

    @Test
    void a_partner_is_called_with_the_hubs_new_key_once_the_directory_has_it() throws Exception {
        try (var partner = endpoint("vn.mps", (call, response) -> {})) {
            call(partner);
            SHOWN.clear();
            var before = hub.accepted(request());
            hub.await("DELIVERED", "vn.mps", before);
            var old = hub.hubTls();
            assertThat(SHOWN).containsOnly(old);
            var next = successor();
            Awaitility.await().atMost(RunningHub.PATIENCE).until(() -> {
                SHOWN.clear();
                hub.await("DELIVERED", "vn.mps", hub.accepted(request()));
                return SHOWN.contains(next);
            });
            assertThat(SHOWN).containsOnly(next);
        }
    }

    /** A new certificate of the hub's TLS, its key beside the one in use. */
    private static X509Certificate successor() throws Exception {
        var now = CLOCK.instant();
        var order = new Order(
                Directory.HUB,
                Purpose.TLS,
                Kind.EC_P256,
                new Validity(now.minusSeconds(60), now.plusSeconds(3_600)),
                List.of("localhost", "127.0.0.1"));
        var made = new Issuance().issue(hub.authority(), order);
        KeyFiles.writeCertificate(folder.resolve("config/parties/cn.hub.tls.next.pem"), made.certificate());
        KeyFiles.write(folder.resolve("data/keys"), "cn.hub.tls.next", made);
        return made.certificate();
    }

    @Test
    void a_stranger_at_the_partners_address_is_told_nothing() throws Exception {
        var got = new CopyOnWriteArrayList<String>();
        try (var stranger = endpoint("cn.53", (call, response) -> got.add("called"))) {
            call(stranger);
            var request = hub.accepted(request());
            Awaitility.await()
                    .atMost(RunningHub.PATIENCE)
                    .untilAsserted(() -> assertThat(seen(List.of(request))).contains("GT-7003"));
            assertThat(got).isEmpty();
        }
    }

    /** An endpoint with that party's certificate. */
    private static SoapServer endpoint(String party, Exchange exchange) throws Exception {
        var identity = hub.identity(new PartyId(party), "tls");
        var trust = Trusting.authorities(KeyFiles.certificates(folder.resolve("ca/ca.pem")));
        return SoapServer.start(
                new SoapServer.Settings(
                        "127.0.0.1",
                        0,
                        folder.resolve("endpoint-" + UUID.randomUUID()),
                        1 << 20,
                        Duration.ofSeconds(20),
                        Room.endless()),
                new SoapServer.Tls(() -> identity, () -> trust),
                new WsSecurity(() -> identity, new TheHub(), (envelope, memory) -> true, CLOCK),
                new SoapServer.Offer("/inbox", ContractFiles.none(), Set.of(Operation.DELIVER), exchange),
                (from, refusal, cause) -> {});
    }

    private record TheHub() implements Caller {
        @Override
        public PartyId ofChannel(Optional<X509Certificate> shown) {
            shown.ifPresent(SHOWN::add);
            return Directory.HUB;
        }

        @Override
        public void requireSigner(PartyId party, X509Certificate signer) {
            assertThat(signer.getSubjectX500Principal().getName()).contains("cn.hub");
        }

        @Override
        public void requireStanding(X509Certificate certificate, Patience patience) {}
    }

    /** Has the hub call there, and waits until it knows. */
    private static void call(SoapServer partner) throws Exception {
        var file = hub.directory("vn.mps");
        var text = Files.readString(file).replaceAll("(?m)^push:.*\n", "");
        Files.writeString(
                file,
                text.replaceAll(
                        "(?m)^channel:.*", "channel: soap\npush: https://127.0.0.1:" + partner.port() + "/inbox"));
        // a changed file counts when it was seen twice
        var changed = System.nanoTime();
        Awaitility.await()
                .atMost(RunningHub.PATIENCE)
                .until(() -> System.nanoTime() - changed > 1_500_000_000L && isCalled());
    }

    private static boolean isCalled() throws Exception {
        try (var client = hub.soap("vn.mps")) {
            client.call(Operation.RETRIEVE, asked -> {});
            return false;
        } catch (Troubled e) {
            return e.trouble().refusal().code().equals("GT-2024");
        }
    }

    private static byte[] received(byte[] wire) {
        try {
            return hub.received("vn.mps", wire);
        } catch (Exception e) {
            throw new AssertionError("no receipt could be made", e);
        }
    }

    /** The codes of failed attempts, as the sender is told them by {@code Status}. */
    private static List<String> seen(List<byte[]> requests) throws Exception {
        var codes = new ArrayList<String>();
        try (var client = hub.soap("cn.53")) {
            for (var request : requests) {
                var id = RunningHub.id(request);
                var status = client.call(Operation.STATUS, asked -> Part.add(asked, "MessageId", (Object) id));
                for (var timeline : status.children("Timeline")) {
                    codes.addAll(failures(timeline));
                }
            }
        }
        return codes;
    }

    private static List<String> failures(Part timeline) throws Refused {
        var codes = new ArrayList<String>();
        var parts = timeline.children("MessageId", "Type", "AcceptedAt", "ConversationState", "Delivery");
        for (var delivery : Part.all(parts, "Delivery", 50, found -> found)) {
            var ways = delivery.children(
                    "Recipient",
                    "State",
                    "Tries",
                    "NextTry",
                    "Failure",
                    "CollectBy",
                    "DeliveredAt",
                    "ReceivedAt",
                    "ReadAt");
            for (var failure : Part.all(ways, "Failure", 50, found -> found)) {
                codes.addAll(Part.all(failure.children("At", "Code"), "Code", 1, Part::text));
            }
        }
        return codes;
    }

    /** A request that opens a conversation of its own. */
    private static String request() throws IOException {
        return SAMPLES.current("repatriation", "repatriation-request", CLOCK.instant())
                .replaceAll("<Conversation>[^<]*", "<Conversation>urn:uuid:" + UUID.randomUUID())
                .replaceAll("<MessageId>[^<]*", "<MessageId>urn:uuid:" + UUID.randomUUID());
    }
}
