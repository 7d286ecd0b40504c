package org.guitu.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.guitu.message.ConversationId;
import org.guitu.message.MessageId;
import org.guitu.message.MessageType;
import org.guitu.message.PartyId;
import org.guitu.xml.Base64Text;
import org.guitu.xml.SafeXml;
import org.junit.jupiter.api.Test;

/** Identifiers and base64 of any form: what is read writes itself as it came, all else is refused, and nothing else happens. */
final class HostileTextsTest {
    private static final int ROUNDS = Integer.getInteger("hostile.rounds", 1);

    private static final List<String> SOUND = List.of(
            MessageId.of(new UUID(1, 2)).value(), "cn.53.border.hekou", "vn.mps", "alert/AlertIssue", "receipt/Read");

    @Test
    void identifiers_are_read_as_they_are_written_or_refused() {
        var mutations = new Mutations("identifiers");
        var readers = List.<Function<String, Object>>of(
                MessageId::new, ConversationId::new, PartyId::new, MessageType::parse);
        int read = 0;
        for (int i = 0; i < 20_000 * ROUNDS; i++) {
            var bytes = mutations.of(
                    mutations.pick(SOUND).getBytes(StandardCharsets.UTF_8),
                    mutations.pick(SOUND).getBytes(StandardCharsets.UTF_8));
            var text = new String(bytes, StandardCharsets.UTF_8);
            for (var reader : readers) {
                var found = read(reader, text);
                assertThat(found.orElse(text)).isEqualTo(text);
                read += found.isPresent() ? 1 : 0;
            }
        }
        assertThat(read).isBetween(1_000, 60_000 * ROUNDS);
    }

    private static Optional<String> read(Function<String, Object> reader, String text) {
        try {
            return Optional.of(reader.apply(text).toString());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** By the JDK's own decoder, which takes more: what it would write again has to be the same. */
    @Test
    void base64_is_decoded_as_the_jdk_does_or_refused() {
        var mutations = new Mutations("base64");
        int read = 0;
        for (int i = 0; i < 20_000 * ROUNDS; i++) {
            var sound = Base64.getMimeEncoder().encode(mutations.noise(60));
            var text = new String(mutations.of(sound, sound), StandardCharsets.ISO_8859_1);
            var decoded = new ByteArrayOutputStream();
            var element = SafeXml.blank().createElement("Content");
            element.setTextContent(text);
            if (Base64Text.decode(element, decoded::writeBytes)) {
                assertThat(Base64.getEncoder().encodeToString(decoded.toByteArray()))
                        .isEqualTo(text.replaceAll("[ \t\r\n]", ""));
                read++;
            } else {
                assertThat(strict(text.replaceAll("[ \t\r\n]", ""))).isFalse();
            }
        }
        assertThat(read).isBetween(1_000, 19_000 * ROUNDS);
    }

    private static boolean strict(String digits) {
        try {
            return Base64.getEncoder()
                    .encodeToString(Base64.getDecoder().decode(digits))
                    .equals(digits);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
