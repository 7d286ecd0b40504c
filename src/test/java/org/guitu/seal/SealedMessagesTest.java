package org.guitu.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.TrustAnchor;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.guitu.config.ConfigurationException;
import org.guitu.demo.Exercise;
import org.guitu.demo.Prepared;
import org.guitu.family.Breaks;
import org.guitu.family.Families;
import org.guitu.message.PartyId;
import org.guitu.message.Refused;
import org.guitu.trust.CertificateName;
import org.guitu.trust.CertificatePaths;
import org.guitu.trust.Identity;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;
import org.guitu.trust.Opener;
import org.guitu.trust.Opener.Outcome;
import org.guitu.trust.Seals;
import org.guitu.xml.Canonical;
import org.guitu.xml.Envelope;
import org.guitu.xml.SafeXml;
import org.guitu.xml.SchemasException;
import org.guitu.xml.XmlLimits;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Real messages of every family, sealed by the directory of an exercise and looked at as the hub looks at them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SealedMessagesTest {
    private static final SafeXml XML = new SafeXml(XmlLimits.standard());
    private static final Path HOME = Path.of("").toAbsolutePath();
    private static final List<String> JOINED = List.of(
            "cn.52",
            "cn.44",
            "cn.35",
            "cn.53",
            "cn.jco",
            "cn.53.border.hekou",
            "cn.53.border.mohan",
            "la.atd",
            "vn.mps");

    private Path folder = Path.of("unset");
    private Exercise exercise;
    private Families families;
    private Sealing sealing;

    @BeforeAll
    void prepare(@TempDir Path temporary)
            throws IOException, KeyFileException, SchemasException, ConfigurationException {
        folder = temporary;
        exercise = Prepared.in(folder, JOINED.stream().map(PartyId::new).toList());
        families = TestSealing.families(HOME.resolve("schemas"));
        sealing = sealing();
    }

    private Sealing sealing() throws KeyFileException, ConfigurationException {
        var anchor = KeyFiles.certificates(folder.resolve("ca/ca.pem")).get(0);
        return Sealing.by(
                exercise.config().resolve("parties"), new CertificatePaths(Set.of(new TrustAnchor(anchor, null))));
    }

    static Stream<Path> samples() throws IOException {
        try (var files = Files.walk(HOME.resolve("schemas"))) {
            return files.filter(file -> file.toString().matches(".*/samples/[^/]+[.]xml")).sorted().toList().stream();
        }
    }

    private static Document parse(String text) throws Refused {
        return XML.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String sample(String name) throws IOException {
        return Files.readString(HOME.resolve("schemas").resolve(name));
    }

    private Document sealed(String clear) throws Refused {
        return sealed(clear, document -> {});
    }

    /** @param after what is changed behind the sealing, before it would be signed */
    private Document sealed(String clear, Consumer<Document> after) throws Refused {
        var document = parse(clear);
        sealing.seal(document, families.sealables(document), Instant.now());
        after.accept(document);
        return XML.parse(SafeXml.bytes(document));
    }

    private void require(Document message) throws Refused {
        sealing.require(message, families.sealables(message), Instant.now());
    }

    private Outcome open(Document message, String party) throws Refused, KeyFileException {
        return new Opener(List.of(identity(party, "encrypt")), XML).open(message);
    }

    private Identity identity(String party, String use) throws KeyFileException {
        var keys = party.equals("cn.hub")
                ? exercise.data().resolve("keys")
                : exercise.office(new PartyId(party)).resolve("keys");
        return KeyFiles.read(
                keys.resolve(party + "." + use + ".p12"),
                KeyFiles.password(keys.resolve(party + "." + use + ".password")));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void every_sample_keeps_the_hubs_rules_when_it_is_sealed(Path file) throws Exception {
        var clear = parse(Files.readString(file));
        families.validate(clear);
        var message = sealed(Files.readString(file));
        families.validate(message);
        require(message);
        assertThat(families.sealables(message))
                .allSatisfy(part -> assertThat(part.sealed()).isPresent());
        var sender = Envelope.claimedSender(message).value();
        var outcome = open(message, sender.equals("cn.hub") ? "cn.jco" : sender);
        assertThat(outcome).isEqualTo(families.sealables(clear).isEmpty() ? Outcome.NOTHING_SEALED : Outcome.OPENED);
        assertThat(withoutBlanks(message)).isEqualTo(withoutBlanks(clear));
        families.validate(message);
    }

    /** White space between sealed parts is not kept. */
    private static String withoutBlanks(Document document) {
        return new String(Canonical.exclusive(document), StandardCharsets.UTF_8).replaceAll(">\\s+<", "><");
    }

    @Test
    void who_is_named_reads_and_who_gets_a_copy_does_not() throws Exception {
        var text = sample("alert/1.0/samples/alert-issue.xml")
                .replaceFirst(
                        "(?s)<Recipient>cn.jco</Recipient>\\s*</Recipients>",
                        "</Recipients><CopyTo><Recipient>cn.jco" + "</Recipient></CopyTo>");
        for (var party : List.of("cn.52", "cn.44", "cn.35", "cn.53.border.hekou")) {
            assertThat(open(sealed(text), party)).as(party).isEqualTo(Outcome.OPENED);
        }
        for (var party : List.of("cn.jco", "cn.53")) {
            assertThat(open(sealed(text), party)).as(party).isEqualTo(Outcome.FOR_OTHERS);
        }
        var hub = new Opener(List.of(identity("cn.hub", "sign"), identity("cn.hub", "tls")), XML);
        assertThat(hub.open(sealed(text))).isEqualTo(Outcome.FOR_OTHERS);
    }

    @Test
    void what_is_sealed_is_not_in_the_bytes_and_what_is_not_is() throws Exception {
        var text = sample("repatriation/1.0/samples/repatriation-request.xml");
        var message = sealed(text);
        var bytes = new String(SafeXml.bytes(message), StandardCharsets.UTF_8);
        assertThat(families.sealables(parse(text)))
                .extracting(part -> part.holder().getLocalName() + " " + part.privacy())
                .contains("Identity P2", "Wishes P3", "Media P2");
        var inside = new String[] {"<Given>", "<p:OwnWords>", "<Content>"};
        assertThat(text).contains(inside);
        assertThat(bytes).doesNotContain(inside);
        assertThat(bytes).contains("<HubPersonId>", "RescuedOn");
    }

    @Test
    void a_part_in_clear_is_refused_wherever_it_stands() throws Exception {
        int held = 0;
        for (var file : samples().toList()) {
            var clear = parse(Files.readString(file));
            var parts = families.sealables(clear);
            if (!parts.isEmpty()) {
                held++;
                assertRefused(
                        "GT-4301", () -> require(clear), parts.get(0).holder().getLocalName());
            }
        }
        assertThat(held).as("samples that hold what has to be sealed").isGreaterThan(15);
    }

    @Test
    void one_part_left_in_clear_is_refused() throws Exception {
        var text = sample("alert/1.0/samples/alert-issue.xml");
        var parts = families.sealables(parse(text));
        assertThat(parts.size()).isGreaterThan(1);
        for (int left = 0; left < parts.size(); left++) {
            var document = parse(text);
            var all = families.sealables(document);
            var open = all.get(left).holder().getLocalName();
            var some = Stream.concat(all.subList(0, left).stream(), all.subList(left + 1, all.size()).stream())
                    .toList();
            sealing.seal(document, some, Instant.now());
            assertRefused("GT-4301", () -> require(XML.parse(SafeXml.bytes(document))), open);
        }
    }

    @Test
    @Breaks({"GT-4306", "GT-4307"})
    void a_missing_reader_and_one_too_many_are_refused() throws Exception {
        var both = sample("alert/1.0/samples/alert-issue.xml");
        var one = both.replaceFirst("(?s)<Recipient>cn.35</Recipient>\\s*", "");
        assertRefused("GT-4306", () -> require(renamed(sealed(one), both)), "cn.35");
        var digest = CertificateName.digest(identity("cn.35", "encrypt").certificate())
                .hex();
        assertRefused("GT-4307", () -> require(renamed(sealed(both), one)), digest);
    }

    /** The message under the recipients of another. */
    private static Document renamed(Document message, String like) throws Refused {
        var header = recipients(message).getParentNode();
        header.replaceChild(message.importNode(recipients(parse(like)), true), recipients(message));
        return message;
    }

    private static Element recipients(Document message) {
        return (Element)
                message.getElementsByTagNameNS(Envelope.NS, "Recipients").item(0);
    }

    @Test
    @Breaks({"GT-4304", "GT-4305"})
    void a_class_below_that_of_the_element_and_one_above_the_ceiling_are_refused() throws Exception {
        var text = reported();
        assertRefused(
                "GT-4304", () -> require(sealed(text, d -> seal(d, "Reporter").setAttribute("class", "P2"))), "P3");
        var lower = text.replace("<PrivacyCeiling>P3<", "<PrivacyCeiling>P2<");
        assertRefused("GT-4305", () -> require(sealed(lower)), "P3");
    }

    @Test
    void a_seal_in_another_place_than_it_says_is_refused() throws Exception {
        assertRefused(
                "GT-4303",
                () -> require(sealed(reported(), d -> seal(d, "Reporter").setAttribute("of", "Exact"))),
                "of");
    }

    /** A sighting by a member of the public, whose name is of class P3. */
    private static String reported() throws IOException {
        return sample("alert/1.0/samples/sighting-report.xml")
                .replaceFirst("<PrivacyCeiling>..<", "<PrivacyCeiling>P3<")
                .replaceFirst("</a:Observer>", "$0<a:Reporter><a:Name>测试群众</a:Name></a:Reporter>");
    }

    private static Element seal(Document message, String holder) {
        return (Element) ((Element) message.getElementsByTagNameNS("*", holder).item(0))
                .getElementsByTagNameNS(Envelope.NS, "Sealed")
                .item(0);
    }

    @Test
    void the_hub_is_never_a_reader() throws Exception {
        var text = sample("alert/1.0/samples/alert-issue.xml").replace("<Recipient>cn.35<", "<Recipient>cn.hub<");
        assertRefused("GT-4309", () -> sealed(text), "cn.hub");
    }

    @Test
    void a_draft_that_holds_sealed_parts_is_refused() throws Exception {
        var text = sample("alert/1.0/samples/alert-issue.xml");
        var again = new String(SafeXml.bytes(sealed(text)), StandardCharsets.UTF_8);
        assertRefused("GT-4312", () -> sealed(again), "in clear");
    }

    /** Named itself: refused, and nothing is sent in clear instead. As one of a group: the rest still gets it. */
    @Test
    @Breaks("GT-4308")
    void who_has_no_certificate_for_it_stops_a_message_that_names_it_and_none_that_names_its_group() throws Exception {
        var certificate = exercise.config().resolve("parties/cn.35.encrypt.pem");
        var aside = folder.resolve("aside.pem");
        Files.move(certificate, aside);
        try {
            sealing = sealing();
            var named = sample("alert/1.0/samples/alert-issue.xml");
            assertRefused("GT-4308", () -> sealed(named), "cn.35");
            var group = named.replaceFirst(
                    "(?s)<Recipients>.*?</Recipients>", "<Recipients><Recipient>@provinces</Recipient></Recipients>");
            var message = sealed(group);
            require(message);
            assertThat(Seals.of(message).readers()).hasSize(3);
            assertThat(open(message, "cn.44")).isEqualTo(Outcome.OPENED);
        } finally {
            Files.move(aside, certificate);
            sealing = sealing();
        }
    }

    private static void assertRefused(String code, ThrowingCallable call, String told) {
        assertThatThrownBy(call).isInstanceOfSatisfying(Refused.class, e -> {
            assertThat(e.refusal().code()).isEqualTo(code);
            assertThat(e.refusal().text().en()).contains(told);
        });
    }
}
