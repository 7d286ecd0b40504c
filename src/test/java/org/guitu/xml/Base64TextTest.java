package org.guitu.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

final class Base64TextTest {
    private final ByteArrayOutputStream decoded = new ByteArrayOutputStream();

    private static Element element(String... texts) {
        var document = SafeXml.blank();
        var element = document.createElement("Content");
        for (var text : texts) {
            element.appendChild(document.createTextNode(text));
        }
        return element;
    }

    private static byte[] bytes(int size) {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    /** Around the size of a piece, and with every number of digits that are too many. */
    @TestFactory
    Iterable<DynamicTest> bytes_of_any_number_are_read() {
        return IntStream.of(1, 2, 3, 4, 6143, 6144, 6145, 6146, 6147, 100_000)
                .mapToObj(size -> DynamicTest.dynamicTest(size + " bytes", () -> {
                    var read = new ByteArrayOutputStream();
                    var text = Base64.getMimeEncoder().encodeToString(bytes(size));
                    assertThat(Base64Text.decode(element(text), read::writeBytes))
                            .isTrue();
                    assertThat(read.toByteArray()).isEqualTo(bytes(size));
                }))
                .toList();
    }

    @Test
    void a_text_that_was_cut_anywhere_is_read_and_stays() {
        var element = element("Y", "WJ", "j", "ZA=", "=");
        assertThat(Base64Text.decode(element, decoded::writeBytes)).isTrue();
        assertThat(decoded).hasToString("abcd");
        assertThat(element.getTextContent()).isEqualTo("YWJjZA==");
    }

    @Test
    void what_is_taken_is_gone() {
        var element = element("YWJj", "ZA==");
        assertThat(Base64Text.take(element, decoded::writeBytes)).isTrue();
        assertThat(decoded).hasToString("abcd");
        assertThat(element.getTextContent()).isEmpty();
    }

    /** As XML Schema has it: no group is shorter, nothing stands after the end, bits that are too many are zero. */
    @ParameterizedTest
    @ValueSource(
            strings = {"YQ", "YQ=", "YQ==YQ==", "YQ===", "=", "====", "YR==", "YWK=", "YW Jj-A==", "YWJj_w==", "YWJjé"})
    void what_is_no_base64_is_refused(String text) {
        assertThat(Base64Text.decode(element(text), decoded::writeBytes)).isFalse();
    }

    /** The end of a piece hides nothing. */
    @Test
    void nothing_stands_after_the_end_of_a_full_piece() {
        assertThat(Base64Text.decode(element("A".repeat(8191) + "=" + "AAAA"), decoded::writeBytes))
                .isFalse();
        assertThat(Base64Text.decode(element("A".repeat(8191) + "="), decoded::writeBytes))
                .isTrue();
    }

    @Test
    void an_element_or_a_comment_inside_is_refused() {
        var nested = element("YWJj");
        nested.appendChild(nested.getOwnerDocument().createElement("Part"));
        assertThat(Base64Text.decode(nested, decoded::writeBytes)).isFalse();
        var commented = element("YWJj");
        commented.appendChild(commented.getOwnerDocument().createComment("YWJj"));
        assertThat(Base64Text.decode(commented, decoded::writeBytes)).isFalse();
    }
}
