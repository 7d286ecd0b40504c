package org.guitu.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.guitu.Golden;
import org.guitu.config.ConfigurationException;
import org.guitu.family.KnownRules.Known;
import org.guitu.family.KnownRules.Section;
import org.guitu.family.RunningRules.Row;
import org.guitu.message.Labels;
import org.guitu.xml.SchemasException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * {@code docs/rules.md} is made from the rules that run and {@code schemas/rules.yaml}: after a change run this test with {@code -Dgolden=update}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RulesPageTest {
    /** A rule id in the code: the gate's own rules have no other file to be found in. */
    private static final Pattern IN_CODE = Pattern.compile("\"(R-[A-Z]\\d+[a-z-]*)\"");

    private final KnownRules known = KnownRules.read();
    private final List<Row> running;
    private final Map<String, Set<String>> tests;

    RulesPageTest() throws IOException, ConfigurationException, SchemasException {
        this.running = RunningRules.of(known);
        this.tests = BreakingTests.all();
    }

    @Test
    void the_page_of_rules_says_what_runs_where_and_what_breaks_it() throws IOException {
        Golden.assertSays(Path.of("docs/rules.md"), page());
    }

    @Test
    void every_rule_that_runs_is_broken_by_a_test() {
        assertThat(running)
                .filteredOn(row -> RunningRules.testsOf(row, tests).isEmpty())
                .extracting(Row::id, Row::where)
                .as("give each an invalid sample, a wire case, an entry in broken.yaml or a test with @Breaks")
                .isEmpty();
    }

    @Test
    void every_rule_of_the_reference_runs_or_is_listed_with_what_it_waits_for() {
        var numbers = known.sections().stream()
                .flatMap(section -> section.numbers().stream())
                .toList();
        assertThat(known.rules().keySet()).as("schemas/rules.yaml").containsExactlyInAnyOrderElementsOf(numbers);
        var runs = running.stream().map(Row::number).collect(Collectors.toSet());
        assertThat(numbers)
                .filteredOn(number -> !runs.contains(number) && !isListed(number))
                .as("neither runs nor waits: say in schemas/rules.yaml what it waits for")
                .isEmpty();
        assertThat(numbers)
                .filteredOn(number -> runs.contains(number) && isListed(number))
                .as("runs after all: take waits or answered out of schemas/rules.yaml, or say the rest")
                .isEmpty();
        assertThat(numbers)
                .filteredOn(
                        number -> !runs.contains(number) && rule(number).rest().isPresent())
                .as("has a rest, but nothing of it runs")
                .isEmpty();
        assertThat(runs).as("a number the reference does not have").isSubsetOf(numbers);
    }

    @Test
    void every_rule_in_the_code_is_one_of_the_gate() throws IOException {
        var inCode = new TreeSet<String>();
        try (var files = Files.walk(Path.of("src/main/java"))) {
            for (var file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                IN_CODE.matcher(Files.readString(file)).results().forEach(id -> inCode.add(id.group(1)));
            }
        }
        assertThat(inCode).isNotEmpty().isSubsetOf(known.gate().keySet());
    }

    @Test
    void no_test_says_it_breaks_a_rule_that_does_not_run() throws IOException {
        assertThat(BreakingTests.annotated().keySet()).isNotEmpty().isSubsetOf(RunningRules.names(running));
    }

    private Known rule(String number) {
        return known.rules().entrySet().stream()
                .filter(rule -> rule.getKey().equals(number))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    private boolean isListed(String number) {
        return rule(number).waits().isPresent() || rule(number).answered().isPresent();
    }

    private String page() {
        var page = new StringBuilder("""
                # Rules 规则

                Every rule of the exchange: where it runs, what a sender is told, and the test that breaks it. E refuses the message, W goes with
                the acceptance. Numbers are those of the domain reference; a word after one tells the tests of one rule apart. What the
                office runs before sending, the hub runs again. Partners can run the Schematron files of `schemas/` on their own.
                全部规则:在何处执行、告知发送方的内容、由哪个测试验证。E 拒收,W 接收并提示。编号同业务参考;编号后的词区分同一规则的不同检查。
                机构端发送前检查的,枢纽再查一遍。各方可自行运行 `schemas/` 下的 Schematron 文件。

                Made from the rules and `schemas/rules.yaml` by `RulesPageTest`; do not edit.
                """);
        known.sections().forEach(section -> page.append(section(section)));
        return page.toString();
    }

    private String section(Section section) {
        var text = new StringBuilder();
        text.append("\n## %s %s (%s)\n\n"
                .formatted(section.label().zh(), section.label().en(), section.source()));
        text.append("| rule 规则 | | where 何处 | 中文 | English | broken by 测试 |\n|---|---|---|---|---|---|\n");
        running.stream()
                .filter(row -> section.numbers().contains(row.number()))
                .forEach(row -> text.append(cells(
                        row.id(),
                        row.severity(),
                        row.where(),
                        row.text().zh(),
                        row.text().en(),
                        String.join("<br>", RunningRules.testsOf(row, tests)))));
        var open = section.numbers().stream().flatMap(this::open).toList();
        if (!open.isEmpty()) {
            text.append("\nNot run, or not all of it 未执行或未全部执行:\n\n| rule 规则 | | 中文 | English |\n|---|---|---|---|\n");
            open.forEach(text::append);
        }
        return text.toString();
    }

    private Stream<String> open(String number) {
        var rule = rule(number);
        return Stream.of(
                        rule.waits().map(labels -> open(number, "waits for 等待", labels)),
                        rule.answered().map(labels -> open(number, "answered otherwise 另有办法", labels)),
                        rule.rest().map(labels -> open(number, "the rest 其余部分", labels)))
                .flatMap(java.util.Optional::stream);
    }

    private static String open(String number, String how, Labels labels) {
        return cells(number, how, labels.zh(), labels.en());
    }

    private static String cells(String... cells) {
        return Stream.of(cells).map(Golden::cell).collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
