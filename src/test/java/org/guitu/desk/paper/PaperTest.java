package org.guitu.desk.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.apache.pdfbox.Loader;
import org.junit.jupiter.api.Test;

/** What needs no font of the machine: the browser's profile has the rest. */
final class PaperTest {
    private static final Instant NOW = Instant.parse("2026-11-27T02:00:00Z");

    private static byte[] written(Paper paper) throws Exception {
        var out = new ByteArrayOutputStream();
        paper.write("Conversation", NOW, (page, pages) -> page + "/" + pages, out);
        return out.toByteArray();
    }

    @Test
    void without_a_font_it_is_said_what_to_do_instead() {
        assertThatThrownBy(() -> Typefaces.none().require("会话")).isInstanceOfSatisfying(NotOnPaper.class, why -> {
            assertThat(why.text().en()).contains("HAN", "fonts-noto-cjk", "print");
            assertThat(why.text().zh()).contains("HAN", "fonts-noto-cjk", "打印");
        });
    }

    @Test
    void what_no_font_shows_is_told() throws Exception {
        try (var paper = new Paper(Typefaces.none(), Locale.ENGLISH)) {
            paper.line("归 A");
            assertThat(paper.missing()).contains((int) '归', (int) 'A');
        }
    }

    @Test
    void a_file_goes_along_byte_for_byte() throws Exception {
        var bytes = "<Message/>\r\n".getBytes(StandardCharsets.UTF_8);
        try (var paper = new Paper(Typefaces.none(), Locale.ENGLISH)) {
            paper.attach("001.xml", "Alert issue", bytes);
            try (var document = Loader.loadPDF(written(paper))) {
                var files = document.getDocumentCatalog()
                        .getNames()
                        .getEmbeddedFiles()
                        .getNames();
                var file = Objects.requireNonNull(files.get("001.xml"));
                assertThat(file.getEmbeddedFile().toByteArray()).isEqualTo(bytes);
                assertThat(file.getFileDescription()).isEqualTo("Alert issue");
                assertThat(document.getDocumentCatalog().getLanguage()).isEqualTo("en");
                assertThat(document.getDocumentInformation().getTitle()).isEqualTo("Conversation");
            }
        }
    }

    @Test
    void what_is_too_long_is_refused_and_not_cut() throws Exception {
        try (var paper = new Paper(Typefaces.none(), Locale.ENGLISH)) {
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100_000; i++) {
                            paper.line("x");
                        }
                    })
                    .isInstanceOfSatisfying(
                            NotOnPaper.class, why -> assertThat(why.text().en()).contains("500 pages", "ZIP"));
        }
    }
}
