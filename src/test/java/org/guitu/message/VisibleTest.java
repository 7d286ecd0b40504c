package org.guitu.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class VisibleTest {
    @Test
    void what_turns_or_hides_stands_as_its_number() {
        assertThat(Visible.of("photo\u202Egpj.exe")).isEqualTo("photo[U+202E]gpj.exe");
        assertThat(Visible.of("a\u2066\u2067b\uFEFF\u2060\u009B2J\u2028"))
                .isEqualTo("a[U+2066][U+2067]b[U+FEFF][U+2060][U+009B]2J[U+2028]");
        assertThat(Visible.of("云南\u3164\uFFA0\u115F\u034F\u2800"))
                .isEqualTo("云南[U+3164][U+FFA0][U+115F][U+034F][U+2800]");
        assertThat(Visible.of("cn\uDB40\uDC63")).isEqualTo("cn[U+E0063]");
    }

    @Test
    void words_of_every_script_stay_as_they_are() {
        for (var text : new String[] {
            "归途 tiếng Việt ฉันชื่อ ຂ້ອຍ ខ្ញុំ\u200B ဟာ", "\uD842\uDFB7 \uD83D\uDE42", "line\nline\tend\r\n", "שלום"
        }) {
            assertThat(Visible.of(text)).isEqualTo(text);
        }
    }
}
