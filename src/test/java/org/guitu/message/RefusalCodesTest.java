package org.guitu.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.guitu.Golden.cell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.guitu.Golden;
import org.junit.jupiter.api.Test;

/** {@code docs/refusals.md} is made from the catalogue: after a change run this test with {@code -Dgolden=update}. */
class RefusalCodesTest {
    private static final Path PAGE = Path.of("docs/refusals.md");

    @Test
    void the_page_of_refusal_codes_says_what_the_catalogue_says() throws IOException {
        Golden.assertSays(PAGE, page());
    }

    private static String page() {
        var page = new StringBuilder("""
                # Refusal codes 拒绝代码

                What a sender is told when a message is not accepted. A code never changes its meaning. *Who* has to act next;
                *again*: `corrected` under a new message id, `later` the same bytes, `no` neither helps. `{0}` stands for a value of
                the message at hand. 消息未被接收时告知发送方的内容。代码含义不变。*who*：由谁处理；*again*：`corrected` 更正后以新标识重发，
                `later` 稍后重发同样字节，`no` 两者均无用。

                Made from `refusals.properties` by `RefusalCodesTest`; do not edit.
                """);
        for (var station : Station.values()) {
            page.append("\n## GT-")
                    .append(station.digit())
                    .append(' ')
                    .append(lower(station))
                    .append("\n\n");
            page.append("| code | who | again | 中文 | English |\n|---|---|---|---|---|\n");
            Refusals.all().values().stream()
                    .filter(entry -> Station.ofCode(entry.code()) == station)
                    .forEach(entry -> page.append(row(entry)));
        }
        return page.toString();
    }

    private static String row(Refusals.Entry entry) {
        return String.format(
                "| %s | %s | %s | %s | %s |%n",
                entry.code(),
                lower(entry.who()),
                lower(entry.retry()),
                cell(entry.text().zh()),
                cell(entry.text().en()));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    @Test
    void no_text_holds_a_mark_of_a_pattern_language_that_nobody_reads_here() {
        assertThat(Refusals.all().values())
                .flatExtracting(entry -> List.of(entry.text().en(), entry.text().zh()))
                .noneMatch(text -> text.contains("''"));
    }
}
