package org.guitu.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.guitu.message.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The limits every hub starts with: what is just within is read, whatever it consists of, and one more is refused. */
final class XmlLimitsTest {
    private static final int MOST = 10 << 20;

    private final SafeXml xml = new SafeXml(XmlLimits.standard());

    private String answer(String text) {
        long begun = System.nanoTime();
        try {
            xml.parse(text.getBytes(StandardCharsets.UTF_8));
            return "read";
        } catch (Refused e) {
            return e.refusal().code();
        } finally {
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
        }
    }

    @Test
    void sixty_four_levels_are_read_and_one_more_is_refused() {
        assertThat(answer("<a>".repeat(64) + "</a>".repeat(64))).isEqualTo("read");
        assertThat(answer("<a>".repeat(65) + "</a>".repeat(65))).isEqualTo("GT-1004");
    }

    @Test
    void sixty_four_attributes_are_read_and_one_more_is_refused_namespaces_among_them() {
        assertThat(answer("<a" + attributes("b", 64) + "/>")).isEqualTo("read");
        assertThat(answer("<a" + attributes("b", 65) + "/>")).isEqualTo("GT-1005");
        assertThat(answer("<a" + attributes("xmlns:b", 64) + "/>")).isEqualTo("read");
        assertThat(answer("<a" + attributes("xmlns:b", 65) + "/>")).isEqualTo("GT-1005");
        assertThat(answer("<a" + attributes("xmlns:b", 32) + attributes("b", 33) + "/>"))
                .isEqualTo("GT-1005");
    }

    private static String attributes(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> " " + name + i + "='u'").collect(Collectors.joining());
    }

    /** Characters of every length in UTF-8, references, sections, white space inside and after the root, a value. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "<a>,x,</a>",
                "<a>,途,</a>",
                "<a>,𠮷,</a>",
                "<a>,&#38;,</a>",
                "<a>,&#x20BB7;,</a>",
                "<a>,&amp;,</a>",
                "<a>,<![CDATA[x]]>,</a>",
                "<a>,' ',</a>",
                "<a/>,' ',''",
                "<a b=\",x,\"/>",
                "<a b=\",&lt;,\"/>",
                "<a b=\",&#10;,\"/>"
            })
    void ten_mebibytes_of_anything_are_read_and_one_byte_more_is_refused(String before, String filling, String after) {
        var room = MOST - bytes(before + after);
        var count = room / bytes(filling);
        var spare = room - count * bytes(filling);
        var largest = before + filling.repeat(count) + after + "\n".repeat(spare);
        assertThat(answer(largest)).isEqualTo("read");
        assertThat(answer(largest + "\n")).isEqualTo("GT-1001");
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    @Test
    void elements_and_attributes_count_together() {
        var pair = "<b c=''/>";
        assertThat(answer("<a>" + pair.repeat(XmlLimits.MAX_NODES / 2 - 1) + "<b/></a>"))
                .isEqualTo("read");
        assertThat(answer("<a>" + pair.repeat(XmlLimits.MAX_NODES / 2) + "</a>"))
                .isEqualTo("GT-1021");
    }

    /** The parser's own limit, the same on every JDK: a name is kept for ever. */
    @Test
    void names_of_a_thousand_characters_are_read_and_longer_ones_are_refused() {
        var name = "n".repeat(1000);
        assertThat(answer("<" + name + "/>")).isEqualTo("read");
        assertThat(answer("<" + name + "n/>")).isEqualTo("GT-1002");
        assertThat(answer("<a " + name + "=''/>")).isEqualTo("read");
        assertThat(answer("<a " + name + "n=''/>")).isEqualTo("GT-1002");
    }

    @ParameterizedTest
    @CsvSource({"1024,1023", "67108864,67108865"})
    void the_size_is_set_within_its_range_only(int edge, int beyond) {
        var second = Duration.ofSeconds(1);
        assertThat(new XmlLimits(edge, 64, 64, second)).isNotNull();
        assertThatThrownBy(() -> new XmlLimits(beyond, 64, 64, second)).hasMessageContaining("maxBytes");
    }

    @ParameterizedTest
    @CsvSource({"4,3", "256,257"})
    void depth_and_attributes_are_set_within_their_range_only(int edge, int beyond) {
        var second = Duration.ofSeconds(1);
        assertThat(new XmlLimits(1024, edge, edge, second)).isNotNull();
        assertThatThrownBy(() -> new XmlLimits(1024, beyond, edge, second)).hasMessageContaining("maxDepth");
        assertThatThrownBy(() -> new XmlLimits(1024, edge, beyond, second)).hasMessageContaining("maxAttributes");
    }

    @ParameterizedTest
    @CsvSource({"10,9", "60000,60001"})
    void the_time_to_read_is_set_within_its_range_only(int edge, int beyond) {
        assertThat(new XmlLimits(1024, 64, 64, Duration.ofMillis(edge))).isNotNull();
        assertThatThrownBy(() -> new XmlLimits(1024, 64, 64, Duration.ofMillis(beyond)))
                .hasMessageContaining("maxParse");
    }
}
