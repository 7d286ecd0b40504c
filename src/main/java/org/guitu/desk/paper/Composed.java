package org.guitu.desk.paper;

import java.awt.Font;
import java.awt.font.GlyphVector;
import java.text.Bidi;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import org.guitu.message.Visible;

/** One paragraph: in lines of a width, each in pieces of one font and one direction, shaped by the JDK's own shaper. */
final class Composed {
    private final String text;
    private final char[] characters;
    private final Bidi bidi;
    private final List<Stretch> stretches = new ArrayList<>();

    /** Neighbours in one font and one direction. */
    private record Stretch(int start, int end, Font font, byte level) {}

    /**
     * A part of a line, laid out.
     *
     * @param text what its glyphs' indices count in
     */
    record Piece(GlyphVector glyphs, Font font, String text) {
        float width() {
            return (float) glyphs.getGlyphPosition(glyphs.getNumGlyphs()).getX();
        }
    }

    /**
     * @param text not empty, without line ends; a character that no font shows stands there as its number
     * @param missing takes these characters in
     */
    Composed(String text, Typefaces typefaces, SortedSet<Integer> missing) {
        this.text = showable(text, typefaces, missing);
        this.characters = this.text.toCharArray();
        this.bidi = new Bidi(this.text, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT);
        var before = Optional.<Font>empty();
        for (var cluster : clusters(this.text)) {
            var font = typefaces.of(cluster.text(), before);
            if (font.isPresent()) {
                before = font;
                add(cluster, font.get());
            } else {
                // no one font has all of it
                apart(cluster)
                        .forEach(one ->
                                typefaces.of(one.text(), Optional.empty()).ifPresent(alone -> add(one, alone)));
            }
        }
    }

    private static List<Cluster> apart(Cluster cluster) {
        var apart = new ArrayList<Cluster>();
        for (int i = 0; i < cluster.text().length(); ) {
            var one = Character.toString(cluster.text().codePointAt(i));
            apart.add(new Cluster(cluster.start() + i, one));
            i += one.length();
        }
        return apart;
    }

    private record Cluster(int start, String text) {}

    private static List<Cluster> clusters(String text) {
        var clusters = new ArrayList<Cluster>();
        var breaks = BreakIterator.getCharacterInstance(Locale.ROOT);
        breaks.setText(text);
        int start = breaks.first();
        for (int end = breaks.next(); end != BreakIterator.DONE; end = breaks.next()) {
            clusters.add(new Cluster(start, text.substring(start, end)));
            start = end;
        }
        return clusters;
    }

    private static String showable(String text, Typefaces typefaces, SortedSet<Integer> missing) {
        var shown = new StringBuilder(text.length());
        var before = Optional.<Font>empty();
        for (var cluster : clusters(text)) {
            var font = typefaces.of(cluster.text(), before);
            if (font.isPresent()) {
                before = font;
                shown.append(cluster.text());
            } else {
                cluster.text().codePoints().forEach(c -> {
                    var alone = Character.toString(c);
                    boolean known = typefaces.of(alone, Optional.empty()).isPresent();
                    if (!known) {
                        missing.add(c);
                    }
                    shown.append(known ? alone : Visible.number(c));
                });
            }
        }
        return shown.toString();
    }

    private void add(Cluster cluster, Font font) {
        byte level = (byte) bidi.getLevelAt(cluster.start());
        int end = cluster.start() + cluster.text().length();
        int last = stretches.size() - 1;
        if (last >= 0
                && stretches.get(last).font().equals(font)
                && stretches.get(last).level() == level
                && stretches.get(last).end() == cluster.start()) {
            stretches.set(last, new Stretch(stretches.get(last).start(), end, font, level));
        } else {
            stretches.add(new Stretch(cluster.start(), end, font, level));
        }
    }

    /**
     * Its lines, each in the order of reading from left to right.
     *
     * @param width in thousandths of an em
     */
    List<List<Piece>> lines(float width, Locale locale) {
        var lines = new ArrayList<List<Piece>>();
        var wide = widths();
        var mayEnd = BreakIterator.getLineInstance(locale);
        mayEnd.setText(text);
        var anywhere = BreakIterator.getCharacterInstance(Locale.ROOT);
        anywhere.setText(text);
        int start = 0;
        while (start < text.length()) {
            int end = start;
            float taken = 0;
            while (end < text.length() && (taken + wide[end] <= width || end == start)) {
                taken += wide[end++];
            }
            if (end < text.length()) {
                end = before(mayEnd, start, end).orElse(cluster(anywhere, start, end));
            }
            lines.add(pieces(start, end));
            start = end;
        }
        return lines;
    }

    private static Optional<Integer> before(BreakIterator breaks, int start, int end) {
        int at = breaks.isBoundary(end) ? end : breaks.preceding(end);
        return at > start ? Optional.of(at) : Optional.empty();
    }

    private static int cluster(BreakIterator anywhere, int start, int end) {
        return before(anywhere, start, end).orElseGet(() -> anywhere.following(start));
    }

    /** What each character is wide; those that are drawn with the one before them are not. */
    private float[] widths() {
        var wide = new float[text.length()];
        for (var stretch : stretches) {
            var glyphs = laidOut(stretch.start(), stretch.end(), stretch);
            for (int i = 0; i < glyphs.getNumGlyphs(); i++) {
                double from = glyphs.getGlyphPosition(i).getX();
                wide[stretch.start() + glyphs.getGlyphCharIndex(i)] +=
                        (float) (glyphs.getGlyphPosition(i + 1).getX() - from);
            }
        }
        return wide;
    }

    private GlyphVector laidOut(int start, int end, Stretch stretch) {
        int direction = stretch.level() % 2 == 0 ? Font.LAYOUT_LEFT_TO_RIGHT : Font.LAYOUT_RIGHT_TO_LEFT;
        return stretch.font().layoutGlyphVector(Typefaces.PAPER, characters, start, end, direction);
    }

    private List<Piece> pieces(int start, int end) {
        var pieces = new ArrayList<Piece>();
        var levels = new ArrayList<Byte>();
        for (var stretch : stretches) {
            int from = Math.max(start, stretch.start());
            int to = Math.min(end, stretch.end());
            if (from < to) {
                pieces.add(new Piece(laidOut(from, to, stretch), stretch.font(), text.substring(from, to)));
                levels.add(stretch.level());
            }
        }
        if (pieces.isEmpty()) {
            // where there is no font at all
            return List.of();
        }
        var order = new byte[levels.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = levels.get(i);
        }
        var ordered = pieces.toArray(Piece[]::new);
        Bidi.reorderVisually(order, 0, ordered, 0, ordered.length);
        return List.of(ordered);
    }
}
