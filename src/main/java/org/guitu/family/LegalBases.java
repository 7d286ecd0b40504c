package org.guitu.family;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.guitu.xml.Elements;
import org.guitu.xml.Schemas;
import org.guitu.xml.SchemasException;
import org.w3c.dom.Element;

/** The legal bases a message can name, with the states between which each holds and its dates ({@code codes.xsd}, {@code g:basis}). */
public final class LegalBases {
    private static final String LIST = "LegalBasisCodeListed";
    private static final String EVERYWHERE = "ALL";

    /** Begins the code of an instrument signed after the list: what it binds stands in its text, for people. */
    private static final String UNLISTED = "X-";

    private final List<Basis> bases;

    private LegalBases(List<Basis> bases) {
        this.bases = bases;
    }

    /** One basis; {@code states} are ISO 3166-1 alpha-2, or {@code ALL}. */
    private record Basis(String code, Set<String> states, LocalDate from, Optional<LocalDate> to) {
        boolean holds(String one, String other, LocalDate day) {
            return (states.contains(EVERYWHERE) || states.containsAll(List.of(one, other)))
                    && !day.isBefore(from)
                    && !to.map(day::isAfter).orElse(false);
        }
    }

    /**
     * Reads the list.
     *
     * @param codes the schema that has it
     * @throws SchemasException when there is none, or one of its values does not say what it binds
     */
    static LegalBases of(Schemas schemas, Path codes) throws SchemasException {
        var bases = new ArrayList<Basis>();
        for (var type : Elements.in(schemas.document(codes).getDocumentElement(), "simpleType")) {
            if (type.getAttribute("name").equals(LIST)) {
                for (var restriction : Elements.in(type, "restriction")) {
                    for (var value : Elements.in(restriction, "enumeration")) {
                        bases.add(basis(codes, value));
                    }
                }
            }
        }
        if (bases.isEmpty()) {
            throw new SchemasException(codes + ": there is no " + LIST + " with values; put the list back");
        }
        return new LegalBases(List.copyOf(bases));
    }

    private static Basis basis(Path codes, Element value) throws SchemasException {
        var code = value.getAttribute("value");
        var said = Elements.first(value, "annotation")
                .flatMap(note -> Elements.first(note, "appinfo"))
                .flatMap(info -> Elements.first(info, "basis"));
        try {
            var states = said.map(basis -> basis.getAttribute("states")).orElse("");
            var to = said.map(basis -> basis.getAttribute("to")).orElse("");
            if (!states.isBlank()) {
                return new Basis(
                        code,
                        new TreeSet<>(Arrays.asList(states.strip().split("\\s+", -1))),
                        LocalDate.parse(
                                said.map(basis -> basis.getAttribute("from")).orElse("")),
                        Optional.of(to).filter(day -> !day.isEmpty()).map(LocalDate::parse));
            }
        } catch (DateTimeParseException e) {
            throw new SchemasException(codes + ": the days of " + code + " are no dates; correct its g:basis", e);
        }
        throw new SchemasException(codes + ": " + code + " does not say which states it binds; give it its g:basis");
    }

    /**
     * Whether one of these holds between the two states on this day. What is not listed does: its text says why, and the
     * recipient judges it.
     *
     * @param one ISO 3166-1 alpha-2
     */
    public boolean hold(Collection<String> codes, String one, String other, LocalDate day) {
        return codes.stream().anyMatch(code -> code.startsWith(UNLISTED))
                || between(one, other, day).stream().anyMatch(codes::contains);
    }

    /** Codes of those that hold between the two on this day, as they are listed. */
    public List<String> between(String one, String other, LocalDate day) {
        return bases.stream()
                .filter(basis -> basis.holds(one, other, day))
                .map(Basis::code)
                .toList();
    }
}
