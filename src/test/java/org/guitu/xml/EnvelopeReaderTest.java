package org.guitu.xml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.stream.XMLStreamException;
import org.guitu.message.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits of a SOAP envelope, to the edge and one beyond. */
final class EnvelopeReaderTest {
    private static final String SOAP = "<s:Envelope xmlns:s='urn:soap'>";

    /** The code that ends the reading; of the body nothing is said but what is put there. */
    private static String answer(String header, String body) {
        var envelope = SOAP + "<s:Header>" + header + "</s:Header><s:Body>" + body + "</s:Body></s:Envelope>";
        try {
            EnvelopeReader.of(
                            new ByteArrayInputStream(envelope.getBytes(StandardCharsets.UTF_8)), EnvelopeReader.REQUEST)
                    .finish();
            return "read";
        } catch (XMLStreamException e) {
            return e.getCause() instanceof Refused refused ? refused.refusal().code() : "not well-formed";
        }
    }

    @Test
    void elements_as_many_as_allowed_are_read_and_one_more_is_refused() {
        // with the envelope, its header and its body
        assertThat(answer("", "<a/>".repeat(EnvelopeReader.REQUEST - 3))).isEqualTo("read");
        assertThat(answer("", "<a/>".repeat(EnvelopeReader.REQUEST - 2))).isEqualTo("GT-1032");
    }

    @Test
    void levels_as_many_as_allowed_are_read_and_one_more_is_refused() {
        int inside = EnvelopeReader.DEPTH - 2;
        assertThat(answer("", "<a>".repeat(inside) + "</a>".repeat(inside))).isEqualTo("read");
        assertThat(answer("", "<a>".repeat(inside + 1) + "</a>".repeat(inside + 1)))
                .isEqualTo("GT-1032");
    }

    @Test
    void attributes_as_many_as_allowed_are_read_and_one_more_is_refused() {
        assertThat(answer("", "<a" + attributes(EnvelopeReader.ATTRIBUTES) + "/>"))
                .isEqualTo("read");
        assertThat(answer("", "<a" + attributes(EnvelopeReader.ATTRIBUTES + 1) + "/>"))
                .isEqualTo("GT-1032");
    }

    private static String attributes(int count) {
        return IntStream.range(0, count).mapToObj(i -> " b" + i + "=''").collect(Collectors.joining());
    }

    @Test
    void names_as_long_as_allowed_are_read_and_one_character_more_is_refused() {
        assertThat(answer("", "<" + "n".repeat(128) + "/>")).isEqualTo("read");
        assertThat(answer("", "<" + "n".repeat(129) + "/>")).isEqualTo("GT-1032");
    }

    @Test
    void text_before_the_body_is_read_up_to_its_limit_and_no_character_more() {
        // the envelope's own namespace counts as 16
        int room = EnvelopeReader.HEADER - 16;
        assertThat(answer("x".repeat(room), "x".repeat(1 << 20))).isEqualTo("read");
        assertThat(answer("x".repeat(room + 1), "")).isEqualTo("GT-1032");
        assertThat(answer("<a b='" + "x".repeat(room) + "'/>", "")).isEqualTo("read");
        assertThat(answer("<a b='" + "x".repeat(room - 1) + "'/>xx", "")).isEqualTo("GT-1032");
    }

    @Test
    void an_attribute_as_long_as_a_header_is_read_in_the_body_too_and_a_longer_one_is_refused() {
        assertThat(answer("", "<a b='" + "x".repeat(EnvelopeReader.HEADER) + "'/>"))
                .isEqualTo("read");
        assertThat(answer("", "<a b='" + "x".repeat(2 * EnvelopeReader.HEADER) + "'/>"))
                .isEqualTo("GT-1032");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<!-- c -->", "<?pi x?>", "<a><!-- c --></a>"})
    void comments_and_processing_instructions_are_refused_in_header_and_body(String piece) {
        assertThat(answer(piece, "")).isEqualTo("GT-1031");
        assertThat(answer("", piece)).isEqualTo("GT-1031");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<:a/>", "<a:/>", "<a :b=''/>", "<p:a/>", "<a xmlns:b='u'><b:c:d/></a>", "<a xmlns:b=''/>"})
    void names_that_are_none_are_refused(String piece) {
        assertThat(answer(piece, "")).isEqualTo("not well-formed");
        assertThat(answer("", piece)).isEqualTo("not well-formed");
    }
}
