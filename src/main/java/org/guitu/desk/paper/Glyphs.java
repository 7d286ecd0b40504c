package org.guitu.desk.paper;

import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.PathIterator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSFloat;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDStream;

/**
 * The glyphs of a document, each drawn once, in Type 3 fonts (ISO 32000-1, 9.6.5) of up to 256: what the machine's own shaper made of the
 * words stands there as it is, in whatever format its font file has, and each says which characters it is, for search and copy.
 */
final class Glyphs {
    private static final int A_FONT = 256;
    private static final int CUBIC = 6;
    /** For the second and later glyphs of what is written with several. */
    private static final String NOTHING = "\u200B";

    private final Map<Key, Integer> numbers = new HashMap<>();
    private final List<Glyph> glyphs = new ArrayList<>();

    private record Key(Font font, int code, String text) {}

    private record Glyph(String outline, float width, String text) {}

    /** Where a glyph is: in the font of that number, under that code. */
    record Place(int font, int code) {}

    /**
     * Takes a glyph in, where it is not yet.
     *
     * @param outline in thousandths of an em, y downwards, at the origin
     * @param text the characters it stands for
     */
    Place place(Font font, int code, Shape outline, float width, String text) {
        var key = new Key(font, code, text.isEmpty() ? NOTHING : text);
        var number = numbers.computeIfAbsent(key, fresh -> {
            glyphs.add(new Glyph(drawn(outline, width), width, key.text()));
            return glyphs.size() - 1;
        });
        return new Place(number / A_FONT, number % A_FONT);
    }

    static String name(int font) {
        return "F" + font;
    }

    /** How the operators of a page draw it. */
    private static String drawn(Shape outline, float width) {
        var box = outline.getBounds2D();
        var path = new StringBuilder(String.format(
                Locale.ROOT,
                "%.0f 0 %.0f %.0f %.0f %.0f d1\n",
                width,
                Math.floor(box.getMinX()),
                Math.floor(-box.getMaxY()),
                Math.ceil(box.getMaxX()),
                Math.ceil(-box.getMinY())));
        var turned = outline.getPathIterator(AffineTransform.getScaleInstance(1, -1));
        boolean evenOdd = turned.getWindingRule() == PathIterator.WIND_EVEN_ODD;
        var at = new float[CUBIC];
        float x = 0;
        float y = 0;
        for (; !turned.isDone(); turned.next()) {
            int kind = turned.currentSegment(at);
            switch (kind) {
                case PathIterator.SEG_MOVETO -> add(path, "m", at[0], at[1]);
                case PathIterator.SEG_LINETO -> add(path, "l", at[0], at[1]);
                case PathIterator.SEG_QUADTO ->
                    add(
                            path,
                            "c",
                            third(x, at[0]),
                            third(y, at[1]),
                            third(at[2], at[0]),
                            third(at[3], at[1]),
                            at[2],
                            at[3]);
                case PathIterator.SEG_CUBICTO -> add(path, "c", at[0], at[1], at[2], at[3], at[4], at[5]);
                default -> path.append("h\n");
            }
            if (kind != PathIterator.SEG_CLOSE) {
                int last = kind == PathIterator.SEG_CUBICTO ? 4 : kind == PathIterator.SEG_QUADTO ? 2 : 0;
                x = at[last];
                y = at[last + 1];
            }
        }
        return path.append(evenOdd ? "f*" : "f").toString();
    }

    /** A point of the cubic curve that is the same as the quadratic one. */
    private static float third(float end, float control) {
        return end + (control - end) * 2 / 3;
    }

    private static void add(StringBuilder path, String operator, float... numbers) {
        for (var number : numbers) {
            path.append(Math.round(number)).append(' ');
        }
        path.append(operator).append('\n');
    }

    /** The fonts of the document by their names. */
    COSDictionary fonts(PDDocument document) throws IOException {
        var fonts = new COSDictionary();
        for (int first = 0; first < glyphs.size(); first += A_FONT) {
            var some = glyphs.subList(first, Math.min(first + A_FONT, glyphs.size()));
            fonts.setItem(COSName.getPDFName(name(first / A_FONT)), font(document, some));
        }
        return fonts;
    }

    private static COSDictionary font(PDDocument document, List<Glyph> some) throws IOException {
        var procedures = new COSDictionary();
        var names = new COSArray();
        var widths = new COSArray();
        names.add(COSInteger.ZERO);
        for (int i = 0; i < some.size(); i++) {
            var name = COSName.getPDFName("g" + i);
            procedures.setItem(name, stream(document, some.get(i).outline()));
            names.add(name);
            widths.add(new COSFloat(some.get(i).width()));
        }
        var encoding = new COSDictionary();
        encoding.setItem(COSName.TYPE, COSName.ENCODING);
        encoding.setItem(COSName.DIFFERENCES, names);
        var font = new COSDictionary();
        font.setItem(COSName.TYPE, COSName.FONT);
        font.setItem(COSName.SUBTYPE, COSName.TYPE3);
        // all zero: each glyph says its own
        font.setItem(COSName.FONT_BBOX, numbers(0, 0, 0, 0));
        font.setItem(COSName.FONT_MATRIX, numbers(1f / Typefaces.EM, 0, 0, 1f / Typefaces.EM, 0, 0));
        font.setItem(COSName.RESOURCES, new COSDictionary());
        font.setItem(COSName.CHAR_PROCS, procedures);
        font.setItem(COSName.ENCODING, encoding);
        font.setInt(COSName.FIRST_CHAR, 0);
        font.setInt(COSName.LAST_CHAR, some.size() - 1);
        font.setItem(COSName.WIDTHS, widths);
        font.setItem(COSName.TO_UNICODE, stream(document, characters(some)));
        return font;
    }

    private static COSArray numbers(float... numbers) {
        var array = new COSArray();
        array.setFloatArray(numbers);
        return array;
    }

    private static COSBase stream(PDDocument document, String text) throws IOException {
        var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
        return new PDStream(document, bytes, COSName.FLATE_DECODE).getCOSObject();
    }

    /** A ToUnicode CMap (ISO 32000-1, 9.10.3). */
    private static String characters(List<Glyph> some) {
        var map = new StringBuilder(
                "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Guitu def\n"
                        + "/CMapType 2 def\n1 begincodespacerange\n<00> <FF>\nendcodespacerange\n");
        int most = 100;
        for (int first = 0; first < some.size(); first += most) {
            int end = Math.min(first + most, some.size());
            map.append(end - first).append(" beginbfchar\n");
            for (int i = first; i < end; i++) {
                map.append(String.format(Locale.ROOT, "<%02X> <", i));
                some.get(i).text().chars().forEach(c -> map.append(String.format(Locale.ROOT, "%04X", c)));
                map.append(">\n");
            }
            map.append("endbfchar\n");
        }
        return map.append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
                .toString();
    }
}
