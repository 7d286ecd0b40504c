package org.guitu.seal;

import java.nio.file.Path;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.guitu.config.ConfigurationException;
import org.guitu.directory.Directory;
import org.guitu.family.Sealable;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.trust.CertificatePaths;
import org.guitu.trust.SealedPart;
import org.guitu.trust.Sealer;
import org.guitu.trust.Seals;
import org.guitu.xml.Envelope;
import org.guitu.xml.SafeXml;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Seals what has to be sealed in a message, and checks that it is: neither needs a key that opens. */
public final class Sealing {
    private final Supplier<Directory> directory;
    private final Supplier<CertificatePaths> paths;

    /** @param paths to the authorities that are trusted for the readers' certificates */
    public Sealing(Supplier<Directory> directory, Supplier<CertificatePaths> paths) {
        this.directory = directory;
        this.paths = paths;
    }

    /**
     * By the party files and certificates in this folder as they are now.
     *
     * @throws ConfigurationException with one line that says what is wrong with them
     */
    public static Sealing by(Path parties, CertificatePaths paths) throws ConfigurationException {
        var directory = Directory.load(parties);
        return new Sealing(() -> directory, () -> paths);
    }

    /**
     * Seals these parts of a message whose header is final and which is not signed yet.
     *
     * @param parts what its schema says of it, {@link org.guitu.family.Families#sealables}
     * @return whether there was anything to seal
     * @throws Refused GT-4308, GT-4309 by its recipients; GT-4312 when a part is sealed already
     */
    public boolean seal(Document clear, List<Sealable> parts, Instant at) throws Refused {
        for (var part : parts) {
            if (part.sealed().isPresent()) {
                throw Refusals.refusedAt(SafeXml.place(part.holder()), "GT-4312");
            }
        }
        if (parts.isEmpty()) {
            return false;
        }
        var readers = Readers.of(Envelope.header(clear), directory.get(), paths.get(), at);
        var sealer = Sealer.of(clear, readers.newest());
        for (var part : parts) {
            sealer.seal(part.holder(), part.clear(), part.privacy());
        }
        return true;
    }

    /**
     * Checks that each of these parts is sealed, to exactly those who may read it, and nothing else is.
     *
     * @throws Refused GT-4301 to GT-4309
     */
    public void require(Document message, List<Sealable> parts, Instant at) throws Refused {
        for (var part : parts) {
            if (part.sealed().isEmpty()) {
                throw Refusals.refusedAt(
                        SafeXml.place(part.holder()), "GT-4301", part.holder().getLocalName(), part.privacy());
            }
        }
        var seals = Seals.of(message);
        if (seals.parts().isEmpty()) {
            return;
        }
        var header = Envelope.header(message);
        var expected = expected(parts);
        for (var part : seals.parts()) {
            requireClass(part, expected, header.privacyCeiling().name());
        }
        Readers.of(header, directory.get(), paths.get(), at)
                .requireExactly(SafeXml.place(seals.parts().get(0).element()), seals.readers());
    }

    private static Map<Element, String> expected(List<Sealable> parts) {
        var expected = new IdentityHashMap<Element, String>();
        parts.forEach(part -> part.sealed().ifPresent(seal -> expected.put(seal, part.privacy())));
        return expected;
    }

    private static void requireClass(SealedPart part, Map<Element, String> expected, String ceiling) throws Refused {
        var least = expected.get(part.element());
        if (least == null) {
            throw Refusals.refusedAt(SafeXml.place(part.element()), "GT-4303");
        }
        if (part.privacyClass().compareTo(least) < 0) {
            throw Refusals.refusedAt(SafeXml.place(part.element()), "GT-4304", least);
        }
        if (part.privacyClass().compareTo(ceiling) > 0) {
            throw Refusals.refusedAt("/Message/Header/PrivacyCeiling", "GT-4305", part.privacyClass());
        }
    }
}
