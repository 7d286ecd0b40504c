package org.guitu.soap;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.xml.soap.SOAPElement;
import jakarta.xml.soap.SOAPException;
import jakarta.xml.soap.SOAPMessage;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.apache.cxf.helpers.DOMUtils;
import org.apache.cxf.phase.PhaseInterceptorChain;
import org.apache.wss4j.dom.engine.WSSecurityEngineResult;
import org.apache.wss4j.dom.handler.WSHandlerConstants;
import org.apache.wss4j.dom.handler.WSHandlerResult;
import org.apache.wss4j.dom.message.token.Timestamp;
import org.guitu.message.Digest;
import org.guitu.message.PartyId;
import org.guitu.message.Patience;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.soap.Contract.Operation;
import org.guitu.trust.Anatomy;
import org.guitu.trust.Identity;
import org.guitu.trust.Issuance;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Order;
import org.guitu.trust.Issuance.Purpose;
import org.guitu.trust.Issuance.Validity;
import org.guitu.trust.Wrappings;
import org.guitu.trust.Wrappings.Variant;
import org.guitu.xml.Canonical;
import org.guitu.xml.SafeXml;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** However a signed envelope is taken apart and put together again: the endpoint acts on what was signed, or refuses. */
final class EnvelopeWrappingTest {
    private static final Duration LONGEST = Duration.ofSeconds(4);
    private static final PartyId PARTY = new PartyId("vn.mps");
    private static final String CONTENT = "<Status xmlns=\"" + Contract.NS + "\"><MessageId>"
            + "urn:uuid:00000000-0000-4000-8000-000000000001</MessageId></Status>";
    private static final Pattern RELATED = Pattern.compile("RelatesTo[^>]*>([^<]*)<");

    /** The moment everything happens at, so that no envelope gets old while it is tried. */
    private static final Clock CLOCK = stopped();

    private static final Issuance ISSUANCE = new Issuance();
    private static final Identity AUTHORITY = ISSUANCE.authority("test authority", Kind.EC_P256, hour());
    private static final Identity SENDER = identity(PARTY, List.of());
    private static final Identity OWN = identity(new PartyId("cn.hub"), List.of("localhost", "127.0.0.1"));

    private static final List<Asked> ASKED = new CopyOnWriteArrayList<>();
    private static final List<Digest> SEEN = new CopyOnWriteArrayList<>();

    @TempDir
    static Path folder;

    static SoapServer server;
    static SSLSocketFactory line;

    /** What the endpoint was asked, by whom and from when to when. */
    private record Asked(PartyId from, Operation operation, String messageId, String body, List<String> stamps) {}

    private static Clock stopped() {
        return Clock.fixed(Instant.now(), ZoneOffset.UTC);
    }

    private static Validity hour() {
        return new Validity(
                CLOCK.instant().minus(Duration.ofMinutes(5)), CLOCK.instant().plus(Duration.ofHours(1)));
    }

    private static Identity identity(PartyId party, List<String> names) {
        return ISSUANCE.issue(AUTHORITY, new Order(party, Purpose.TLS, Kind.EC_P256, hour(), names));
    }

    @BeforeAll
    static void start() throws IOException, GeneralSecurityException {
        var trust = Trusting.authorities(List.of(AUTHORITY.certificate()));
        server = SoapServer.start(
                new SoapServer.Settings("127.0.0.1", 0, folder, 1 << 20, Duration.ofSeconds(20), Room.endless()),
                new SoapServer.Tls(() -> OWN, () -> trust),
                new WsSecurity(() -> OWN, new OneParty(), (envelope, memory) -> SEEN.add(envelope), CLOCK),
                new SoapServer.Offer(
                        Contract.PATH, ContractFiles.none(), Set.of(Operation.values()), EnvelopeWrappingTest::record),
                (from, refusal, cause) -> {});
        line = HandMade.tls(SENDER, trust).getSocketFactory();
    }

