package org.guitu.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.guitu.message.Digest;
import org.guitu.message.Refused;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Purpose;
import org.guitu.trust.Wrappings.Variant;
import org.guitu.xml.Canonical;
import org.guitu.xml.Envelope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;

/** However a signed message is taken apart and put together again: what later stations read is what was signed, or it is refused. */
class SignatureWrappingTest {
    private static final Duration LONGEST = Duration.ofSeconds(4);
    private static final XmlVerifier VERIFIER = new XmlVerifier();

    /** Of a message with 31 elements; a generator that makes fewer has lost some. */
    private static final int LEAST = 7_500;

    @Test
    void no_wrapping_of_a_message_is_read_as_another_message() {
        var seen = new Seen(Attack.SENDER);
        var made = new AtomicInteger();
        seen.of(new Wrappings(seen.signed, Anatomy.MESSAGE).all().peek(each -> made.incrementAndGet()));
        assertThat(made).hasValueGreaterThan(LEAST);
        assertThat(seen.codes)
                .as("every guard against wrapping is met")
                .containsKeys(
                        "GT-3101", "GT-3102", "GT-3103", "GT-3104", "GT-3106", "GT-3107", "GT-3108", "GT-3109",
                        "GT-3110", "GT-3111", "GT-3112", "GT-3113", "GT-3114", "GT-3115", "GT-3121", "GT-3122",
                        "GT-3131", "GT-3132", "GT-3133");
    }

    /** One in seven, since the shape is the same for all suites. */
    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"SM2", "RSA_3072"})
    void nor_is_one_signed_with_another_suite(Kind kind) {
        var seen = new Seen(Attack.KEYS.issue("cn.53", Purpose.SIGN, kind, Attack.KEYS.year()));
        var counted = new AtomicInteger();
        seen.of(new Wrappings(seen.signed, Anatomy.MESSAGE).all().filter(each -> counted.incrementAndGet() % 7 == 0));
        assertThat(counted).hasValueGreaterThan(LEAST);
        assertThat(seen.codes).containsKeys("GT-3102", "GT-3103", "GT-3104", "GT-3131");
    }

    /** One signed message, and how often its variants got which answer. */
    private static final class Seen {
        private final Identity sender;
        private final Document signed;
        private final byte[] content;
        private final TreeMap<String, Integer> codes = new TreeMap<>();

        Seen(Identity sender) {
            this.sender = sender;
            this.signed = Sample.sent(Sample.signedBy(sender));
            this.content = read(signed);
        }

        void of(Stream<Variant> variants) {
            assertThat(answer(new Variant("as it was signed", signed))).isEqualTo("taken");
            variants.forEach(variant -> {
                long begun = System.nanoTime();
                codes.merge(answer(variant), 1, Integer::sum);
                assertThat(Duration.ofNanos(System.nanoTime() - begun))
                        .as(variant.name())
                        .isLessThan(LONGEST);
            });
        }

        private String answer(Variant variant) {
            var received = Sample.sent(variant.message());
            try {
                var verified = VERIFIER.verify(received, List.of(sender.certificate()));
                assertThat(read(received)).as(variant.name()).isEqualTo(content);
                assertThat(verified.contentDigest()).isEqualTo(Digest.of(content));
                assertThat(verified.claimedSigningTime()).isEqualTo(TestKeys.NOW);
                return "taken";
            } catch (Refused e) {
                assertThat(e.refusal().code())
                        .as(variant.name())
                        .startsWith("GT-31")
                        .isNotEqualTo("GT-3134");
                return e.refusal().code();
            }
        }

        /** As later stations read it: all but the signature at its place. */
        private static byte[] read(Document message) {
            var copy = (Document) message.cloneNode(true);
            Envelope.signature(copy).ifPresent(Attack::removed);
            return Canonical.exclusive(copy);
        }
    }
}
