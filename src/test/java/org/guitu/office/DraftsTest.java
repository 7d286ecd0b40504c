package org.guitu.office;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DraftsTest {
    @Test
    void comments_are_blanked_with_lines_and_columns_kept() {
        assertThat(clean("<a><!-- 说明\n two --><b/></a>"))
                .isEqualTo("<a>" + blank("<!-- 说明") + "\n" + blank(" two -->") + "<b/></a>");
    }

    @Test
    void what_looks_like_a_comment_in_cdata_stays() {
        var text = "<a><![CDATA[<!-- stays -->]]><!-- goes --></a>";
        assertThat(clean(text)).contains("<![CDATA[<!-- stays -->]]>").doesNotContain("goes");
    }

    @Test
    void a_comment_that_never_ends_is_left_for_the_reader_to_refuse() {
        assertThat(clean("<a><!-- open</a>")).isEqualTo("<a><!-- open</a>");
    }

    @Test
    void text_without_comments_is_unchanged() {
        var text = "<!DOCTYPE a><a>归途 <![CDATA[ ]]></a>";
        assertThat(clean(text)).isEqualTo(text);
    }

    private static String clean(String text) {
        return new String(Drafts.withoutComments(text.getBytes(UTF_8)), UTF_8);
    }

    /** As many blanks as the text has bytes. */
    private static String blank(String text) {
        return " ".repeat(text.getBytes(UTF_8).length);
    }
}