    private static URL address() throws IOException {
        return URI.create("https://127.0.0.1:" + server.port() + Contract.PATH).toURL();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private record OneParty() implements Caller {
        @Override
        public PartyId ofChannel(Optional<X509Certificate> shown) throws Refused {
            return shown.filter(SENDER.certificate()::equals)
                    .map(known -> PARTY)
                    .orElseThrow(() -> Refusals.refused("GT-2011"));
        }

        @Override
        public void requireSigner(PartyId party, X509Certificate signer) throws Refused {
            if (!party.equals(PARTY) || !signer.equals(SENDER.certificate())) {
                throw Refusals.refused("GT-2018");
            }
        }

        @Override
        public void requireStanding(X509Certificate certificate, Patience patience) {
            assertThat(certificate).isEqualTo(SENDER.certificate());
        }
    }

    /** Notes what it is asked, whole as CXF gave it to the endpoint, and read as the hub reads it; refuses nothing itself. */
    private static void record(Exchange.Call call, SOAPElement response) {
        var message = PhaseInterceptorChain.getCurrentMessage();
        var given = (SOAPMessage) requireNonNull(message.getContent(List.class)).get(0);
        var received = (List<?>) requireNonNull(message.get(WSHandlerConstants.RECV_RESULTS));
        try {
            var body = Canonical.exclusive(DOMUtils.getDomElement(given.getSOAPBody()));
            var text = new String(body, StandardCharsets.UTF_8);
            ASKED.add(new Asked(call.from(), call.operation(), read(call.body()), text, stamps(received)));
        } catch (SOAPException e) {
            throw new AssertionError(e);
        }
    }

    private static String read(Part body) {
        try {
            return String.join(" ", Part.all(body.children("MessageId"), "MessageId", 1, Part::text));
        } catch (Refused e) {
            return e.refusal().code();
        }
    }

    private static List<String> stamps(List<?> received) {
        var stamps = new ArrayList<String>();
        for (var one : received) {
            for (var result : ((WSHandlerResult) one).getResults()) {
                if (result.get(WSSecurityEngineResult.TAG_TIMESTAMP) instanceof Timestamp stamp) {
                    stamps.add(stamp.getCreatedString());
                }
            }
        }
        return stamps;
    }

    @Test
    void no_wrapping_of_an_envelope_is_answered_as_another_request() {
        var seen = new Seen(HandMade.envelope(SENDER, CLOCK, "", CONTENT));
        seen.of("Body|Timestamp|BinarySecurityToken|Signature|Security|Header|Envelope", 13);
        // of an envelope with 27 elements; a generator that makes fewer has lost some
        assertThat(seen.made).isGreaterThan(6_900);
        assertThat(seen.posted).isGreaterThan(1_500);
        assertThat(seen.codes)
                .as("every guard against wrapping is met")
                .containsKeys("GT-1030", "GT-2012", "GT-2013", "GT-2014", "GT-2017", "GT-2021", "taken");
    }

    @Test
    void nor_are_its_headers_of_addressing_read_as_others() {
        var headers = addressed("Action", Operation.STATUS.action()) + addressed("MessageID", "urn:uuid:1");
        var seen = new Seen(HandMade.envelope(SENDER, CLOCK, headers, CONTENT));
        assertThat(Seen.related(seen.sound)).isEqualTo("urn:uuid:1");
        seen.of("Action|MessageID", 61);
        // of an envelope with 39 elements
        assertThat(seen.made).isGreaterThan(13_000);
        assertThat(seen.posted).isGreaterThan(550);
        assertThat(seen.codes)
                .as("every guard against wrapping is met")
                .containsKeys("GT-1030", "GT-2012", "GT-2013", "GT-2014", "GT-2017", "GT-2021", "taken");
    }

    private static String addressed(String name, String text) {
        return "<wsa:%s xmlns:wsa=\"http://www.w3.org/2005/08/addressing\">%s</wsa:%s>".formatted(name, text, name);
    }

    /** One signed envelope, and how often its variants got which answer. */
    private static final class Seen {
        private final Document signed;
        private final TreeMap<String, Integer> codes = new TreeMap<>();
        private final HandMade.Answer sound;
        private final Asked asked;
        private final Digest digest;
        private int made;
        private int posted;

        Seen(Document signed) {
            this.signed = signed;
            this.sound = post(signed);
            assertThat(sound.status()).as(sound.text()).isEqualTo(200);
            assertThat(ASKED).hasSize(1);
            this.asked = ASKED.get(0);
            this.digest = SEEN.get(0);
            var body = signed.getElementsByTagNameNS("*", "Body").item(0);
            var stamp = signed.getElementsByTagNameNS("*", "Created").item(0);
            assertThat(asked)
                    .isEqualTo(new Asked(
                            PARTY,
                            Operation.STATUS,
                            body.getTextContent(),
                            new String(Canonical.exclusive(body), StandardCharsets.UTF_8),
                            List.of(stamp.getTextContent())));
        }

        /**
         * Tries all that is made by moving, forging or doubling one of these elements, and each so-manieth of the rest: each costs
         * a handshake of TLS, since the server ends the line after a fault, and neighbours differ in their place only. A prime
         * number is in step with none of the generator's loops.
         */
        void of(String elements, int each) {
            var close = Pattern.compile("(\\w+:)?(" + elements + ") (moved|forged|copied.*without identifiers).*");
            new Wrappings(signed, Anatomy.ENVELOPE)
                    .all()
                    .filter(variant ->
                            ++made % each == 0 || close.matcher(variant.name()).matches())
                    .forEach(this::tried);
        }

        private void tried(Variant variant) {
            posted++;
            long begun = System.nanoTime();
            codes.merge(answer(variant), 1, Integer::sum);
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .as(variant.name())
                    .isLessThan(LONGEST);
        }

        private String answer(Variant variant) {
            var answer = post(variant.message());
            if (answer.status() == 200) {
                assertThat(ASKED).as(variant.name()).containsExactly(asked);
                assertThat(SEEN).as(variant.name()).containsExactly(digest);
                assertThat(related(answer)).as(variant.name()).isIn(related(sound), "");
                return "taken";
            }
            assertThat(ASKED).as(variant.name()).isEmpty();
            assertThat(answer.status()).as(variant.name()).isBetween(400, 599);
            assertThat(answer.code()).as(variant.name() + "\n" + answer.text()).matches("GT-(1\\d|20)\\d\\d");
            return answer.code();
        }

        private static String related(HandMade.Answer answer) {
            var found = RELATED.matcher(answer.text());
            return found.find() ? found.group(1) : "";
        }

        private static HandMade.Answer post(Document envelope) {
            ASKED.clear();
            SEEN.clear();
            var request = HandMade.plain(SafeXml.bytes(envelope));
            try {
                var asking = (HttpsURLConnection) address().openConnection();
                asking.setSSLSocketFactory(line);
                asking.setRequestProperty("Content-Type", request.type());
                asking.setDoOutput(true);
                asking.getOutputStream().write(request.body());
                try (var answer = asking.getResponseCode() < 400 ? asking.getInputStream() : asking.getErrorStream()) {
                    var text = new String(answer.readAllBytes(), StandardCharsets.UTF_8);
                    return new HandMade.Answer(asking.getResponseCode(), text);
                }
            } catch (IOException e) {
                throw new AssertionError("no answer", e);
            }
        }
    }
}
