package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.guitu.Guitu;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code guitu grants} over the shipped configuration, where no hub runs. */
class GrantsCommandTest {
    private final Locale before = Locale.getDefault();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path data;

    @AfterEach
    void restore() {
        Locale.setDefault(before);
    }

    private String grants(String language, String from, String to, String... more) {
        var out = new StringWriter();
        var all = new ArrayList<String>(List.of("--lang", language, "grants", "--from", from, "--to", to));
        all.addAll(List.of(more));
        all.addAll(List.of("--data", data.toString()));
        int code = Guitu.run(new PrintWriter(out, true), new PrintWriter(out, true), all.toArray(String[]::new));
        return out + "exit " + code;
    }

    @Test
    void what_a_role_may_never_send_is_not_allowed_by_any_clause() {
        assertThat(grants("en", "cn.44", "cn.52", "--type", "alert/SightingReport"))
                .contains("allowed  alert.domestic", "exit 0");
        assertThat(grants("en", "cn.44", "cn.35", "--type", "agreement/OfficeReceipt"))
                .contains(
                        "not allowed  cn.44 (provincial-office, signatory) may not send agreement/OfficeReceipt in any state",
                        "who may: jco",
                        "exit 3")
                .doesNotContain("agreement.provinces");
        assertThat(grants("zh", "cn.44", "cn.35", "--type", "agreement/OfficeReceipt"))
                .contains("不允许  cn.44（provincial-office, signatory）", "可以发送的角色：jco", "exit 3");
    }

    @Test
    void a_whole_family_is_named_only_where_the_role_may_send_all_of_it() {
        assertThat(grants("en", "cn.44", "cn.35"))
                .contains("agreement/Proposal")
                .doesNotContain("agreement/*", "agreement/OfficeReceipt");
    }

    @Test
    void only_the_selftest_goes_back_to_its_sender() {
        assertThat(grants("en", "cn.44", "cn.44"))
                .contains("allowed  selftest", "no other type goes back to its own sender", "exit 0")
                .doesNotContain("alert/");
        assertThat(grants("en", "cn.44", "cn.44", "--type", "alert/AlertIssue"))
                .contains(
                        "not allowed  alert/AlertIssue: no message of this type goes back to its own sender", "exit 3");
        assertThat(grants("zh", "cn.44", "cn.44", "--type", "alert/AlertIssue")).contains("不会回到发送方自己", "exit 3");
    }

    @ParameterizedTest
    @CsvSource({"en, wrong value, for example 2027-01-01", "zh, 不能用, 例如 2027-01-01"})
    void a_day_of_another_form_is_refused_with_an_example(String language, String wrong, String example) {
        assertThat(grants(language, "cn.44", "cn.52", "--at", "yesterday"))
                .contains("yesterday", "--at", wrong, example, "exit 2")
                .doesNotContain("Exception")
                .hasLineCount(3);
    }
}
