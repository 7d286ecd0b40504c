package org.guitu.office;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.guitu.config.ConfigurationException;
import org.guitu.directory.Directory;
import org.guitu.directory.Use;
import org.guitu.family.Reading;
import org.guitu.message.Digest;
import org.guitu.message.Labels;
import org.guitu.trust.CertificateName;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * A message of this office's own on its way, step by step.
 *
 * @param timeline what became of it, as far as receipts say
 * @param check what its own signature proves
 * @param sealedFor the parties that can open what is sealed in it, by the office's copy of the directory; none where nothing is sealed
 * @param waiting why it is still queued, after a try that failed
 */
public record Written(
        Timeline timeline,
        Verification check,
        List<String> sealedFor,
        List<Reading.Line> lines,
        Optional<Labels> waiting) {
    private static final String ENCRYPTION = "http://www.w3.org/2001/04/xmlenc#";

    public Written {
        sealedFor = List.copyOf(sealedFor);
        lines = List.copyOf(lines);
    }

    /** By the certificates its keys are encrypted for; one that no party here has is named by the beginning of its digest. */
    static List<String> readers(Document wire, Optional<Path> parties) throws IOException {
        var digests = new ArrayList<Digest>();
        var keys = wire.getElementsByTagNameNS(ENCRYPTION, "EncryptedKey");
        for (int i = 0; i < keys.getLength(); i++) {
            var named = ((Element) keys.item(i)).getElementsByTagNameNS("*", "X509Digest");
            for (int j = 0; j < named.getLength(); j++) {
                digests.add(Digest.ofRaw(
                        Base64.getMimeDecoder().decode(named.item(j).getTextContent())));
            }
        }
        if (digests.isEmpty()) {
            return List.of();
        }
        var readers = new TreeSet<String>();
        for (var digest : digests) {
            readers.add(owner(digest, parties).orElse(digest.hex().substring(0, 16)));
        }
        return List.copyOf(readers);
    }

    private static Optional<String> owner(Digest digest, Optional<Path> parties) {
        try {
            return parties.isEmpty()
                    ? Optional.empty()
                    : Directory.load(parties.get()).parties().stream()
                            .filter(party -> party.all(Use.ENCRYPT).stream()
                                    .anyMatch(one -> CertificateName.digest(one).equals(digest)))
                            .map(party -> party.id().value())
                            .findFirst();
        } catch (ConfigurationException e) {
            return Optional.empty();
        }
    }
}
