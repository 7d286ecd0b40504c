package org.guitu.desk.paper;

import java.awt.geom.Point2D;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.GregorianCalendar;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentNameDictionary;
import org.apache.pdfbox.pdmodel.PDEmbeddedFilesNameTreeNode;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.common.filespecification.PDComplexFileSpecification;
import org.apache.pdfbox.pdmodel.common.filespecification.PDEmbeddedFile;
import org.apache.pdfbox.pdmodel.graphics.image.JPEGFactory;
import org.guitu.desk.paper.Composed.Piece;
import org.guitu.message.Labels;
import org.guitu.message.Visible;

/** A document that is written from its top to its end, on pages of A4. Lengths are points of 1/72 inch. */
public final class Paper implements AutoCloseable {
    /** More than anybody prints; also what bounds the memory of one. */
    public static final int MOST_PAGES = 500;

    private static final float LEFT = 48;
    private static final float TOP = 56;
    private static final float BOTTOM = 64;
    private static final float FOOT = 36;
    private static final float WIDE = PDRectangle.A4.getWidth() - 2 * LEFT;
    private static final float SIZE = 9;
    private static final float LEADING = 1.5f;
    private static final float INDENT = 8;
    private static final float LABELS = 170;
    private static final float GAP = 8;
    private static final float PICTURE = 260;
    /** What is shaped at once: longer texts are laid out part by part. */
    private static final int AT_ONCE = 2_000;

    private static final String BLACK = "0 g\n";
    private static final String GREY = "0.35 g\n";

    private final PDDocument document = new PDDocument();
    private final PDResources resources = new PDResources();
    private final Glyphs glyphs = new Glyphs();
    private final SortedSet<Integer> missing = new TreeSet<>();
    private final List<StringBuilder> pages = new ArrayList<>();
    private final Map<String, PDComplexFileSpecification> attached = new TreeMap<>();
    private final Typefaces typefaces;
    private final Locale locale;
    private float y;

    /** @param locale by whose rules lines end */
    public Paper(Typefaces typefaces, Locale locale) {
        this.typefaces = typefaces;
        this.locale = locale;
        begin();
    }

    private void begin() {
        pages.add(new StringBuilder(BLACK));
        y = PDRectangle.A4.getHeight() - TOP;
    }

    /** The characters that no font here shows; their numbers stand in their place. */
    public SortedSet<Integer> missing() {
        return Collections.unmodifiableSortedSet(missing);
    }

    public void title(String text) throws NotOnPaper {
        lines(text, SIZE * 2, BLACK);
    }

    /** Stands on a page with what follows it. */
    public void heading(String text) throws NotOnPaper {
        room(SIZE * 8);
        y -= SIZE;
        lines(text, SIZE * 4 / 3, BLACK);
    }

    public void line(String text) throws NotOnPaper {
        lines(text, SIZE, BLACK);
    }

    /** In grey. */
    public void remark(String text) throws NotOnPaper {
        lines(text, SIZE, GREY);
    }

    /** A line from margin to margin. */
    public void rule() throws NotOnPaper {
        room(SIZE);
        y -= SIZE / 2;
        page().append(String.format(Locale.ROOT, "0.5 w %.1f %.1f m %.1f %.1f l S%n", LEFT, y, LEFT + WIDE, y));
        y -= SIZE / 2;
    }

    private void lines(String text, float size, String colour) throws NotOnPaper {
        for (var line : composed(text, WIDE, size)) {
            room(size * LEADING);
            y -= size * LEADING;
            draw(line, LEFT, size, colour);
        }
    }

    /** A label and what it names, each in a column of its own: neither can be taken for the other. */
    public void pair(int depth, String label, String value) throws NotOnPaper {
        float indent = Math.min(depth, 9) * INDENT;
        var named = composed(label, LABELS - indent - GAP, SIZE);
        var said = composed(value, WIDE - LABELS, SIZE);
        for (int i = 0; i < Math.max(named.size(), said.size()); i++) {
            room(SIZE * LEADING);
            y -= SIZE * LEADING;
            if (i < named.size()) {
                draw(named.get(i), LEFT + indent, SIZE, GREY);
            }
            if (i < said.size()) {
                draw(said.get(i), LEFT + LABELS, SIZE, BLACK);
            }
        }
    }

    private List<List<Piece>> composed(String text, float width, float size) {
        var lines = new ArrayList<List<Piece>>();
        text.lines().map(line -> Visible.of(line.replace('\t', ' '))).forEach(line -> {
            for (int from = 0; from < line.length(); ) {
                int to = Math.min(line.length(), from + AT_ONCE);
                if (to < line.length() && Character.isLowSurrogate(line.charAt(to))) {
                    to--;
                }
                lines.addAll(new Composed(line.substring(from, to), typefaces, missing)
                        .lines(width / size * Typefaces.EM, locale));
                from = to;
            }
        });
        return lines;
    }

    private void room(float height) throws NotOnPaper {
        if (y - height >= BOTTOM) {
            return;
        }
        if (pages.size() == MOST_PAGES) {
            throw new NotOnPaper(
                    new Labels(
                            "超过 " + MOST_PAGES + " 页，不能生成一份 PDF。请导出为文件（ZIP），或在浏览器中打印。",
                            "More than " + MOST_PAGES
                                    + " pages, too long for one PDF. Take it as files (ZIP), or print its page in the browser."));
        }
        begin();
    }

