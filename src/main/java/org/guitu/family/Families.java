package org.guitu.family;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.guitu.message.MessageType;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.message.Warning;
import org.guitu.xml.CompiledSchema;
import org.guitu.xml.Envelope;
import org.guitu.xml.Schemas;
import org.guitu.xml.SchemasException;
import org.w3c.dom.Document;

/** All families of an installation: each folder under {@code schemas/} that has a {@code workflow.yaml}. */
public final class Families {
    private static final String EXCHANGE = "exchange/1.0/";

    private final Map<String, Family> families;
    private final Lazily<CompiledSchema> receipts;
    private final Lazily<SchemaBook> receiptBook;
    private final Lazily<LegalBases> legalBases;

    private Families(Map<String, Family> families, Schemas schemas, Path exchange) {
        var envelope = exchange.resolve("message.xsd");
        var receipt = exchange.resolve("receipt.xsd");
        this.families = families;
        this.receipts = new Lazily<>(() -> schemas.compile(List.of(envelope, receipt)));
        this.receiptBook = new Lazily<>(() -> SchemaBook.of(schemas, envelope, receipt));
        this.legalBases = new Lazily<>(() -> LegalBases.of(schemas, exchange.resolve("codes.xsd")));
    }

    /**
     * Finds the families; workflows are read, schemas and rules are compiled when first needed or by {@link #compileAll()}.
     *
     * @throws SchemasException with one line that says what is wrong and where
     */
    public static Families load(Path schemasDir) throws SchemasException {
        return load(schemasDir, Stylesheets.none());
    }

    /**
     * The same for a program that ends soon and starts again.
     *
     * @param kept where the stylesheets made of rules are kept
     */
    public static Families load(Path schemasDir, Stylesheets kept) throws SchemasException {
        var schemas = Schemas.in(schemasDir);
        var envelope = schemasDir.resolve(EXCHANGE + "message.xsd");
        var saxon = new Saxon(kept);
        var calendars = Calendars.read(schemas, schemasDir.resolve(EXCHANGE + "calendars.sch"));
        var families = new TreeMap<String, Family>();
        for (var folder : folders(schemasDir)) {
            var family = new Family(folder, envelope, schemas, saxon, calendars);
            var named = folder.getParent();
            if (named == null || !named.getFileName().toString().equals(family.name())) {
                throw new SchemasException(folder + "/workflow.yaml: family is " + family.name()
                        + ", not the folder's name; make them equal");
            }
            if (families.put(family.name(), family) != null) {
                throw new SchemasException(folder + ": a second version of family " + family.name() + "; keep one");
            }
        }
        if (families.isEmpty()) {
            throw new SchemasException(
                    schemasDir + ": no family is there (no */*/workflow.yaml); put the schemas back");
        }
        return new Families(families, schemas, schemasDir.resolve(EXCHANGE));
    }

    private static List<Path> folders(Path schemasDir) throws SchemasException {
        try (var files = Files.walk(schemasDir, 3)) {
            return files.filter(file -> file.getFileName().toString().equals("workflow.yaml"))
                    .map(Path::getParent)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new SchemasException(schemasDir + ": cannot be read; put the schemas there", e);
        }
    }

    /** Compiles every schema, rule and guard now, as many families at once as there are processors. */
    public void compileAll() throws SchemasException {
        compileWorkflows();
        receipts.make();
        legalBases.make();
        var first = families.values().parallelStream()
                .map(Families::broken)
                .flatMap(Optional::stream)
                .findFirst();
        if (first.isPresent()) {
            throw first.get();
        }
    }

    private static Optional<SchemasException> broken(Family family) {
        try {
            family.compileSchema();
            family.compileRules();
            return Optional.empty();
        } catch (SchemasException e) {
            return Optional.of(e);
        }
    }

    /** Compiles every schema now, that of receipts too. */
    public void compileSchemas() throws SchemasException {
        receipts.make();
        legalBases.make();
        for (var family : families.values()) {
            family.compileSchema();
        }
    }

    /** Compiles every family's Schematron now. */
    public void compileRules() throws SchemasException {
        for (var family : families.values()) {
            family.compileRules();
        }
    }

    /** Compiles every workflow and its guards now. */
    public void compileWorkflows() throws SchemasException {
        for (var family : families.values()) {
            family.compileWorkflow();
        }
    }

    /** Compiles what messages of this family are checked with, ahead of the first one; nothing for an unknown family. */
    public void prepare(String family) throws SchemasException {
        var named = families.get(family);
        if (named != null) {
            named.prepare();
        }
    }

    public Collection<Family> all() {
        return families.values();
    }

    /** Number of message types of all families. */
    public int types() {
        return families.values().stream()
                .mapToInt(family -> family.types().size())
                .sum();
    }

    /** Whether there is such a type; {@code family/*} is every type of a family. */
    public boolean knows(String type) {
        return names(type).contains(type);
    }

