package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.guitu.demo.Sample;
import org.guitu.message.Digest;
import org.guitu.soap.Contract.Operation;
import org.guitu.soap.Item;
import org.guitu.soap.Part;
import org.guitu.soap.SoapClient;
import org.guitu.soap.SoapClient.Unanswered;
import org.guitu.soap.Troubled;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A partner at the SOAP door of a running hub: it sends, fetches and acknowledges, beside offices at the JMS door. */
final class SoapDoorTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Sample SAMPLES = new Sample(RunningHub.HOME.resolve("schemas"));

    @TempDir
    static Path folder;

    static RunningHub hub;

    @BeforeAll
    static void start() throws Exception {
        hub = RunningHub.start(
                RunningHub.HOME,
                folder,
                CLOCK,
                config -> {
                    var file = config.resolve("parties/vn.mps.yaml");
                    Files.writeString(file, Files.readString(file).replace("channel: jms", "channel: soap"));
                },
                "cn.53",
                "cn.jco",
                "vn.mps",
                "la.atd");
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
    }

    @Test
    void describe_says_who_you_are_and_what_the_hub_speaks() throws Exception {
        try (var client = hub.soap("vn.mps")) {
            var told = client.call(Operation.DESCRIBE, asked -> Part.add(asked, "CodeListName", (Object) "Urgency"));
            var parts = told.children("Hub", "Environment", "You", "Role", "Now", "Limits", "Family", "CodeList");
            assertThat(Part.find(parts, "You", Part::text)).contains("vn.mps");
            assertThat(Part.all(parts, "Role", 16, Part::text)).containsExactly("liaison-agency", "signatory");
            assertThat(Part.all(parts, "Family", 9, family -> family)).hasSizeGreaterThanOrEqualTo(4);
        }
    }

    @Test
    void a_request_is_fetched_over_soap_acknowledged_and_answered_byte_for_byte() throws Exception {
        var request = hub.accepted(SAMPLES.current("repatriation", "repatriation-request", CLOCK.instant()));
        try (var client = hub.soap("vn.mps")) {
            var message = fetch(client, Item.Kind.MESSAGE).stream()
                    .filter(item -> item.message().equals(message(request)))
                    .findFirst()
                    .orElseThrow();
            assertThat(Digest.of(message.document())).isEqualTo(Digest.of(request));
            assertThat(hub.view(message.delivered().orElseThrow()).acknowledged())
                    .contains(message.message());

            var answers = client.call(Operation.ACKNOWLEDGE, asked -> Part.bytes(asked, "Receipt", received(message)))
                    .children("Answer");
            assertThat(answers).hasSize(1);
            assertThat(Part.find(answers.get(0).children("Outcome", "Receipt"), "Outcome", Part::text))
                    .contains("Accepted");
            hub.await("RECEIVED", "vn.mps", request);

            var answer = hub.signed(SAMPLES.current("repatriation", "acknowledgement", CLOCK.instant()));
            var submitted = client.call(Operation.SUBMIT, asked -> Part.bytes(asked, "Message", answer));
            var receipt = Part.find(submitted.children("Receipt"), "Receipt", Part::bytes)
                    .orElseThrow();
            assertThat(hub.view(receipt).wireDigest()).isEqualTo(Digest.of(answer));
            assertThat(hub.collect("cn.53", answer))
                    .singleElement()
                    .satisfies(taken -> assertThat(taken.wire()).isEqualTo(answer));

            // the sender over SOAP is told that it was delivered, by a receipt it fetches and says it has taken
            var told = fetch(client, Item.Kind.RECEIPT);
            assertThat(told).anySatisfy(item -> {
                assertThat(item.message()).isEqualTo(message(answer));
                assertThat(hub.view(item.document()).kind().element()).isEqualTo("Delivered");
            });
            client.call(
                    Operation.ACKNOWLEDGE,
                    asked -> told.forEach(item -> Part.add(asked, "Taken", (Object) item.delivery())));
            assertThat(client.call(Operation.RETRIEVE, asked -> {}).children("Item"))
                    .isEmpty();

            var status = client.call(Operation.STATUS, asked -> Part.add(asked, "MessageId", (Object) message(answer)));
            assertThat(status.children("Timeline")).hasSize(1);
        }
    }

    @Test
    void who_is_not_the_sender_inside_is_refused_with_the_gates_own_words() throws Exception {
        var strange = hub.signed(SAMPLES.current("repatriation", "acknowledgement", CLOCK.instant()));
        try (var client = hub.soap("la.atd")) {
            assertThatThrownBy(() -> client.call(Operation.SUBMIT, asked -> Part.bytes(asked, "Message", strange)))
                    .isInstanceOfSatisfying(Troubled.class, refused -> {
                        assertThat(refused.trouble().refusal().code()).isEqualTo("GT-3001");
                        assertThat(refused.trouble().refusal().text().zh()).isNotBlank();
                        assertThat(refused.trouble().receipt()).isPresent();
                    });
        }
    }

    private static byte[] received(Item message) {
        try {
            return hub.received("vn.mps", message.document());
        } catch (Exception e) {
            throw new AssertionError("no receipt could be made", e);
        }
    }

    private static org.guitu.message.MessageId message(byte[] wire) {
        try {
            return RunningHub.id(wire);
        } catch (org.guitu.message.Refused e) {
            throw new AssertionError(e);
        }
    }

    /** What waits of this kind, waiting for the first. */
    private static List<Item> fetch(SoapClient client, Item.Kind kind) throws Exception {
        var found = new ArrayList<Item>();
        for (int tries = 0; tries < 10 && found.isEmpty(); tries++) {
            found.addAll(items(client));
            found.removeIf(item -> item.kind() != kind);
        }
        return found;
    }

    private static List<Item> items(SoapClient client) throws Unanswered, org.guitu.message.Refused {
        var answer = client.call(Operation.RETRIEVE, asked -> {
            Part.add(asked, "Max", (Object) 50);
            Part.add(asked, "Wait", (Object) 20);
        });
        return Part.all(answer.children("Item"), "Item", 50, Item::read);
    }
}
