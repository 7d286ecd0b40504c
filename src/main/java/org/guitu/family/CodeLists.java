package org.guitu.family;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.guitu.message.Labels;
import org.guitu.xml.Elements;
import org.guitu.xml.Schemas;
import org.guitu.xml.SchemasException;
import org.w3c.dom.Element;

/** The lists of codes that the schemas of an installation declare, with their names for people. */
public final class CodeLists {
    private final Map<String, CodeList> lists;

    private CodeLists(Map<String, CodeList> lists) {
        this.lists = lists;
    }

    /** One list: a simple type with enumerated values. */
    public record CodeList(String name, Optional<Labels> label, List<Code> codes) {}

    /** One value. */
    public record Code(String value, Optional<Labels> label) {}

    /** Reads them from the envelope's schemas and those of these families; of two lists of one name the family's comes first. */
    public static CodeLists of(Path schemasDir, Families families) throws SchemasException {
        var schemas = Schemas.in(schemasDir);
        var roots = new ArrayList<Path>();
        families.all().forEach(family -> roots.add(family.folder().resolve(family.name() + ".xsd")));
        roots.add(schemasDir.resolve("exchange/1.0/message.xsd"));
        var lists = new TreeMap<String, CodeList>();
        for (var document : schemas.withImports(roots)) {
            for (var type : Elements.in(document.getDocumentElement(), "simpleType")) {
                var codes = Elements.first(type, "restriction").stream()
                        .flatMap(restriction -> Elements.in(restriction, "enumeration").stream())
                        .map(value -> new Code(value.getAttribute("value"), label(value)))
                        .toList();
                var name = type.getAttribute("name");
                if (!codes.isEmpty() && !name.isEmpty()) {
                    lists.putIfAbsent(name, new CodeList(name, label(type), codes));
                }
            }
        }
        return new CodeLists(lists);
    }

    /** All of them, by name. */
    public List<CodeList> all() {
        return List.copyOf(lists.values());
    }

    private static Optional<Labels> label(Element declared) {
        return Declared.labels(declared);
    }
}
