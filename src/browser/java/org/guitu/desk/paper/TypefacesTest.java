package org.guitu.desk.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Words on paper with the fonts of this machine, one for Chinese among them. */
@Tag("browser")
final class TypefacesTest {
    private static String printed(Paper paper) throws Exception {
        var out = new ByteArrayOutputStream();
        paper.write("t", Instant.EPOCH, (page, pages) -> "", out);
        try (var document = Loader.loadPDF(out.toByteArray())) {
            return new PDFTextStripper().getText(document).replaceAll("\\s+", " ").strip();
        }
    }

    @Test
    void chinese_and_vietnamese_are_shown_and_found() throws Exception {
        assertThatCode(() -> Typefaces.ofThisMachine().require("会话 tiếng Việt")).doesNotThrowAnyException();
        try (var paper = new Paper(Typefaces.ofThisMachine(), Locale.ENGLISH)) {
            paper.line("归途 Nguyễn Thị Được");
            assertThat(printed(paper)).isEqualTo("归途 Nguyễn Thị Được");
            assertThat(paper.missing()).isEmpty();
        }
    }

    @Test
    void what_no_font_shows_and_what_has_no_ink_stands_as_its_number() throws Exception {
        try (var paper = new Paper(Typefaces.ofThisMachine(), Locale.ENGLISH)) {
            paper.line("a\u3164b\uE123c\uDB80\uDC00");
            assertThat(paper.missing()).contains(0xE123).doesNotContain(0x3164);
            assertThat(printed(paper)).contains("a[U+3164]b").doesNotContain("\u3164");
        }
    }

    @Test
    void what_no_one_font_has_is_put_together_of_several() throws Exception {
        try (var paper = new Paper(Typefaces.ofThisMachine(), Locale.ENGLISH)) {
            paper.line("归\u0F84\u0351途");
            assertThat(printed(paper)).contains("归", "途");
        }
    }

    @Test
    void a_long_word_is_broken_and_every_character_of_it_is_there() throws Exception {
        try (var paper = new Paper(Typefaces.ofThisMachine(), Locale.ENGLISH)) {
            paper.pair(9, "label", "W".repeat(5_000));
            assertThat(printed(paper).replace(" ", "")).isEqualTo("label" + "W".repeat(5_000));
        }
    }

    @Test
    void the_names_that_java_has_for_fonts_are_none() {
        assertThatThrownBy(() -> new Typefaces(List.of(new Font(Font.SANS_SERIF, Font.PLAIN, 1))).require("A"))
                .isInstanceOf(NotOnPaper.class);
    }
}
