package org.guitu.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.guitu.message.Refused;
import org.guitu.xml.SafeXml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

final class PartTest {
    /** An element whose text a reader has cut up. */
    private static Element message(String... texts) {
        var document = SafeXml.blank();
        var message = document.createElementNS(Contract.NS, "Message");
        for (var text : texts) {
            message.appendChild(document.createTextNode(text));
        }
        return message;
    }

    @Test
    void bytes_are_read_across_the_cuts_of_a_text_and_its_lines() throws Refused {
        var message = message("\n  5b2S6", "YCU4o\r\nCU", "4oCU\t", "IGE= ");
        var bytes = "归途…… a".replace("…", "—").getBytes(StandardCharsets.UTF_8);
        assertThat(new Part(message).bytes()).isEqualTo(bytes);
        assertThat(new Part(message).bytes()).as("again").isEqualTo(bytes);
        assertThat(new Part(message).taken()).isEqualTo(bytes);
        assertThat(message.getFirstChild()).as("let go").isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "YW!Jj", "YWJj-_", "YWJj=YWJj", "YWJj\u00a0", "YWJj归", "Y"})
    void what_is_no_base64_is_refused_and_not_guessed(String text) {
        assertThatThrownBy(() -> new Part(message(text)).bytes())
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo("GT-1035"));
    }

    @Test
    void an_element_or_a_comment_among_the_text_is_refused() {
        var element = message("YWJj");
        element.appendChild(element.getOwnerDocument().createElementNS(Contract.NS, "Other"));
        assertThatThrownBy(() -> new Part(element).taken()).isInstanceOf(Refused.class);
        var comment = message("YWJj");
        comment.appendChild(comment.getOwnerDocument().createComment("YWJj"));
        assertThatThrownBy(() -> new Part(comment).taken()).isInstanceOf(Refused.class);
    }
}
