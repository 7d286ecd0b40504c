package org.guitu.family;

import java.util.LinkedHashMap;
import java.util.Map;
import org.guitu.message.MessageType;
import org.guitu.xml.Elements;
import org.guitu.xml.Envelope;
import org.w3c.dom.Document;

/**
 * What the schema says of a message before anybody writes it, by paths of its form: what is known from the message it answers
 * ({@code g:known}), and what only an officer judges ({@code g:judged}).
 */
public final class Beforehand {
    private Beforehand() {}

    /** Elements of the header that begin open, whatever the sample says there: nobody has judged anything yet. */
    public static Map<String, String> open(Family family) {
        var open = new LinkedHashMap<String, String>();
        for (var part : family.book().header().parts().elements()) {
            if (part.judged()) {
                open.put(FormPath.child("/Header[1]", part.name(), 1), "");
            }
        }
        return open;
    }

    /**
     * What a message of that type says because of the one it answers.
     *
     * @param type name of the type without its family
     * @param answered any message; one of another family tells nothing
     */
    public static Map<String, String> known(Family family, String type, Document answered) {
        var known = new LinkedHashMap<String, String>();
        var said = Envelope.payload(answered);
        var payload = family.book().payload(type);
        if (payload.isEmpty() || !Elements.namespace(said).equals(family.namespace())) {
            return known;
        }
        var path = FormPath.child(FormPath.child("", "Body", 1), type, 1);
        for (var part : payload.get().parts().elements()) {
            part.known(said).ifPresent(text -> known.put(FormPath.child(path, part.name(), 1), text));
        }
        return known;
    }

    /** Whether a message of that other type may tell something of this one. */
    public static boolean tells(Family family, String type, MessageType other) {
        return other.family().equals(family.name())
                && family.book().payload(type).stream()
                        .flatMap(payload -> payload.parts().elements().stream())
                        .anyMatch(part -> part.knownFrom().contains(other.name()));
    }
}
