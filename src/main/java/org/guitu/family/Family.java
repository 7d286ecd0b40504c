package org.guitu.family;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.guitu.message.Labels;
import org.guitu.message.MessageType;
import org.guitu.message.Refused;
import org.guitu.message.Warning;
import org.guitu.xml.CompiledSchema;
import org.guitu.xml.Envelope;
import org.guitu.xml.Schemas;
import org.guitu.xml.SchemasException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** One family: a folder {@code schemas/<family>/<version>/} with its schema, rules and workflow. */
public final class Family {
    private final Path folder;
    private final WorkflowFile file;
    private final Map<String, TypeInfo> types;
    private final List<Watched> watched;
    private final Lazily<Workflow> workflow;
    private final Lazily<Payloads> payloads;
    private final Lazily<CompiledSchema> schema;
    private final Lazily<Rules> rules;
    private final Lazily<SchemaBook> book;
    private final Lazily<PrivacyPlan> privacy;
    private final Lazily<List<Document>> samples;
    private final Lazily<Examples> examples;

    Family(Path folder, Path envelope, Schemas schemas, Saxon saxon, Calendars calendars) throws SchemasException {
        this.folder = folder;
        var reader = new WorkflowReader(folder.resolve("workflow.yaml"), saxon, calendars);
        this.file = reader.file();
        this.types = reader.types();
        this.watched = reader.watched();
        this.workflow = new Lazily<>(reader::workflow);
        this.payloads = new Lazily<>(() -> Payloads.compile(file, folder.resolve("sends"), schemas, saxon));
        var name = file.family();
        this.schema = new Lazily<>(() -> schemas.compile(List.of(envelope, folder.resolve(name + ".xsd"))));
        this.rules = new Lazily<>(() -> Rules.compile(saxon, schemas, folder.resolve("rules.sch")));
        this.book = new Lazily<>(() -> SchemaBook.of(schemas, envelope, folder.resolve(name + ".xsd")));
        this.privacy = new Lazily<>(() -> PrivacyPlan.of(book.once(), types.keySet(), folder.resolve(name + ".xsd")));
        this.samples = new Lazily<>(() -> samples(schemas, folder.resolve("samples")));
        this.examples = new Lazily<>(() -> Examples.of(this));
    }

    /** The folder's name, which begins every type of it. */
    public String name() {
        return file.family();
    }

    public Labels label() {
        return file.label();
    }

    /** The groups in which its open conversations are watched; none: nobody watches them. */
    public List<Watched> watched() {
        return watched;
    }

    /** Whether its messages are for the desk's own pages, and no officer has to read them one by one. */
    public boolean isQuiet() {
        return file.quiet().orElse(false);
    }

    /** Version of its schema, {@code major.minor}. */
    public String version() {
        return file.version();
    }

    /** Namespace of its payload elements. */
    public String namespace() {
        return file.namespace();
    }

    /** Its message types by name. */
    public Map<String, TypeInfo> types() {
        return java.util.Collections.unmodifiableMap(types);
    }

    public Workflow workflow() {
        return workflow.get();
    }

    /**
     * What the hub sends by itself, made from what was said so far.
     *
     * @param record what the hub's record says of all conversations, asked only for a type that tells of it
     * @return a document whose root is the payload
     * @throws IllegalArgumentException for a type the hub does not send
     */
    public Document payload(MessageType type, History history, Function<History, Document> record, Instant now) {
        return payloads.get().of(type, history, record, now);
    }

    /** Where its files are. */
    public Path folder() {
        return folder;
    }

    /** What its schema says to people. */
    SchemaBook book() {
        return book.get();
    }

    /** Its sample messages, by file name. */
    List<Document> samples() {
        return samples.get();
    }

    /** What its samples say, by type of element. */
    Examples examples() {
        return examples.get();
    }

    private static List<Document> samples(Schemas schemas, Path folder) throws SchemasException {
        var documents = new ArrayList<Document>();
        try (var files = Files.newDirectoryStream(folder, "*.xml")) {
            var sorted = new TreeSet<Path>();
            files.forEach(sorted::add);
            for (var file : sorted) {
                documents.add(schemas.document(file));
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new SchemasException(folder + ": cannot be read; put the family's samples there", e);
        }
        return List.copyOf(documents);
    }

    /** Each is compiled at start, so that what is broken is said then. */
    void compileWorkflow() throws SchemasException {
        workflow.make();
        payloads.make();
    }

    void compileSchema() throws SchemasException {
        schema.make();
        var elements = book.once();
        var workflow = folder.resolve("workflow.yaml");
        if (!elements.namespace().equals(namespace())) {
            throw new SchemasException(workflow + ": namespace is " + namespace() + ", but " + name() + ".xsd declares "
                    + elements.namespace() + "; make them equal");
        }
        for (var type : types.keySet()) {
            if (elements.payload(type).isEmpty()) {
                throw new SchemasException(workflow + ": type " + type + " has no element in " + name()
                        + ".xsd; declare it there or remove the type");
            }
        }
        privacy.make();
    }

    void compileRules() throws SchemasException {
        rules.make();
    }

    /** Compiles what messages are checked with. */
    void prepare() throws SchemasException {
        schema.make();
        privacy.make();
        rules.make();
    }

    /** What of this payload is sealed or has to be. */
    List<Sealable> sealables(Element payload) throws Refused {
        return privacy.get().sealables(payload);
    }

    /**
     * Everything that is wrong with a message that is still being written, each with its place: what the schema does not take,
     * what the rules say of the rest, and which of its media are not what it says of them.
     *
     * @throws Refused GT-4299 when a rule could not be evaluated over a message that the schema takes
     */
    List<Form.Fault> faults(Document document) throws Refused {
        var naming = new Naming(book(), Envelope.claimedType(document).name());
        var wrong = schema.get().faults(document);
        var broken = (wrong.isEmpty() ? rules.get().broken(document) : broken(document, new Untaken(wrong)))
                .stream().map(one -> naming.fault(one.node(), one.rule().error(), one.refusal()));
        var untrue = Media.of(document).untrue().stream()
                .filter(one -> wrong.stream().noneMatch(fault -> fault.node().equals(Optional.of(one.said()))))
                .map(one -> naming.fault(Optional.of(one.said()), true, one.refusal()));
        return Stream.of(wrong.stream().map(naming::fault), broken, untrue)
                .flatMap(faults -> faults)
                .toList();
    }

    private List<Rules.Broken> broken(Document whole, Untaken untaken) {
        var rest = untaken.rest(whole);
        try {
            return rules.get().broken(rest.document()).stream()
                    .map(one -> one.at(one.node().map(rest.original()::get)))
                    .filter(one -> one.node()
                            .filter(place -> untaken.leaves(place, one.rule().reads()))
                            .isPresent())
                    .toList();
        } catch (Refused e) {
            // such a message can be so strange that no rule can be asked: once the schema takes it they are
            return List.of();
        }
    }

    /**
     * Envelope, payload, rules and media.
     *
     * @param forget whether the document may be left without the content of its media
     * @return the rules of severity warning that the document does not keep
     * @throws Refused GT-41xx schema, GT-42xx rules
     */
    List<Warning> validate(Document document, boolean forget) throws Refused {
        var media = Media.of(document);
        if (forget) {
            media.forget();
        }
        schema.get().validate(document);
        var warnings = rules.get().check(document);
        media.requireRight();
        SignedText.requireRight(document);
        return warnings;
    }
}
