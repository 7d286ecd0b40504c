package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.guitu.message.Digest;
import org.guitu.soap.Contract.Operation;
import org.guitu.soap.HandMade;
import org.guitu.soap.Item;
import org.guitu.soap.Part;
import org.guitu.soap.SoapClient;
import org.guitu.soap.Troubled;
import org.guitu.trust.Issuance;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What a reader is given at one door is to the byte what the sender put in at the other. */
final class ByteExactTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final int LIMIT = 10_485_760;

    /** Parties of the JMS door and of the SOAP door, one of each with RSA, for message and envelope. */
    private static final String JMS_EC = "cn.52";

    private static final String JMS_RSA = "cn.53";
    private static final String SOAP_EC = "cn.44";
    private static final String SOAP_RSA = "cn.35";

    @TempDir
    static Path folder;

    static RunningHub hub;

    @BeforeAll
    static void start() throws Exception {
        hub = RunningHub.start(
                RunningHub.HOME, folder, CLOCK, ByteExactTest::configure, JMS_EC, JMS_RSA, SOAP_EC, SOAP_RSA);
    }

    private static void configure(Path config) throws IOException {
        for (var party : List.of(SOAP_EC, SOAP_RSA)) {
            var file = config.resolve("parties/" + party + ".yaml");
            Files.writeString(file, Files.readString(file).replace("channel: jms", "channel: soap"));
        }
        try {
            rsa(config, JMS_RSA, "sign", Issuance.Purpose.SIGN);
            rsa(config, SOAP_RSA, "sign", Issuance.Purpose.SIGN);
            rsa(config, SOAP_RSA, "tls", Issuance.Purpose.TLS);
        } catch (KeyFileException e) {
            throw new IOException(e);
        }
    }

    private static void rsa(Path config, String party, String use, Issuance.Purpose purpose)
            throws IOException, KeyFileException {
        var authority = KeyFiles.read(folder.resolve("ca/ca.p12"), KeyFiles.password(folder.resolve("ca/ca.password")));
        var now = CLOCK.instant();
        var validity = new Issuance.Validity(now.minusSeconds(60), now.plus(Duration.ofDays(1)));
        var order = new Issuance.Order(RunningHub.party(party), purpose, Issuance.Kind.RSA_3072, validity, List.of());
        var keys = folder.resolve("offices").resolve(party).resolve("keys");
        var stem = party + "." + use;
        for (var ending : List.of(".p12", ".password", ".pem")) {
            Files.deleteIfExists(keys.resolve(stem + ending));
        }
        KeyFiles.write(keys, stem, new Issuance().issue(authority, order));
        Files.copy(
                keys.resolve(stem + ".pem"),
                config.resolve("parties").resolve(stem + ".pem"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
    }

    @TestFactory
    Stream<DynamicTest> from_jms_to_soap() {
        return sizes().flatMap(size -> parties(size, JMS_EC, JMS_RSA)
                .map(from -> DynamicTest.dynamicTest(from + " " + size, () -> {
                    var to = from.equals(JMS_EC) ? SOAP_RSA : SOAP_EC;
                    var wire = alert(from, to, size);
                    assertThat(hub.send(wire).refusal()).isEmpty();
                    assertThat(Digest.of(fetched(to, wire))).isEqualTo(Digest.of(wire));
                })));
    }

    @TestFactory
    Stream<DynamicTest> from_soap_to_jms() {
        return sizes().flatMap(size -> parties(size, SOAP_RSA, SOAP_EC)
                .map(from -> DynamicTest.dynamicTest(from + " " + size, () -> {
                    var to = from.equals(SOAP_EC) ? JMS_RSA : JMS_EC;
                    var wire = alert(from, to, size);
                    assertThat(hub.view(submitted(from, wire)).wireDigest()).isEqualTo(Digest.of(wire));
                    assertThat(Digest.of(hub.collect(to, wire).get(0).wire())).isEqualTo(Digest.of(wire));
                })));
    }

    /** The largest takes its time: one way each is enough of it, to RSA and from RSA. */
    private static Stream<String> parties(int size, String first, String second) {
        return size == LIMIT ? Stream.of(first) : Stream.of(first, second);
    }

    /** The smallest there is, and up to the largest the hub takes. */
    private static Stream<Integer> sizes() {
        return Stream.of(0, 64 << 10, 1 << 20, LIMIT);
    }

    @Test
    void the_messages_are_as_small_as_can_be_as_large_as_may_be_and_odd() throws Exception {
        assertThat(sizes().max(Integer::compare)).contains(LIMIT);
        assertThat(alert(JMS_EC, SOAP_EC, LIMIT)).hasSize(LIMIT);
        var smallest = alert(SOAP_EC, JMS_EC, 0);
        assertThat(smallest.length).isBetween(1 << 10, 16 << 10);
        assertThat(new String(smallest, StandardCharsets.UTF_8))
                .startsWith("<?xml version='1.0' encoding='utf-8' standalone='yes'?>\n<Message\txmlns")
                .contains(
                        "\r\n",
                        "&#x7EA2;",
                        "&#20070;",
                        "3 > 2 &amp;&#xD;",
                        "\uD842\uDFB7 3",
                        "&#x20BB7;\uD83E\uDD8A]]&gt;")
                .contains(" listVersion = '2019' ", "<Status\t>")
                .containsPattern("<\\w+:\\w+ Algorithm=\"[^\"]+\" />")
                .endsWith("</Message>");
    }

    @Test
    void by_mtom_the_bytes_are_the_same_and_the_envelopes_signature_covers_them() throws Exception {
        for (int size : List.of(0, 1 << 20)) {
            var wire = alert(SOAP_RSA, JMS_EC, size);
            var signer = hub.identity(RunningHub.party(SOAP_RSA), "tls");
            assertThat(signer.certificate().getPublicKey()).isInstanceOf(RSAPublicKey.class);
            var changed = wire.clone();
            changed[wire.length / 2] ^= 1;
            var refused = post(SOAP_RSA, HandMade.mtom(HandMade.submit(signer, wire), changed));
            assertThat(refused.code()).as(refused.text()).isEqualTo("GT-2012");
            var answer = post(SOAP_RSA, HandMade.mtom(HandMade.submit(signer, wire), wire));
            assertThat(hub.view(answer.receipt()).wireDigest())
                    .as(answer.text())
                    .isEqualTo(Digest.of(wire));
            assertThat(hub.collect(JMS_EC, wire).get(0).wire()).isEqualTo(wire);
        }
    }

    @Test
    void one_byte_more_than_the_limit_is_refused_with_a_receipt_that_names_the_bytes() throws Exception {
        var largest = alert(SOAP_EC, JMS_EC, LIMIT);
        var wire = Arrays.copyOf(largest, LIMIT + 1);
        wire[LIMIT] = '\n';
        var signer = hub.identity(RunningHub.party(SOAP_EC), "tls");
        var answer = post(SOAP_EC, HandMade.plain(HandMade.submit(signer, wire)));
        assertThat(answer.code()).isEqualTo("GT-1001");
        assertThat(hub.view(answer.receipt()).wireDigest()).isEqualTo(Digest.of(wire));
        try (var client = hub.soap(SOAP_EC)) {
            client.call(Operation.SUBMIT, asked -> Part.bytes(asked, "Message", wire));
            throw new AssertionError("taken");
        } catch (Troubled e) {
            assertThat(e.trouble().refusal().code()).isEqualTo("GT-1001");
        }
    }

    @Test
    void a_request_that_is_too_large_as_a_whole_is_told_so_by_http() throws Exception {
        var request = HandMade.plain(new byte[LIMIT / 3 * 4 + (2 << 20)]);
        var answer = post(SOAP_EC, request);
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.text())
                .startsWith("GT-1033\nThe request is larger than the limit")
                .contains("请求超过");
    }

    private static byte[] alert(String from, String to, int size) throws Exception {
        return OddMessages.alert(from, to, size, from.equals(JMS_EC) || from.equals(SOAP_RSA), hub::signed);
    }

    private static HandMade.Answer post(String party, HandMade.Request request) throws KeyFileException {
        return HandMade.post(hub.soapDoor(), hub.identity(RunningHub.party(party), "tls"), hub.trust(), request);
    }

    private static byte[] submitted(String from, byte[] wire) throws Exception {
        try (var client = hub.soap(from)) {
            var answer = client.call(Operation.SUBMIT, asked -> Part.bytes(asked, "Message", wire));
            return Part.all(answer.children("Receipt"), "Receipt", 1, Part::bytes)
                    .get(0);
        }
    }

    /** What that party fetches of this message. */
    private static byte[] fetched(String party, byte[] wire) throws Exception {
        var id = RunningHub.id(wire);
        try (var client = hub.soap(party)) {
            for (int tries = 0; tries < 10; tries++) {
                for (var item : items(client)) {
                    if (item.kind() == Item.Kind.MESSAGE && item.message().equals(id)) {
                        return item.document();
                    }
                }
            }
        }
        throw new AssertionError("never came");
    }

    private static List<Item> items(SoapClient client) throws Exception {
        var answer = client.call(Operation.RETRIEVE, asked -> {
            Part.add(asked, "Max", (Object) 50);
            Part.add(asked, "Wait", (Object) 10);
        });
        var items = Part.all(answer.children("Item"), "Item", 50, Item::read);
        client.call(
                Operation.ACKNOWLEDGE,
                asked -> items.forEach(item -> Part.add(asked, "Taken", (Object) item.delivery())));
        return items;
    }
}
