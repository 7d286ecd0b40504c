package org.guitu.gate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.guitu.config.ConfigurationException;
import org.guitu.demo.Exercise;
import org.guitu.message.Digest;
import org.guitu.message.PartyId;
import org.guitu.message.Refused;
import org.guitu.trust.Identity;
import org.guitu.trust.KeyFileException;
import org.guitu.xml.Canonical;
import org.guitu.xml.Envelope;
import org.guitu.xml.SafeXml;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * What the fuzzer's bytes stand for: themselves where they begin like XML; else a letter, by its number, and changes of its
 * tree, so that most inputs are well-formed and get far.
 */
final class FuzzMessages {
    private static final Path HOME = Path.of("").toAbsolutePath();
    private static final Path SEEDS = Fuzz.FOLDER.resolve("seeds");
    private static final String DS = "http://www.w3.org/2000/09/xmldsig#";

    final Stations stations;
    private final List<byte[]> letters = new ArrayList<>();
    private final Set<Digest> signed = new HashSet<>();
    private final Map<PartyId, Identity> identities = new HashMap<>();

    private FuzzMessages(Stations stations) throws IOException, KeyFileException {
        this.stations = stations;
        for (var party : Stations.JOINED) {
            identities.put(party, stations.identity(party));
        }
        try (var files = Files.list(SEEDS)) {
            for (var file : files.filter(f -> f.toString().endsWith(".signed")).sorted().toList()) {
                letters.add(Files.readAllBytes(file));
            }
        }
        for (var letter : letters) {
            signed.add(content(parsed(letter)));
            warmUp(letter);
        }
    }

    /** Rules are compiled when the first message of a family comes, which is no answer to it. */
    private void warmUp(byte[] letter) {
        try {
            stations.validate(stations.trusted(stations.receive(letter, Stations.JOINED.get(0))));
        } catch (Refused e) {
            // of another day
        }
    }

    /** Those of this process. */
    static FuzzMessages shared() {
        return Shared.MESSAGES;
    }

    private static final class Shared {
        static final FuzzMessages MESSAGES = ready();
    }

    private static FuzzMessages ready() {
        try {
            return new FuzzMessages(stations());
        } catch (IOException | KeyFileException | ConfigurationException e) {
            throw new IllegalStateException("nothing to fuzz with; remove " + Fuzz.FOLDER, e);
        }
    }

    /** By the keys of the runs before, so that what one found the next can repeat. */
    private static Stations stations() throws IOException, KeyFileException, ConfigurationException {
        return Stations.of(Exercise.prepare(
                HOME, Fuzz.FOLDER.resolve("exercise").toAbsolutePath(), Stations.JOINED, Clock.systemUTC()));
    }

    /** Where the search begins: every letter as bytes and by its number, and what the cases of the tests send by hand. */
    static void seeds() throws IOException, KeyFileException, ConfigurationException {
        if (Files.exists(SEEDS)) {
            return;
        }
        var folder = Files.createDirectories(Fuzz.FOLDER.resolve("sowing"));
        var letters = stations().letters();
        for (int i = 0; i < letters.size(); i++) {
            Files.write(folder.resolve(letters.get(i).name().replace('/', '-') + ".signed"), letters.get(i).wire());
            Files.write(folder.resolve(i + ".number"), new byte[] {(byte) i});
        }
        try (var files = Files.walk(Path.of("src/test/resources/cases"))) {
            for (var file : files.filter(f -> f.endsWith("request.xml")).toList()) {
                Files.write(folder.resolve("case-" + file.getName(file.getNameCount() - 2)), Files.readAllBytes(file));
            }
        }
        Files.move(folder, SEEDS);
    }

    byte[] wire(byte[] input) {
        if (input.length == 0 || input[0] == '<') {
            return input;
        }
        var letter = letters.get((input[0] & 0xFF) % letters.size());
        return input.length == 1 ? letter : new TreeChanges(input, 1).of(parsed(letter));
    }

    /** Whoever it says it is from, if that is one of them. */
    PartyId sender(Received received) {
        try {
            var claimed = Envelope.claimedSender(received.document());
            return identities.containsKey(claimed) ? claimed : Stations.JOINED.get(0);
        } catch (Refused e) {
            return Stations.JOINED.get(0);
        }
    }

    /** Whether this content was signed by anybody. */
    boolean isSigned(Document message) {
        return signed.contains(content(message));
    }

    private static Digest content(Document message) {
        return Digest.of(unsigned(message));
    }

    private static byte[] unsigned(Document message) {
        // no copy: some names that a parser takes cannot be copied
        var signature = Envelope.signature(message).orElse(null);
        if (signature == null) {
            return Canonical.exclusive(message);
        }
        var parent = signature.getParentNode();
        var next = signature.getNextSibling();
        parent.removeChild(signature);
        var bytes = Canonical.exclusive(message);
        parent.insertBefore(signature, next);
        return bytes;
    }

    /** Signed by its sender as it stands, whatever shape the signature has; only where there is something of one. */
    void sign(Document message, PartyId sender) {
        var identity = identities.get(sender);
        var value = first(message, "SignatureValue");
        var info = first(message, "SignedInfo");
        var digests = message.getElementsByTagNameNS(DS, "DigestValue");
        var properties = message.getElementsByTagNameNS("http://uri.etsi.org/01903/v1.3.2#", "SignedProperties");
        if (identity == null || value == null || info == null || digests.getLength() < 2) {
            return;
        }
        boolean sm2 = identity.signer().suite().name().startsWith("sm2");
        if (sm2) {
            // the other suites reach the same code
            return;
        }
        // before the first is written: the other may stand inside it, and the list knows at once
        var second = digests.item(1);
        digests.item(0).setTextContent(base64(Digest.of(unsigned(message)).raw()));
        if (properties.getLength() > 0) {
            second.setTextContent(
                    base64(Digest.of(Canonical.exclusive(properties.item(0))).raw()));
        }
        value.setTextContent(base64(identity.signer().sign(Canonical.exclusive(info))));
    }

    private static @Nullable Element first(Document message, String name) {
        return (Element) message.getElementsByTagNameNS(DS, name).item(0);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private Document parsed(byte[] wire) {
        try {
            return stations.receive(wire, Stations.JOINED.get(0)).document();
        } catch (Refused e) {
            throw new IllegalStateException("a letter is read", e);
        }
    }

    /** A message with the sender's own signature. */
    Received signed(byte[] wire, PartyId sender) throws Refused {
        var received = stations.receive(wire, sender);
        sign(received.document(), sender);
        return stations.receive(SafeXml.bytes(received.document()), sender);
    }

    static String text(byte[] wire) {
        return new String(wire, StandardCharsets.UTF_8);
    }
}