    private StringBuilder page() {
        return pages.get(pages.size() - 1);
    }

    private void draw(List<Piece> line, float left, float size, String colour) {
        draw(page().append(colour), line, new Point2D.Float(left, y), size);
    }

    private void draw(StringBuilder page, List<Piece> line, Point2D.Float from, float size) {
        float x = from.x;
        page.append("BT\n");
        int font = -1;
        for (var piece : line) {
            var vector = piece.glyphs();
            var texts = texts(piece);
            for (int i = 0; i < vector.getNumGlyphs(); i++) {
                var at = vector.getGlyphPosition(i);
                var outline = vector.getGlyphOutline(i, (float) -at.getX(), (float) -at.getY());
                float width = (float) (vector.getGlyphPosition(i + 1).getX() - at.getX());
                var place = glyphs.place(piece.font(), vector.getGlyphCode(i), outline, width, texts[i]);
                if (place.font() != font) {
                    font = place.font();
                    page.append(String.format(Locale.ROOT, "/%s %.2f Tf%n", Glyphs.name(font), size));
                }
                page.append(String.format(
                        Locale.ROOT,
                        "1 0 0 1 %.2f %.2f Tm <%02X> Tj%n",
                        x + at.getX() * size / Typefaces.EM,
                        from.y - at.getY() * size / Typefaces.EM,
                        place.code()));
            }
            x += piece.width() * size / Typefaces.EM;
        }
        page.append("ET\n");
    }

    /** Which characters each glyph stands for: from its own to the next that has a glyph; the first of several says them all. */
    private static String[] texts(Piece piece) {
        var vector = piece.glyphs();
        var starts = new TreeSet<Integer>();
        for (int i = 0; i < vector.getNumGlyphs(); i++) {
            starts.add(vector.getGlyphCharIndex(i));
        }
        var said = new HashSet<Integer>();
        var texts = new String[vector.getNumGlyphs()];
        for (int i = 0; i < texts.length; i++) {
            int start = vector.getGlyphCharIndex(i);
            var next = starts.higher(start);
            texts[i] = said.add(start)
                    ? piece.text().substring(start, next == null ? piece.text().length() : next)
                    : "";
        }
        return texts;
    }

    /** A picture, at most half a page wide. */
    public void picture(byte[] jpeg) throws IOException, NotOnPaper {
        var image = JPEGFactory.createFromByteArray(document, jpeg);
        float scale = Math.min(1, PICTURE / Math.max(image.getWidth(), image.getHeight()));
        float width = image.getWidth() * scale;
        float height = image.getHeight() * scale;
        room(height + SIZE);
        y -= height + SIZE;
        page().append(String.format(
                Locale.ROOT,
                "q %.2f 0 0 %.2f %.2f %.2f cm /%s Do Q%n",
                width,
                height,
                LEFT + LABELS,
                y,
                resources.add(image).getName()));
    }

    /** Puts a file into the document, to be saved from it as it is. */
    public void attach(String name, String description, byte[] bytes) throws IOException {
        var file = new PDEmbeddedFile(document, new ByteArrayInputStream(bytes), COSName.FLATE_DECODE);
        file.setSubtype("application/xml");
        file.setSize(bytes.length);
        var named = new PDComplexFileSpecification();
        named.setFile(name);
        named.setFileUnicode(name);
        named.setFileDescription(description);
        named.setEmbeddedFile(file);
        attached.put(name, named);
    }

    /**
     * Ends it and writes it.
     *
     * @param foot what stands at the foot of each page, by its number and how many there are
     */
    public void write(String title, Instant madeAt, Foot foot, OutputStream to) throws IOException {
        for (int number = 1; number <= pages.size(); number++) {
            float at = FOOT;
            for (var line : composed(foot.of(number, pages.size()), WIDE, SIZE - 1)) {
                draw(pages.get(number - 1).append(GREY), line, new Point2D.Float(LEFT, at), SIZE - 1);
                at -= SIZE;
            }
        }
        resources.getCOSObject().setItem(COSName.FONT, glyphs.fonts(document));
        for (var content : pages) {
            var page = new PDPage(PDRectangle.A4);
            page.setResources(resources);
            page.setContents(new PDStream(
                    document,
                    new ByteArrayInputStream(content.toString().getBytes(StandardCharsets.US_ASCII)),
                    COSName.FLATE_DECODE));
            document.addPage(page);
        }
        var catalog = document.getDocumentCatalog();
        catalog.setLanguage(locale.toLanguageTag());
        var files = new PDEmbeddedFilesNameTreeNode();
        files.setNames(attached);
        var names = new PDDocumentNameDictionary(catalog);
        names.setEmbeddedFiles(files);
        catalog.setNames(names);
        var about = document.getDocumentInformation();
        about.setTitle(title);
        about.setProducer("Guitu");
        about.setCreationDate(GregorianCalendar.from(madeAt.atZone(ZoneOffset.UTC)));
        document.save(to);
    }

    /** What stands at the foot of a page. */
    @FunctionalInterface
    public interface Foot {
        String of(int page, int pages);
    }

    @Override
    public void close() throws IOException {
        document.close();
    }
}
