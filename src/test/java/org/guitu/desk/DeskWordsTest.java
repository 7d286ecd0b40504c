package org.guitu.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.guitu.message.Header.PrivacyClass;
import org.guitu.message.Header.Status;
import org.guitu.message.Header.Urgency;
import org.guitu.office.Conversation;
import org.guitu.office.Outcome;
import org.guitu.office.Timeline;
import org.guitu.receipt.ReceiptKind;
import org.guitu.seal.TestSealing;
import org.guitu.trust.Suites;
import org.junit.jupiter.api.Test;

/** Nothing on a page is left without words, in either language. */
final class DeskWordsTest {
    private static final Path TEMPLATES = Path.of("src/main/resources/org/guitu/desk/templates");
    private static final Pattern USED = Pattern.compile("#\\{([A-Za-z.]+)");
    private static final Path CLASSES = Path.of("src/main/java/org/guitu/desk");
    /** A word that a class says in one language, or in both. */
    private static final Pattern SAID = Pattern.compile("(?:say|both|refused)\\(\\s*\"([A-Za-z.]+[A-Za-z])\"");

    /** An act that a class notes in the office's log. */
    private static final Pattern NOTED = Pattern.compile("acts\\.note\\([^,;]+,\\s*\"([a-z\\-]+)\"");

    private static final Pattern HEAD = Pattern.compile("[\\p{IsHan}]");

    private static Properties words(String file) throws IOException {
        var words = new Properties();
        try (var in = Objects.requireNonNull(DeskWordsTest.class.getResourceAsStream(file), file)) {
            words.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return words;
    }

    @Test
    void both_languages_say_the_same_things() throws IOException {
        for (var file : new String[] {"words", "help"}) {
            var english = words(file + ".properties").stringPropertyNames();
            assertThat(words(file + "_zh.properties").stringPropertyNames()).isEqualTo(english);
        }
    }

    private static final Pattern ROLES = Pattern.compile("roles: \\[([^]]+)]");

    @Test
    void every_word_of_a_page_is_there_and_none_is_left_over() throws Exception {
        var used = new TreeSet<String>();
        for (var urgency : Urgency.values()) {
            used.add("urgency." + urgency);
        }
        for (var state : Filter.State.values()) {
            used.add("filter." + state);
        }
        for (var state : OversightFilter.State.values()) {
            used.add("oversight." + state);
        }
        for (var family : TestSealing.families(Path.of("schemas")).all()) {
            var workflow = Files.readString(Path.of("schemas", family.name(), "1.0", "workflow.yaml"));
            ROLES.matcher(workflow)
                    .results()
                    .flatMap(found -> Stream.of(found.group(1).split(", ")))
                    .forEach(role -> used.add("role." + role));
        }
        for (var status : Status.values()) {
            used.add("oversight.status." + status);
        }
        for (var step : Timeline.Step.values()) {
            used.add("step." + step);
        }
        for (var outcome : List.of(Outcome.QUEUED, Outcome.ACCEPTED, Outcome.REFUSED_BY_HUB)) {
            used.add("outcome." + outcome);
        }
        for (var privacy : PrivacyClass.values()) {
            used.add("privacy." + privacy);
        }
        for (var task : Conversation.Task.values()) {
            used.add("deadline." + task);
        }
        for (var suite : new Suites().names()) {
            used.add("suite." + suite);
        }
        for (var kind : ReceiptKind.values()) {
            used.add("receipt." + kind);
        }
        try (var classes = Files.walk(CLASSES)) {
            for (var file : classes.filter(Files::isRegularFile).toList()) {
                NOTED.matcher(Files.readString(file)).results().forEach(found -> used.add("act." + found.group(1)));
            }
        }
        try (var classes = Files.walk(CLASSES)) {
            for (var file : classes.filter(Files::isRegularFile).toList()) {
                SAID.matcher(Files.readString(file)).results().forEach(found -> used.add(found.group(1)));
            }
        }
        try (var templates = Files.list(TEMPLATES)) {
            for (var template : templates.toList()) {
                USED.matcher(Files.readString(template)).results().forEach(found -> used.add(found.group(1)));
            }
        }
        assertThat(words("words.properties").stringPropertyNames()).containsExactlyInAnyOrderElementsOf(used);
    }

    @Test
    void one_is_not_several() {
        var english = new Words(Locale.ENGLISH);
        assertThat(english.say("draft.wrong", 1)).isEqualTo("1 place to fill or to correct");
        assertThat(english.say("draft.wrong", 12)).isEqualTo("12 places to fill or to correct");
        assertThat(english.say("figure.rest", 1)).isEqualTo("1 more line in the file.");
        assertThat(english.say("filter.missing", 1)).startsWith("1 message is still");
        assertThat(english.say("filter.missing", 2)).startsWith("2 messages are still");
    }

    @Test
    void no_page_has_words_of_its_own() throws IOException {
        try (var templates = Files.list(TEMPLATES)) {
            for (var template : templates.toList()) {
                assertThat(HEAD.matcher(Files.readString(template)).find())
                        .as(template.toString())
                        .isFalse();
            }
        }
    }
}
