package org.guitu.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.guitu.Golden;
import org.guitu.message.Labels;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** {@code docs/workflows/} is made from the families: after a change run this test with {@code -Dgolden=update}. */
final class WorkflowPagesTest {
    private static final Path PAGES = Path.of("docs/workflows");

    @TestFactory
    Stream<DynamicTest> the_page_of_a_family_says_what_its_workflow_says() {
        return Shipped.FAMILIES.all().stream()
                .map(family ->
                        DynamicTest.dynamicTest(family.name(), () -> Golden.assertSays(page(family), text(family))));
    }

    @Test
    void there_is_no_page_of_a_family_that_is_gone() throws IOException {
        try (var pages = Files.list(PAGES)) {
            assertThat(pages)
                    .containsExactlyInAnyOrderElementsOf(Shipped.FAMILIES.all().stream()
                            .map(WorkflowPagesTest::page)
                            .toList());
        }
    }

    private static Path page(Family family) {
        return PAGES.resolve(family.name() + ".md");
    }

    private static String text(Family family) {
        var workflow = family.workflow();
        var page = new StringBuilder();
        page.append("# ").append(both(family.label())).append("\n\n");
        page.append(
                "Who may send what in which state of a conversation of family `%s`, version %s. The texts of the guards are in"
                        .formatted(family.name(), family.version()));
        page.append("\n[the table of rules](../rules.md). 会话各状态下谁可发送何种消息。条件的说明见[规则表](../rules.md)。\n\n");
        page.append("Made from `%s/workflow.yaml` by `WorkflowPagesTest`; do not edit.\n\n".formatted(family.folder()));
        page.append("```mermaid\nstateDiagram-v2\n");
        new TreeMap<>(workflow.states())
                .forEach((state, label) -> page.append("    state \"%s\" as %s\n".formatted(both(label), state)));
        edges(family).forEach((edge, codes) -> page.append("    %s : %s\n".formatted(edge, String.join(", ", codes))));
        new TreeMap<>(workflow.states())
                .keySet().stream()
                        .filter(workflow::isFinal)
                        .forEach(state -> page.append("    %s --> [*]\n".formatted(state)));
        page.append("```\n\n## Transitions 转换\n\n");
        page.append("| from 起始状态 | message 消息 | to 到达状态 | roles 角色 | part 身份 | guards 条件 |\n");
        page.append("|---|---|---|---|---|---|\n");
        workflow.transitions().forEach(transition -> page.append(row(family, transition)));
        page.append("\nRoles 角色: ").append(roles(workflow.roles())).append('\n');
        page.append("""

                Parts 身份: `opener` 会话发起方 whoever opened the conversation; `respondent` 其他参与方 a party that a message of it went to;
                `participant` 前两者之一 either of these; `anyone` 不限 no matter which; `addressed:X` 收到过消息 X 的一方 a party that was sent an X.
                *by content*, *视内容*: of several ways from one state the content of the message decides. 同一状态有多种去向时由消息内容决定。
                """);
        if (!workflow.deadlines().isEmpty()) {
            page.append("\n## Deadlines 期限\n\n");
            page.append("| | message 消息 | answered by 由何消息答复 | | told 通知 |\n|---|---|---|---|---|\n");
            workflow.deadlines().forEach(limit -> page.append(row(limit)));
            page.append("""

                    Without a message that answers, the message itself has to be collected in time; a clause's ReplyWithin goes before. Working
                    days are those of whoever is asked (`schemas/exchange/1.0/calendars.sch`). 未列答复消息的,须在期限内领取;协议条款的
                    ReplyWithin 优先。工作日按被请求方的日历计算。
                    """);
        }
        return page.toString();
    }

    private static String row(Workflow.TypedDeadline limit) {
        var deadline = limit.deadline();
        var answers = deadline.answer().stream()
                .flatMap(answer -> answer.types().stream())
                .map(type -> code(type.name()))
                .sorted();
        return Stream.of(
                        deadline.id(),
                        code(limit.on()) + limit.urgency().map(u -> " " + u).orElse(""),
                        answers.collect(Collectors.joining(", ")),
                        both(deadline.label()),
                        String.join(", ", deadline.notified()))
                .map(Golden::cell)
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    /** Codes of the messages that lead from one state to another. */
    private static Map<String, Set<String>> edges(Family family) {
        var edges = new TreeMap<String, Set<String>>();
        for (var transition : family.workflow().transitions()) {
            for (var from : transition.from()) {
                edges.computeIfAbsent(
                                (from.equals(Workflow.NONE) ? "[*]" : from) + " --> " + transition.to(),
                                edge -> new TreeSet<>())
                        .add(type(family, transition).code());
            }
        }
        return edges;
    }

    private static String row(Family family, Workflow.Transition transition) {
        var type = type(family, transition);
        var from = transition.from().stream().sorted().map(state -> state(family, state));
        var guards = transition.guards().stream().map(guard -> code(guard.id()));
        return Stream.of(
                        from.collect(Collectors.joining("<br>")),
                        type.code() + " " + code(transition.on()) + " " + both(type.label()),
                        state(family, transition.to()) + (transition.when().isPresent() ? "<br>*by content 视内容*" : ""),
                        transition.roles().stream()
                                .sorted()
                                .map(WorkflowPagesTest::code)
                                .collect(Collectors.joining(", ")),
                        code(transition.part()),
                        guards.collect(Collectors.joining(", ")))
                .map(Golden::cell)
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static TypeInfo type(Family family, Workflow.Transition transition) {
        return family.types().entrySet().stream()
                .filter(type -> type.getKey().equals(transition.on()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
    }

    private static String state(Family family, String state) {
        if (state.equals(Workflow.NONE)) {
            return "none yet 尚无会话";
        }
        var label = family.workflow().states().entrySet().stream()
                .filter(known -> known.getKey().equals(state))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
        return code(state) + " " + both(label);
    }

    private static String roles(Set<String> roles) {
        var words = Written.roles();
        return roles.stream()
                .map(role -> code(role) + " " + words.get(role).get("zh").asString() + " "
                        + words.get(role).get("en").asString())
                .collect(Collectors.joining("; "));
    }

    private static String both(Labels label) {
        return label.zh() + " " + label.en();
    }

    private static String code(String word) {
        return "`" + word + "`";
    }
}
