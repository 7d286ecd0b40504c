package org.guitu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GuituTest {
    private final Locale before = Locale.getDefault();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AfterEach
    void restore() {
        Locale.setDefault(before);
    }

    @Test
    void help_names_every_part_with_examples() {
        assertThat(guitu("--lang", "en", "--help")).isZero();
        assertThat(out.toString())
                .contains("hub", "office", "keys", "check", "admin", "demo")
                .contains("guitu office --as cn.52 inbox")
                .contains("Exit codes");
    }

    @Test
    void help_of_a_part_of_a_part_names_the_exit_codes_too() {
        assertThat(guitu("--lang", "en", "office", "send", "--help")).isZero();
        assertThat(out.toString()).contains("Exit codes").contains("queued, not accepted");
        assertThat(guitu("--lang", "en", "keys", "issue", "--help")).isZero();
        assertThat(out.toString().split("Exit codes", -1)).hasSize(3);
    }

    @Test
    void help_speaks_chinese() {
        assertThat(guitu("--lang=zh", "--help")).isZero();
        assertThat(out.toString()).contains("反拐机构信息交换枢纽").contains("退出码");
    }

    @Test
    void no_part_is_wrong_usage() {
        assertThat(guitu("--lang", "en")).isEqualTo(2);
        assertThat(err.toString()).contains("Name a part");
    }

    @Test
    void an_unknown_part_is_wrong_usage() {
        assertThat(guitu("--lang", "en", "offce")).isEqualTo(2);
        assertThat(err.toString()).contains("offce");
    }

    private int guitu(String... arguments) {
        return Guitu.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }
}
