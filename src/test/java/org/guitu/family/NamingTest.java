package org.guitu.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.guitu.message.Labels;
import org.guitu.message.Refusals;
import org.junit.jupiter.api.Test;

/** An officer reads a fault by the labels of the form, and needs to know no schema. */
class NamingTest {
    private static final Path SCHEMAS = Path.of("schemas");
    private static final Pattern SAID =
            Pattern.compile("<sch:diagnostic id=\"([^\"]+)\" xml:lang=\"(zh|en)\">([^<]+)<");
    private static final Pattern NAME =
            Pattern.compile("[A-Z][a-z]+[A-Z][A-Za-z]*|(?<=[\\u4e00-\\u9fff、] ?)[A-Z][a-z]+[A-Za-z]*");

    private static Naming naming(Family family, String type) {
        return Naming.of(family.book(), type);
    }

    @Test
    void an_element_is_said_by_its_label_in_both_languages() throws Exception {
        var alert = Shipped.FAMILIES.family("alert").orElseThrow();
        var said = naming(alert, "AlertIssue")
                .in(new Labels("请改正 PrivacyCeiling。", "Add PrivacyCeiling or correct Person, not Any."));
        assertThat(said.zh()).isEqualTo("请改正“最高隐私等级”。");
        assertThat(said.en()).isEqualTo("Add “Privacy ceiling” or correct “Person”, not Any.");
    }

    @Test
    void what_is_a_word_and_no_element_stays() throws Exception {
        var alert = Shipped.FAMILIES.family("alert").orElseThrow();
        var text = new Labels("第 P3 级，见 R-X07 与 GT-4101。", "Of class P3, see R-X07. A Person is Urgent.");
        assertThat(naming(alert, "AlertIssue").in(text)).isEqualTo(text);
    }

    @Test
    void what_was_not_signed_yet_is_not_to_be_signed_again() throws Exception {
        var said = naming(Shipped.FAMILIES.family("alert").orElseThrow(), "AlertIssue")
                .in(Refusals.refusal("GT-4110", "", "", "“Title”", 200).text());
        assertThat(said.zh()).isEqualTo("“Title” 的值太长,至多 200 个字符。请缩短。");
        assertThat(said.en()).isEqualTo("The value of “Title” is too long: at most 200 characters. Shorten it.");
    }

    @Test
    void no_rule_leaves_a_name_of_the_schema_in_what_it_says() throws Exception {
        var left = new ArrayList<String>();
        var all = new ArrayList<Naming>();
        for (var family : Shipped.FAMILIES.all()) {
            var types = family.types().keySet().stream()
                    .map(type -> naming(family, type))
                    .toList();
            all.addAll(types);
            left.addAll(left(SCHEMAS.resolve(family.name()).resolve("1.0/rules.sch"), types));
        }
        left.addAll(left(SCHEMAS.resolve("exchange/1.0/rules.sch"), all));
        assertThat(left).isEmpty();
    }

    /** What still names an element of the schema, whatever the type. */
    private static List<String> left(Path rules, List<Naming> types) throws Exception {
        return SAID.matcher(Files.readString(rules))
                .results()
                .filter(found -> types.stream()
                        .map(one -> one.in(new Labels(found.group(3), found.group(3))))
                        .map(labels -> found.group(2).equals("zh") ? labels.zh() : labels.en())
                        .allMatch(text -> NAME.matcher(text).find()))
                .map(found -> rules + " " + found.group(1) + ": " + found.group(3))
                .toList();
    }
}
