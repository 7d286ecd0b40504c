package org.guitu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en | grants --from cn.44           | guitu grants: missing: --to PARTY",
                "zh | grants --from cn.44           | guitu grants: 缺少：--to PARTY",
                "en | grants --from                 | guitu grants: missing: --from PARTY",
                "en | check --jsn                   | guitu check: not known here: --jsn; nearest: --json",
                "zh | check now                     | guitu check: 不认识：now",
                "en | offce                         | guitu: not known here: offce; nearest: office",
                "zh | admin block cn.44 --reason    | guitu admin block: 缺少：--reason TEXT",
                "en | admin quarantine --limit many | guitu admin quarantine: wrong value \"many\" for --limit N: how many",
                "zh | admin quarantine --limit many | guitu admin quarantine: 不能用“many”作为 --limit N 的值：",
                "en | check --data a --data b       | guitu check: given twice: --data DIR",
                "zh | admin review --done urn:x     | guitu admin: 使用 --done 时请说明审查结论：--reason TEXT",
                "en | admin resend --reason x       | guitu admin resend: missing: MESSAGE",
            })
    void wrong_usage_is_said_in_one_line_and_a_second_names_the_help(String language, String words, String line) {
        assertThat(guitu(("--lang " + language + " " + words).split(" "))).isEqualTo(2);
        assertThat(err.toString().lines())
                .satisfiesExactly(
                        said -> assertThat(said).startsWith(line),
                        said -> assertThat(said).contains("--help"));
        assertThat(out.toString()).isEmpty();
    }

    private int guitu(String... arguments) {
        return Guitu.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }
}
