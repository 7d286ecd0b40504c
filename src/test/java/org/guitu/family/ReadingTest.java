package org.guitu.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.guitu.message.Labels;
import org.guitu.message.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ReadingTest {
    private static final Path ALERT = Shipped.SCHEMAS.resolve("alert/1.0/samples/alert-issue.xml");

    private static final Map<String, Labels> PARTIES = Map.of(
            "cn.53", new Labels("云南省打拐办", "Yunnan Anti-Trafficking Office"),
            "@border.cn-vn", new Labels("中越边境", "The border of China and Viet Nam"));

    static Stream<Path> samples() {
        return Shipped.FAMILIES.all().stream()
                .flatMap(family -> Shipped.xmlIn(family.folder().resolve("samples")).stream());
    }

    private static List<String> read(Path file, Locale locale) throws IOException, Refused {
        return Reading.of(Shipped.FAMILIES, Shipped.read(file), PARTIES, locale).stream()
                .map(line -> line.text(locale))
                .toList();
    }

    @Test
    void a_message_reads_in_chinese() throws Exception {
        assertThat(read(ALERT, Locale.CHINESE))
                .startsWith("消息头")
                .contains("  发送方", "    机构：cn.52", "预警发布")
                .anySatisfy(line -> assertThat(line).startsWith("  紧急程度：").endsWith(" (FLASH)"));
    }

    @Test
    void a_message_reads_in_english() throws Exception {
        assertThat(read(ALERT, Locale.ENGLISH))
                .startsWith("Header")
                .contains("  Urgency: Flash (FLASH)")
                .anySatisfy(line -> assertThat(line).endsWith("Missing child (MISSING_CHILD)"));
    }

    @Test
    void a_party_stands_by_its_name_wherever_the_schema_has_one_and_else_as_it_is() throws Exception {
        var agreement = Shipped.SCHEMAS.resolve("agreement/1.0/samples/proposal.xml");
        assertThat(read(agreement, Locale.ENGLISH))
                .filteredOn(line -> line.endsWith(": Yunnan Anti-Trafficking Office (cn.53)"))
                .as("in the header, and in what it says")
                .hasSizeGreaterThan(2);
        assertThat(read(agreement, Locale.CHINESE)).anyMatch(line -> line.endsWith("：云南省打拐办 (cn.53)"));
        assertThat(read(ALERT, Locale.ENGLISH)).contains("    Party: cn.52");
        assertThat(read(ALERT, Locale.ENGLISH))
                .anyMatch(line -> line.endsWith(": The border of China and Viet Nam (@border.cn-vn)"));
    }

    @Test
    void whether_something_is_so_and_when_stand_as_people_say_it() throws Exception {
        var sent = OffsetDateTime.parse("2026-11-23T10:25:00+08:00")
                .atZoneSameInstant(ZoneId.systemDefault())
                .format(DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT));
        assertThat(read(ALERT, Locale.CHINESE))
                .anySatisfy(line -> assertThat(line).endsWith("：是 (true)"))
                .anySatisfy(line -> assertThat(line).endsWith("：" + sent + " (2026-11-23T10:25:00+08:00)"));
    }

    /** In a draft, or where somebody wrote it by hand. */
    @Test
    void what_is_neither_yes_nor_no_is_not_said_to_be_and_turns_nothing() throws Exception {
        var alert = Shipped.read(ALERT);
        FormPath.find(alert, "/Body[1]/AlertIssue[1]/Person[1]/PresumedChild[1]")
                .orElseThrow()
                .setTextContent("\u202Eeurt");
        assertThat(Reading.of(Shipped.FAMILIES, alert, PARTIES, Locale.ENGLISH))
                .filteredOn(line -> line.value().contains("eurt"))
                .singleElement()
                .satisfies(line -> assertThat(line.value()).doesNotContain("\u202E", "No"));
    }

    @Test
    void of_a_picture_only_kind_and_size_are_shown() throws Exception {
        assertThat(read(ALERT, Locale.ENGLISH))
                .contains("    Kind: Photograph (PHOTO)", "    Content: [80 B, not shown]")
                .noneSatisfy(line -> assertThat(line).contains("iVBORw0"));
    }

    @Test
    void of_a_picture_that_its_reader_sees_the_bytes_are_not_told() throws Exception {
        var alert = Shipped.read(ALERT);
        var pictures = Picture.in(Shipped.FAMILIES, alert);
        assertThat(pictures).isNotEmpty().allMatch(Picture::isGenuine);
        assertThat(Reading.of(Shipped.FAMILIES, alert, PARTIES, pictures, Locale.ENGLISH))
                .anyMatch(line -> line.value().equals("Photograph (PHOTO)"))
                .noneMatch(line -> line.value().contains("not shown"));
        FormPath.find(alert, "/Body[1]/AlertIssue[1]/Media[1]/Digest[1]")
                .orElseThrow()
                .setTextContent("0".repeat(64));
        assertThat(Reading.of(Shipped.FAMILIES, alert, PARTIES, Picture.in(Shipped.FAMILIES, alert), Locale.ENGLISH))
                .as("one that is not shown is told")
                .anyMatch(line -> line.value().contains("not shown"));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void every_line_of_every_sample_has_a_chinese_label(Path file) throws Exception {
        assertThat(read(file, Locale.CHINESE))
                .allSatisfy(line -> assertThat(line.strip()).matches("[^：]*\\p{IsHan}[^：]*(：.*)?"));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void every_line_of_every_sample_has_an_english_label(Path file) throws Exception {
        assertThat(read(file, Locale.ENGLISH))
                .hasSameSizeAs(read(file, Locale.CHINESE))
                .allSatisfy(
                        line -> assertThat(line.strip()).matches("(?s)[A-Z0-9][^:\\[\\p{IsHan}]*( \\[[^]]*])?(: .*)?"));
    }
}
