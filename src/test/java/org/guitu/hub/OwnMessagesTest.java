package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.guitu.family.History;
import org.guitu.message.Refused;
import org.guitu.seal.TestSealing;
import org.guitu.xml.Elements;
import org.guitu.xml.Envelope;
import org.guitu.xml.SafeXml;
import org.guitu.xml.SchemasException;
import org.guitu.xml.XmlLimits;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

final class OwnMessagesTest {
    private static final Path SCHEMAS = Path.of("schemas");
    private static final SafeXml XML = new SafeXml(XmlLimits.standard());

    /** The sample of a request, on these bases. */
    private static Document request(String... codes) throws IOException, Refused {
        var bases = new StringBuilder();
        for (var code : codes) {
            bases.append("<LegalBasis><Code>")
                    .append(code)
                    .append("</Code><Text>of ")
                    .append(code)
                    .append("</Text></LegalBasis>");
        }
        return XML.parse(Files.readString(SCHEMAS.resolve("case/1.0/samples/assistance-request.xml"))
                .replaceFirst("(?s)\\s*<LegalBasis>.*</LegalBasis>", "")
                .replaceFirst("(<Purpose>[A-Z]+</Purpose>)", "$1" + bases)
                .getBytes(StandardCharsets.UTF_8));
    }

    private static History history(Document... messages) {
        var entries = new ArrayList<History.Entry>();
        for (var message : messages) {
            var header = Envelope.header(message);
            entries.add(new History.Entry(entries.size() + 1L, header.type(), header.sender(), Instant.EPOCH, message));
        }
        return new History(entries);
    }

    private static List<String> added(Document message, History history) throws SchemasException, Refused {
        OwnMessages.addBases(
                Elements.first(message.getDocumentElement(), "Header").orElseThrow(), history);
        // each in the place the schema has for it
        TestSealing.families(SCHEMAS).validate(message);
        return Envelope.header(message).legalBasis();
    }

    @Test
    void it_rests_on_what_every_message_of_the_conversation_rests_on() throws Exception {
        var told = history(request("CN-VN-2010", "PALERMO"), request("COMMIT-MOU-2004", "PALERMO"), request());
        assertThat(added(request(), told)).containsExactly("CN-VN-2010", "PALERMO", "COMMIT-MOU-2004");
        assertThat(added(request("CN-MINORS", "PALERMO"), told))
                .containsExactly("CN-MINORS", "PALERMO", "CN-VN-2010", "COMMIT-MOU-2004");
    }

    @Test
    void it_names_as_many_as_a_header_holds() throws Exception {
        var eight = request("CRC", "CEDAW", "UNTOC", "PALERMO", "ILO182", "CN-WOMEN", "CN-MINORS", "CN-VN-2010");
        assertThat(added(request("CN-TH-2018"), history(eight)))
                .hasSize(8)
                .startsWith("CN-TH-2018", "CRC")
                .doesNotContain("CN-VN-2010");
    }
}
