package org.guitu.xml;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.catalog.Catalog;
import javax.xml.catalog.CatalogException;
import javax.xml.catalog.CatalogFeatures;
import javax.xml.catalog.CatalogManager;
import javax.xml.transform.stream.StreamSource;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.ls.DOMImplementationLS;
import org.w3c.dom.ls.LSInput;
import org.w3c.dom.ls.LSResourceResolver;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Answers for every file a schema asks for. Schemas see addresses of the scheme {@code schemas:} only, whose root is the
 * directory; every other address is refused by the parser itself, so no schema can reach the network or the disk.
 */
final class SchemaFiles implements LSResourceResolver {
    static final String SCHEME = "schemas";
    private static final String ROOT = SCHEME + ":/";

    private final Path directory;
    private final @Nullable Catalog catalog;
    private final DOMImplementationLS inputs;

    private SchemaFiles(Path directory, @Nullable Catalog catalog) {
        this.directory = directory;
        this.catalog = catalog;
        this.inputs = (DOMImplementationLS) Reader.blank().getImplementation().getFeature("LS", "3.0");
    }

    static SchemaFiles in(Path directory) throws SchemasException {
        var absolute = directory.toAbsolutePath().normalize();
        if (!Files.isDirectory(absolute)) {
            throw new SchemasException("schemas directory " + directory + " is missing; set guitu.home or restore it");
        }
        var catalogFile = absolute.resolve("third-party/catalog.xml");
        if (!Files.exists(catalogFile)) {
            return new SchemaFiles(absolute, null);
        }
        try {
            return new SchemaFiles(absolute, CatalogManager.catalog(CatalogFeatures.defaults(), catalogFile.toUri()));
        } catch (CatalogException e) {
            throw new SchemasException("catalog " + catalogFile + ": " + e.getMessage() + "; correct it", e);
        }
    }

    StreamSource source(Path file) throws SchemasException {
        var absolute = existing(file);
        var source = new StreamSource(new ByteArrayInputStream(read(absolute)));
        source.setSystemId(address(absolute));
        return source;
    }

    Document document(Path file) throws SchemasException {
        var absolute = existing(file);
        try {
            return Reader.local(read(absolute), address(absolute));
        } catch (SAXParseException e) {
            throw new SchemasException(
                    readable(address(absolute)) + " line " + e.getLineNumber() + ": " + e.getMessage() + "; correct it",
                    e);
        } catch (SAXException | IOException e) {
            throw new SchemasException(readable(address(absolute)) + ": " + e.getMessage() + "; correct it", e);
        }
    }

    Path sibling(Path file, String address) throws SchemasException {
        var found = find(null, address, address(file.toAbsolutePath().normalize()));
        if (found == null) {
            throw new SchemasException(file + " means " + address + ", which is neither in the catalog nor under "
                    + directory + "; correct it");
        }
        return found;
    }

    private Path existing(Path file) throws SchemasException {
        var absolute = file.toAbsolutePath().normalize();
        if (!absolute.startsWith(directory) || !Files.isRegularFile(absolute)) {
            throw new SchemasException(file + " is missing under " + directory + "; restore the file");
        }
        return absolute;
    }

    /** File name of an address for an error line. */
    String readable(@Nullable String systemId) {
        return systemId == null ? "" : systemId.replace(ROOT, directory.getFileName() + "/");
    }

    @Override
    public @Nullable LSInput resolveResource(
            String type,
            @Nullable String namespace,
            @Nullable String publicId,
            @Nullable String systemId,
            @Nullable String base) {
        var file = find(namespace, systemId, base);
        if (file == null) {
            // the parser then tries the address itself and is refused by its own rule
            return null;
        }
        try {
            var input = inputs.createLSInput();
            input.setPublicId(publicId);
            input.setSystemId(address(file));
            input.setBaseURI(base);
            input.setByteStream(new ByteArrayInputStream(read(file)));
            return input;
        } catch (SchemasException e) {
            return null;
        }
    }

    private @Nullable Path find(@Nullable String namespace, @Nullable String systemId, @Nullable String base) {
        var mapped = mapped(namespace, systemId);
        if (mapped != null) {
            return inside(Path.of(URI.create(mapped)));
        }
        if (systemId == null || base == null || !base.startsWith(ROOT)) {
            return null;
        }
        var address = URI.create(base).resolve(systemId);
        return SCHEME.equals(address.getScheme())
                ? inside(directory.resolve(address.getPath().substring(1)))
                : null;
    }

    private @Nullable String mapped(@Nullable String namespace, @Nullable String systemId) {
        if (catalog == null) {
            return null;
        }
        var bySystem = systemId == null ? null : catalog.matchSystem(systemId);
        var byLocation = bySystem != null || systemId == null ? bySystem : catalog.matchURI(systemId);
        // a namespace alone is asked for only when the import names no file
        return byLocation != null || systemId != null || namespace == null ? byLocation : catalog.matchURI(namespace);
    }

    private @Nullable Path inside(Path file) {
        var normal = file.toAbsolutePath().normalize();
        return normal.startsWith(directory) && Files.isRegularFile(normal) ? normal : null;
    }

    private String address(Path file) {
        return ROOT + directory.relativize(file).toString().replace('\\', '/');
    }

    private static byte[] read(Path file) throws SchemasException {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new SchemasException(
                    "schema " + file + " cannot be read: " + e.getMessage() + "; check its rights", e);
        }
    }
}