    /** The names that are nearest to this one, for whoever misspelt it. */
    public List<String> nearest(String type) {
        return Spelling.nearest(type, names(type));
    }

    /** Those of families where this one is of a family, else those of types. */
    private Set<String> names(String like) {
        var every = like.endsWith("/*");
        return families.values().stream()
                .flatMap(family -> every
                        ? Stream.of(family.name() + "/*")
                        : family.types().values().stream()
                                .map(info -> info.type().toString()))
                .collect(Collectors.toSet());
    }

    public Optional<Family> family(String name) {
        return Optional.ofNullable(families.get(name));
    }

    /**
     * The family of a type that was validated.
     *
     * @throws IllegalArgumentException for an unknown family
     */
    public Family of(MessageType type) {
        return family(type.family()).orElseThrow(() -> new IllegalArgumentException("no family " + type.family()));
    }

    /** What the schemas say to people about the types of a family, or about receipts. */
    SchemaBook book(String family) throws Refused {
        if (family.equals(MessageType.RECEIPT)) {
            return receiptBook.get();
        }
        return family(family).orElseThrow(() -> unknown(family)).book();
    }

    private Refused unknown(String family) {
        return Refusals.refusedAt("/Message/Header/Type", "GT-4001", family, String.join(", ", families.keySet()));
    }

    /** What a message abroad can rest on. */
    public LegalBases legalBases() {
        return legalBases.get();
    }

    /** {@code family/STATE} of each state in which the text of a conversation allows what its clauses say. */
    public Set<String> inForce() {
        var states = new TreeSet<String>();
        for (var family : families.values()) {
            family.workflow().inForce().forEach(state -> states.add(family.name() + "/" + state));
        }
        return states;
    }

    /** {@code family/STATE} of each state in which a conversation is over. */
    public Set<String> over() {
        var states = new TreeSet<String>();
        for (var family : families.values()) {
            family.workflow().states().keySet().stream()
                    .filter(family.workflow()::isFinal)
                    .forEach(state -> states.add(family.name() + "/" + state));
        }
        return states;
    }

    /** How old messages of this type may be, where their family says. */
    public Optional<Duration> maxAge(MessageType type) {
        return family(type.family())
                .flatMap(family -> Optional.ofNullable(family.types().get(type.name())))
                .flatMap(TypeInfo::maxAge);
    }

    /**
     * Checks a document as hub and office do alike: known type, payload of that type, schema, rules.
     *
     * @return the rules of severity warning that it does not keep
     * @throws Refused GT-4001 unknown family, GT-4002 unknown type, GT-4003 another payload, GT-4008 another version, GT-41xx
     *     schema, GT-42xx rules
     */
    public List<Warning> validate(Document document) throws Refused {
        return validate(document, false);
    }

    /** As {@link #validate(Document)}, but the document is left without the content of its media, which may be most of it. */
    public List<Warning> validateAndForget(Document document) throws Refused {
        return validate(document, true);
    }

    /**
     * Everything that is wrong with a message of a known type that is still being written.
     *
     * @throws Refused GT-4299 when a rule could not be evaluated
     */
    public List<Form.Fault> faults(Document document) throws Refused {
        return of(Envelope.claimedType(document)).faults(document);
    }

    /**
     * What of a message is sealed or, by the privacy classes of its schema, has to be; nothing of receipts.
     *
     * @param document one that was validated
     * @throws Refused GT-4301 at an element no schema describes
     */
    public List<Sealable> sealables(Document document) throws Refused {
        var type = Envelope.claimedType(document);
        return type.isReceipt() ? List.of() : of(type).sealables(Envelope.payload(document));
    }

    private List<Warning> validate(Document document, boolean forget) throws Refused {
        var type = Envelope.claimedType(document);
        if (type.isReceipt()) {
            receipts.get().validate(document);
            requirePayload(document, type, "urn:guitu:receipt:1.0");
            return List.of();
        }
        var family = families.get(type.family());
        if (family == null) {
            throw unknown(type.family());
        }
        if (!family.types().containsKey(type.name())) {
            throw Refusals.refusedAt("/Message/Header/Type", "GT-4002", type.family(), type.name());
        }
        var warnings = family.validate(document, forget);
        requirePayload(document, type, family.namespace());
        var version = Envelope.header(document).schemaVersion();
        if (!version.equals(family.version())) {
            throw Refusals.refusedAt("/Message/Header/SchemaVersion", "GT-4008", version, family.version());
        }
        return warnings;
    }

    private static void requirePayload(Document document, MessageType type, String namespace) throws Refused {
        var payload = Envelope.payload(document);
        if (!type.name().equals(payload.getLocalName()) || !namespace.equals(payload.getNamespaceURI())) {
            throw Refusals.refusedAt("/Message/Body", "GT-4003", payload.getLocalName(), type);
        }
    }
}
