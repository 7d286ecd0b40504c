package org.guitu.family;

import java.util.List;

/**
 * One place of a {@link Form}, for people.
 *
 * @param path where it is in the message, as {@link Form} knows it
 * @param hint what the schema says about it, in the language of the form; may be empty
 * @param text what it takes and holds
 * @param fields what is inside, in the schema's order
 * @param more what could be inside and is not, for whoever asks for it
 */
public record Field(
        String path,
        Kind kind,
        String label,
        String hint,
        Times times,
        Text text,
        List<Field> fields,
        List<Field> more) {
    /** How it is filled. */
    public enum Kind {
        /** Holds others. */
        GROUP,
        /** One of several alternatives, named by its options. */
        CHOICE,
        /** A group that is not there. */
        ABSENT,
        LINE,
        LINES,
        /** One of few values. */
        SELECT,
        /** One of many values, or any text, with a list to search in. */
        PICK,
        DATE,
        /** A time with seconds or without, of the zone it holds or else the office's. */
        TIME,
        NUMBER,
        /** Bytes with their digest, size and format. */
        FILE,
        /** Says something by being there. */
        MARK
    }

    /**
     * How often it may be there.
     *
     * @param mandatory whether it has to
     * @param another whether one more of it may follow
     * @param removable whether this one may go
     */
    public record Times(boolean mandatory, boolean another, boolean removable) {}

    /**
     * What a field takes and holds.
     *
     * @param value what it holds; for {@link Kind#FILE} its format and size
     * @param longest most characters; 0 where the schema does not say
     * @param list name of the list to search in; empty where there is none
     * @param options values or alternatives to choose from
     */
    public record Text(String value, int longest, String list, List<Option> options) {
        static final Text NONE = new Text("", 0, "", List.of());

        public Text {
            options = List.copyOf(options);
        }
    }

    /** A value or an alternative. */
    public record Option(String value, String label, boolean chosen) {}

    public Field {
        fields = List.copyOf(fields);
        more = List.copyOf(more);
    }
}
