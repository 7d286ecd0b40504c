package org.guitu.family;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.guitu.message.Refused;
import org.guitu.xml.SafeXml;
import org.guitu.xml.SchemasException;
import org.guitu.xml.XmlLimits;
import org.w3c.dom.Document;

/** The families as they are shipped, loaded once: compiling them is what takes time. */
final class Shipped {
    static final Path SCHEMAS = Path.of("schemas");
    static final Families FAMILIES = load();

    /** A hub that knows nothing else, and a certificate that lasts. */
    static final Supplier<Surroundings> NOTHING_BESIDE =
            () -> new Surroundings(Instant.parse("2100-01-01T00:00:00Z"), List.of(), Set.of());

    private static final SafeXml XML = new SafeXml(XmlLimits.standard());

    private Shipped() {}

    private static Families load() {
        try {
            return Families.load(SCHEMAS);
        } catch (SchemasException e) {
            throw new AssertionError(e);
        }
    }

    static Document parse(String text) throws Refused {
        return XML.parse(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    static Document read(Path file) throws IOException, Refused {
        return XML.parse(Files.readAllBytes(file));
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The XML files of a folder, sorted. */
    static List<Path> xmlIn(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".xml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
