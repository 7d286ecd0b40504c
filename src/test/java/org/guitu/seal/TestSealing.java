package org.guitu.seal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.TrustAnchor;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.guitu.config.ConfigurationException;
import org.guitu.demo.Exercise;
import org.guitu.family.Families;
import org.guitu.message.Refused;
import org.guitu.trust.CertificatePaths;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;
import org.guitu.xml.Canonical;
import org.guitu.xml.SchemasException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;

/** Seals what a test signs itself, as the office of its sender would: by the schemas and the directory of an exercise. */
public final class TestSealing {
    /**
     * Read once for every hub and test of a run: compiling them is what takes time, and nothing changes them once they are read.
     */
    private static final Map<Path, Families> READ = new ConcurrentHashMap<>();

    private final Families families;
    private final Exercise exercise;
    /** Sealed once: the same message again is the same bytes again, as it is from an office's outbox. */
    private final Map<String, Document> before = new HashMap<>();

    private Map<Path, FileTime> seen = Map.of();
    private @Nullable Sealing sealing;

    private TestSealing(Families families, Exercise exercise) {
        this.families = families;
        this.exercise = exercise;
    }

    public static TestSealing of(Path schemas, Exercise exercise) {
        return new TestSealing(families(schemas), exercise);
    }

    /** The families of these schemas, the same for all of a run. */
    public static Families families(Path schemas) {
        return READ.computeIfAbsent(schemas.toAbsolutePath(), TestSealing::read);
    }

    private static Families read(Path schemas) {
        try {
            return Families.load(schemas);
        } catch (SchemasException e) {
            throw new AssertionError("the schemas of the test cannot be read", e);
        }
    }

    /** By the directory as it is now. */
    private Sealing sealing() throws KeyFileException, ConfigurationException {
        var parties = exercise.config().resolve("parties");
        var now = new HashMap<Path, FileTime>();
        try (var files = Files.list(parties)) {
            for (var file : files.toList()) {
                now.put(file, Files.getLastModifiedTime(file));
            }
        } catch (IOException e) {
            throw new AssertionError("the directory of the exercise cannot be read", e);
        }
        var known = sealing;
        if (known == null || !now.equals(seen)) {
            var anchors = KeyFiles.certificates(exercise.data().resolve("trust/ca.pem"));
            known = Sealing.by(parties, new CertificatePaths(Set.of(new TrustAnchor(anchors.get(0), null))));
            sealing = known;
            seen = now;
        }
        return known;
    }

    /** Seals in place; what cannot be sealed, because the test broke it on purpose, is left as it is. */
    public void seal(Document clear, Instant at) {
        var text = new String(Canonical.exclusive(clear), StandardCharsets.UTF_8);
        var known = before.get(text);
        if (known != null) {
            clear.replaceChild(clear.importNode(known.getDocumentElement(), true), clear.getDocumentElement());
            return;
        }
        try {
            sealing().seal(clear, families.sealables(clear), at);
            before.put(text, (Document) clear.cloneNode(true));
        } catch (Refused | IllegalArgumentException | IllegalStateException e) {
            return;
        } catch (KeyFileException | ConfigurationException e) {
            throw new AssertionError("the exercise cannot be read", e);
        }
    }
}
