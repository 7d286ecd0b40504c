package org.guitu.message;

import java.util.Locale;

/** Text as a person may look at it: what hides itself or turns the direction of reading stands there as its number. */
public final class Visible {
    /** A soft hyphen and what joins, parts and breaks words in the scripts of the Mekong: they hide nothing and turn nothing. */
    private static final String NEEDED = "\u00AD\u200B\u200C\u200D";

    /** Letters and marks that draw nothing: two names that differ by one look the same. */
    private static final String INVISIBLE = "\u034F\u115F\u1160\u17B4\u17B5\u2800\u3164\uFFA0";

    private Visible() {}

    /** The same text with {@code [U+202E]} and the like where such a character stood; line ends and tabs stay. */
    public static String of(String text) {
        if (text.codePoints().noneMatch(Visible::hides)) {
            return text;
        }
        var shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (hides(c)) {
                shown.append(number(c));
            } else {
                shown.appendCodePoint(c);
            }
        });
        return shown.toString();
    }

    /** How a character is written that cannot be shown itself. */
    public static String number(int codePoint) {
        return String.format(Locale.ROOT, "[U+%04X]", codePoint);
    }

    private static boolean hides(int c) {
        return switch (Character.getType(c)) {
            case Character.FORMAT -> NEEDED.indexOf(c) < 0;
            case Character.CONTROL -> c != '\n' && c != '\r' && c != '\t';
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> INVISIBLE.indexOf(c) >= 0;
        };
    }
}
