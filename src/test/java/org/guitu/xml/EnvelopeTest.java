package org.guitu.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import org.guitu.message.Header;
import org.guitu.message.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;

final class EnvelopeTest {
    private static final String START =
            "<m:Message xmlns:m='urn:guitu:exchange:1.0' xmlns:ds='http://www.w3.org/2000/09/xmldsig#'>";
    private static final String ID = "urn:uuid:00000000-0000-4000-8000-000000000001";
    private static final String HEADER = "<m:Header><m:MessageId>" + ID
            + "</m:MessageId><m:Type>alpha/Beta</m:Type><m:Sender><m:Party> cn.53 </m:Party></m:Sender></m:Header>";

    private final SafeXml xml = new SafeXml(XmlLimits.standard());

    private Document parse(String text) throws Refused {
        return xml.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void sender_id_and_type_are_read_before_anything_is_verified() throws Refused {
        var document = parse(START + HEADER + "</m:Message>");
        assertThat(Envelope.claimedSender(document)).hasToString("cn.53");
        assertThat(Envelope.claimedId(document)).hasToString(ID);
        assertThat(Envelope.claimedType(document)).hasToString("alpha/Beta");
    }

    @ParameterizedTest
    @CsvSource({
        "<Message/>, GT-1010",
        "<m:Other xmlns:m='urn:guitu:exchange:1.0'/>, GT-1010",
        "<m:Message xmlns:m='urn:guitu:exchange:1.0'/>, GT-1022",
        "<m:Message xmlns:m='urn:guitu:exchange:1.0'><m:Header/></m:Message>, GT-1022",
        "<m:Message xmlns:m='urn:guitu:exchange:1.0'><m:Header><m:Sender><m:Party>CN</m:Party></m:Sender></m:Header></m:Message>, GT-1022",
    })
    void an_envelope_without_a_readable_sender_is_refused(String text, String code) throws Refused {
        var document = parse(text);
        var refused = catchThrowableOfType(Refused.class, () -> Envelope.claimedSender(document));
        assertThat(refused.refusal().code()).isEqualTo(code);
        assertThat(Envelope.findId(document)).isEmpty();
    }

    @Test
    void a_second_header_is_not_chosen_from_but_refused() throws Refused {
        var document = parse(START + HEADER + HEADER + "</m:Message>");
        assertThat(catchThrowableOfType(Refused.class, () -> Envelope.claimedId(document))
                        .refusal()
                        .code())
                .isEqualTo("GT-1022");
    }

    @Test
    void a_header_wrapped_anywhere_else_is_not_seen() throws Refused {
        var document = parse(START + "<m:Wrapper>" + HEADER + "</m:Wrapper></m:Message>");
        assertThat(catchThrowableOfType(Refused.class, () -> Envelope.claimedSender(document))
                        .refusal()
                        .code())
                .isEqualTo("GT-1022");
    }

    @Test
    void the_signature_is_the_last_child_or_there_is_none() throws Refused {
        assertThat(Envelope.signature(parse(START + HEADER + "<ds:Signature/></m:Message>")))
                .isPresent();
        assertThat(Envelope.signature(parse(START + "<ds:Signature/>" + HEADER + "</m:Message>")))
                .isEmpty();
        assertThat(Envelope.signature(parse(START + "<m:X><ds:Signature/></m:X></m:Message>")))
                .isEmpty();
        assertThat(Envelope.signature(parse(START + "<m:Signature/></m:Message>")))
                .isEmpty();
    }

    @Test
    void every_part_of_a_header_is_read() throws IOException, Refused {
        var header = Envelope.header(sample());
        assertThat(header.type().name()).isNotBlank();
        assertThat(header.status()).isEqualTo(Header.Status.TEST);
        assertThat(header.recipients()).isNotEmpty();
        assertThat(header.legalBasis()).allSatisfy(code -> assertThat(code).isNotBlank());
        assertThat(Envelope.payload(sample()).getLocalName())
                .isEqualTo(header.type().name());
    }

    @Test
    void the_end_of_a_day_is_the_beginning_of_the_next() throws IOException, Refused {
        var document = sample();
        document.getElementsByTagNameNS(Envelope.NS, "SentAt").item(0).setTextContent("2026-11-20T24:00:00+08:00");
        assertThat(Envelope.header(document).sentAt()).isEqualTo(OffsetDateTime.parse("2026-11-21T00:00:00+08:00"));
    }

    private Document sample() throws IOException, Refused {
        try (var files = Files.walk(Path.of("schemas"))) {
            var first = files.filter(file -> file.toString().matches(".*/samples/[^/]+\\.xml"))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
            return xml.parse(Files.readAllBytes(first));
        }
    }
}
