package liaison;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Writes our receipt of a message: we have stored it. */
final class Received {
    private static final String TEXT =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <Message xmlns="urn:guitu:exchange:1.0"><Header><MessageId>urn:uuid:%1$s</MessageId><Type>receipt/Received</Type>\
            <SchemaVersion>1.0</SchemaVersion><Status>%2$s</Status><Blind>%3$s</Blind><Conversation>%4$s</Conversation>\
            <InReplyTo>%5$s</InReplyTo><Sender><Party>%6$s</Party><Unit>%7$s</Unit><ResponsibleOfficer>%8$s</ResponsibleOfficer>\
            </Sender><Recipients><Recipient>%9$s</Recipient></Recipients><SentAt>%10$s</SentAt><Urgency>ROUTINE</Urgency>\
            <Language>en</Language><PrivacyCeiling>P1</PrivacyCeiling><Handling><Code>H0</Code></Handling>\
            <Purpose>COORDINATION</Purpose></Header><Body><r:Received xmlns:r="urn:guitu:receipt:1.0">\
            <r:Event>http://uri.etsi.org/19522/Event/ContentHandover</r:Event><r:Acknowledges><r:MessageId>%5$s</r:MessageId>\
            <r:Type>%11$s</r:Type><r:Sender>%9$s</r:Sender>%12$s<r:WireDigest algorithm="%13$s">%14$s</r:WireDigest>\
            </r:Acknowledges><r:At>%10$s</r:At></r:Received></Body></Message>
            """;

    private Received() {}

    /** Who we are. */
    record As(String party, String unit, String officer) {}

    /** The receipt, unsigned. It copies the references of the message's signature: they say which content. */
    static byte[] of(byte[] message, As as) throws Exception {
        var root = Signer.parse(message).getDocumentElement();
        var references = new StringBuilder();
        for (Node node = child(child(root, "Signature"), "SignedInfo").getFirstChild();
                node != null;
                node = node.getNextSibling()) {
            if ("Reference".equals(node.getLocalName())) {
                references.append(new String(Signer.canonical(node), StandardCharsets.UTF_8));
            }
        }
        var header = child(root, "Header");
        return Signer.utf8(TEXT.formatted(
                UUID.randomUUID(),
                text(header, "Status"),
                UUID.randomUUID().toString().replace("-", ""),
                text(header, "Conversation"),
                text(header, "MessageId"),
                as.party(),
                escape(as.unit()),
                escape(as.officer()),
                text(child(header, "Sender"), "Party"),
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                text(header, "Type"),
                references,
                Signer.SHA256,
                Signer.base64(Signer.sha256(message))));
    }

    private static Element child(Element parent, String name) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && name.equals(element.getLocalName())) {
                return element;
            }
        }
        throw new IllegalArgumentException("no " + name + " in " + parent.getNodeName());
    }

    private static String text(Element parent, String name) {
        return child(parent, name).getTextContent();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
