package org.guitu.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class RefusalsTest {
    @Test
    void a_refusal_names_its_limit_in_both_languages() {
        var refusal = Refusals.refusal("GT-1001", "", "", 10);
        assertThat(refusal.text().zh()).contains("10 字节");
        assertThat(refusal.line(Locale.ENGLISH)).startsWith("GT-1001 The message is larger than the limit of 10 bytes");
        var placed = Refusals.refusal("GT-4202", "/Message/Body[1]/Secret[1]", "R-X15");
        assertThat(placed.sentence(Locale.ENGLISH))
                .as("an officer at a page reads a sentence, not where a program would look")
                .startsWith("GT-4202 (R-X15) ")
                .endsWith(".")
                .doesNotContain("Body[1]");
        assertThat(placed.line(Locale.ENGLISH))
                .as("who wrote the file is told where in it")
                .isEqualTo(placed.sentence(Locale.ENGLISH) + " [/Message/Body[1]/Secret[1]]");
        assertThat(refusal.station()).isEqualTo(Station.RECEIVE);
    }
}
