package org.guitu.trust;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.guitu.message.Refused;
import org.guitu.xml.SafeXml;
import org.guitu.xml.XmlLimits;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** A small message to sign, and the ways tests take it apart. */
final class Sample {
    static final String DS = "http://www.w3.org/2000/09/xmldsig#";
    static final String XADES = "http://uri.etsi.org/01903/v1.3.2#";
    static final Clock CLOCK = Clock.fixed(TestKeys.NOW, ZoneOffset.UTC);

    private static final SafeXml XML = new SafeXml(XmlLimits.standard());

    private Sample() {}

    static String text(String person) {
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <Message xmlns="urn:guitu:exchange:1.0" xmlns:a="urn:guitu:alert:1.0">
              <Header><MessageId>urn:uuid:00000000-0000-4000-8000-000000000001</MessageId><Sender>cn.52</Sender></Header>
              <Body><a:AlertIssue class="P2"><a:Name>%s</a:Name><a:Text>line\r
            two &amp; three</a:Text></a:AlertIssue></Body>
            </Message>
            """.formatted(person);
    }

    static Document parse(String text) {
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    static Document parse(byte[] wire) {
        try {
            return XML.parse(wire);
        } catch (Refused e) {
            throw new AssertionError(e.refusal().toString(), e);
        }
    }

    static Document unsigned() {
        return parse(text("示例"));
    }

    static Document signedBy(Identity identity) {
        var message = unsigned();
        new XmlSigner(identity.signer(), CLOCK).sign(message);
        return message;
    }

    /** The same through the wire, as a receiver has it. */
    static Document sent(Document message) {
        return parse(SafeXml.bytes(message));
    }

    static String wire(Document message) {
        return new String(SafeXml.bytes(message), StandardCharsets.UTF_8);
    }

    /** The first element of this name, {@code ds:}, {@code xades:} or of the message itself. */
    static Element find(Document message, String name) {
        return all(message, name).get(0);
    }

    static List<Element> all(Document message, String name) {
        var local = name.substring(name.indexOf(':') + 1);
        var namespace = name.startsWith("ds:") ? DS : name.startsWith("xades:") ? XADES : "*";
        var found = message.getElementsByTagNameNS(namespace, local);
        return java.util.stream.IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }
}
