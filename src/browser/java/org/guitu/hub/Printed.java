package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Objects;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;

/** A PDF, as its reader has it. */
record Printed(PDDocument document) implements AutoCloseable {
    private static final int POINTS = 72;
    private static final int DARK = 128;
    private static final int FEW = 200;

    static Printed read(byte[] bytes) throws IOException {
        return new Printed(Loader.loadPDF(bytes));
    }

    int pages() {
        return document.getNumberOfPages();
    }

    /** As a search finds them. */
    String words() throws IOException {
        return new PDFTextStripper().getText(document).replaceAll("[\\s\u200B]+", " ");
    }

    byte[] attached(String name) throws IOException {
        var files = document.getDocumentCatalog().getNames().getEmbeddedFiles().getNames();
        return Objects.requireNonNull(files.get(name), name).getEmbeddedFile().toByteArray();
    }

    int pictures() throws IOException {
        int pictures = 0;
        for (var name : document.getPage(0).getResources().getXObjectNames()) {
            pictures += document.getPage(0).getResources().isImageXObject(name) ? 1 : 0;
        }
        return pictures;
    }

    /** Whether nothing in it opens, runs or leads anywhere. */
    boolean isPassive() throws IOException {
        var catalog = document.getDocumentCatalog();
        boolean quiet = catalog.getOpenAction() == null
                && catalog.getCOSObject().getDictionaryObject(COSName.AA) == null
                && catalog.getAcroForm() == null
                && catalog.getNames().getJavaScript() == null;
        for (var page : document.getPages()) {
            quiet &= page.getAnnotations().isEmpty();
        }
        return quiet;
    }

    /** Each page is drawn, and has words to be seen; on the last one a single line may be left. */
    void requireInk() throws IOException {
        for (int page = 0; page < pages(); page++) {
            var drawn = new PDFRenderer(document).renderImageWithDPI(page, POINTS);
            long dark = 0;
            for (int y = 0; y < drawn.getHeight(); y++) {
                for (int x = 0; x < drawn.getWidth(); x++) {
                    dark += (drawn.getRGB(x, y) & 0xff) < DARK ? 1 : 0;
                }
            }
            assertThat(dark).as("ink of page " + (page + 1)).isGreaterThan(page < pages() - 1 ? FEW : FEW / 4);
        }
    }

    @Override
    public void close() throws IOException {
        document.close();
    }
}
