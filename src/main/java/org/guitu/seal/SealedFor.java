package org.guitu.seal;

import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.guitu.config.ConfigurationException;
import org.guitu.directory.Directory;
import org.guitu.directory.Use;
import org.guitu.message.Digest;
import org.guitu.trust.CertificateName;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Says of a sealed message who can open it, by the certificates its keys are encrypted for. */
public final class SealedFor {
    private static final String ENCRYPTION = "http://www.w3.org/2001/04/xmlenc#";
    private static final int SHOWN = 16;

    private SealedFor() {}

    /**
     * The parties that can, by their identifiers; none where nothing is sealed.
     *
     * @param parties the directory; a certificate that nobody there has is named by the beginning of its SHA-256
     */
    public static List<String> parties(Document message, Optional<Path> parties) {
        var keys = message.getElementsByTagNameNS(ENCRYPTION, "EncryptedKey");
        if (keys.getLength() == 0) {
            return List.of();
        }
        var owners = parties.map(SealedFor::owners).orElseGet(Map::of);
        var readers = new TreeSet<String>();
        for (int i = 0; i < keys.getLength(); i++) {
            var named = ((Element) keys.item(i)).getElementsByTagNameNS("*", "X509Digest");
            for (int j = 0; j < named.getLength(); j++) {
                var digest = Digest.ofRaw(
                        Base64.getMimeDecoder().decode(named.item(j).getTextContent()));
                readers.add(owners.getOrDefault(digest, digest.hex().substring(0, SHOWN)));
            }
        }
        return List.copyOf(readers);
    }

    private static Map<Digest, String> owners(Path folder) {
        try {
            var owners = new TreeMap<Digest, String>(java.util.Comparator.comparing(Digest::hex));
            for (var party : Directory.load(folder).parties()) {
                party.all(Use.ENCRYPT)
                        .forEach(one -> owners.put(
                                CertificateName.digest(one), party.id().value()));
            }
            return owners;
        } catch (ConfigurationException e) {
            // it only helps to name them
            return Map.of();
        }
    }
}
