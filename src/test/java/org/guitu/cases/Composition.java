package org.guitu.cases;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.guitu.cases.WireCase.Step;
import org.guitu.message.PartyId;
import org.guitu.message.Refused;
import org.guitu.seal.TestSealing;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.XmlSigner;
import org.guitu.xml.Canonical;
import org.guitu.xml.SafeXml;
import org.guitu.xml.XmlLimits;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Makes the bytes of a step. */
final class Composition {
    private static final Pattern SENDER = Pattern.compile("<Sender>\\s*<Party>([^<]+)</Party>");
    private static final String DS = "http://www.w3.org/2000/09/xmldsig#";

    /** Wider than the hub's: a case may sign what the hub must not read. */
    private final SafeXml xml = new SafeXml(new XmlLimits(64 << 20, 256, 256, Duration.ofSeconds(60)));

    private final Path schemas;
    private final Keys keys;
    private final TestSealing sealing;

    Composition(Path schemas, Keys keys, TestSealing sealing) {
        this.schemas = schemas;
        this.keys = keys;
        this.sealing = sealing;
    }

    /** One message as it goes out. */
    record Letter(PartyId from, byte[] wire) {}

    Letter compose(Step step, Path folder, Words words) throws IOException, KeyFileException {
        if (step.again().isPresent()) {
            var from = new PartyId(step.from().orElseThrow());
            return new Letter(from, words.wire(step.again().get()));
        }
        var source = step.base()
                .map(schemas::resolve)
                .orElseGet(() -> folder.resolve(step.request().orElse("request.xml")));
        var text = words.fresh(Files.readString(source), step.at().orElse(Duration.ZERO));
        var edited = words.edited(text, step.edits().orElse(List.of()));
        var sender = SENDER.matcher(edited);
        var from = step.from().orElseGet(() -> sender.find() ? sender.group(1) : Keys.GUIZHOU.value());
        var signed = signed(step, words, edited, from);
        var wire = words.edited(signed, step.wire().orElse(List.of()))
                .getBytes(Charset.forName(step.charset().orElse("UTF-8")));
        return new Letter(new PartyId(from), padded(wire, step.size().orElse(wire.length)));
    }

    private String signed(Step step, Words words, String text, String from) throws KeyFileException {
        var key = step.sign().orElse(from);
        if (key.equals("none")) {
            return text;
        }
        var message = parse(text);
        if (step.seal().orElse(true)) {
            sealing.seal(message, words.signing().instant());
        }
        var signing = Clock.offset(words.signing(), step.signed().orElse(Duration.ZERO));
        new XmlSigner(keys.signing(key), signing).sign(message);
        if (step.resign().isPresent()) {
            message = parse(words.edited(text(message), step.resign().get()));
            resign(message, key);
        }
        if (step.wrap().isPresent()) {
            Wrapping.apply(message, step.wrap().get());
        }
        return text(message);
    }

    private void resign(Document message, String key) throws KeyFileException {
        var signedInfo =
                (Element) message.getElementsByTagNameNS(DS, "SignedInfo").item(0);
        var value = keys.signing(key).sign(Canonical.exclusive(signedInfo));
        message.getElementsByTagNameNS(DS, "SignatureValue")
                .item(0)
                .setTextContent(Base64.getEncoder().encodeToString(value));
    }

    private Document parse(String text) {
        try {
            return xml.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (Refused e) {
            throw new AssertionError("the case cannot be signed: " + e.refusal(), e);
        }
    }

    private static String text(Document message) {
        return new String(SafeXml.bytes(message), StandardCharsets.UTF_8);
    }

    private static byte[] padded(byte[] wire, int size) {
        if (size < wire.length) {
            throw new IllegalArgumentException("larger than asked for already");
        }
        var padded = Arrays.copyOf(wire, size);
        Arrays.fill(padded, wire.length, size, (byte) '\n');
        return padded;
    }
}
