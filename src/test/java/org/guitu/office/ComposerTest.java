package org.guitu.office;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.guitu.message.ConversationId;
import org.guitu.message.Digest;
import org.guitu.message.Header.Status;
import org.guitu.message.MessageId;
import org.guitu.message.PartyId;
import org.guitu.message.Refused;
import org.guitu.xml.Envelope;
import org.guitu.xml.SafeXml;
import org.guitu.xml.XmlLimits;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class ComposerTest {
    private static final Instant NOW = Instant.parse("2026-11-23T02:00:00Z");
    private static final String WRITTEN = "<MessageId>urn:uuid:5a3c0000-0000-4000-8000-000000000001</MessageId>";
    private static final String ANSWER = "<InReplyTo>urn:uuid:5a3c0000-0000-4000-8000-000000000002</InReplyTo>";

    private final SafeXml xml = new SafeXml(XmlLimits.standard());
    private final Digest certificate = Digest.of(new byte[] {1});
    private final Composer composer = new Composer(
            new OfficeConfig.Self(new PartyId("cn.52"), "unit", "officer"),
            certificate,
            Status.EXERCISE,
            new World(Clock.fixed(NOW, ZoneOffset.UTC), UUID::randomUUID));

    @Test
    void what_is_absent_or_empty_is_filled_at_its_place() throws Refused {
        var document = draft("");
        composer.fill(document, false, id -> Optional.empty());
        var header = Envelope.header(document);
        assertThat(header.status()).isEqualTo(Status.EXERCISE);
        assertThat(header.sender()).isEqualTo(new PartyId("cn.52"));
        assertThat(header.sentAt().toInstant()).isEqualTo(NOW);
        assertThat(text(document))
                .containsSubsequence(
                        "<MessageId>",
                        "<Type>",
                        "<SchemaVersion>",
                        "<Status>Exercise<",
                        "<Blind>",
                        "<Conversation>",
                        "<Sender>",
                        "<Party>",
                        "<CertificateDigest>" + certificate,
                        "<Unit>值班室<",
                        "<Recipients>",
                        "<SentAt>2026-");
    }

    @Test
    void what_the_officer_wrote_stays() throws Refused {
        var document = draft(WRITTEN);
        composer.fill(document, false, id -> Optional.empty());
        assertThat(text(document)).contains(WRITTEN);
    }

    @Test
    void refreshing_makes_it_a_new_message() throws Refused {
        var document = draft(WRITTEN);
        composer.fill(document, false, id -> Optional.empty());
        var before = Envelope.header(document);
        composer.fill(document, true, id -> Optional.empty());
        var after = Envelope.header(document);
        assertThat(after.id()).isNotEqualTo(before.id());
        assertThat(after.conversation()).isNotEqualTo(before.conversation());
    }

    @Test
    void an_answer_joins_the_conversation_of_what_it_answers() throws Refused {
        var conversation = ConversationId.of(UUID.randomUUID());
        var document = draft(ANSWER.replace("InReplyTo", "InReplyTo"));
        composer.fill(
                document,
                false,
                id -> id.equals(new MessageId("urn:uuid:5a3c0000-0000-4000-8000-000000000002"))
                        ? Optional.of(conversation)
                        : Optional.empty());
        assertThat(Envelope.header(document).conversation()).isEqualTo(conversation);
    }

    @Test
    void refreshing_an_answer_keeps_its_conversation() throws Refused {
        var document = draft(ANSWER);
        composer.fill(document, false, id -> Optional.empty());
        var conversation = Envelope.header(document).conversation();
        composer.fill(document, true, id -> Optional.empty());
        assertThat(Envelope.header(document).conversation()).isEqualTo(conversation);
    }

    @Test
    void every_blind_is_another() throws Refused {
        var one = draft("");
        var two = draft("");
        composer.fill(one, false, id -> Optional.empty());
        composer.fill(two, false, id -> Optional.empty());
        assertThat(blind(one)).matches("[0-9a-f]{32}").isNotEqualTo(blind(two));
    }

    private static String blind(Document document) {
        return document.getElementsByTagNameNS(Envelope.NS, "Blind").item(0).getTextContent();
    }

    private Document draft(String before) throws Refused {
        return xml.parse(Drafts.withoutComments(Exercise.draft("alert/AlertIssue", "cn.44", before)));
    }

    private static String text(Document document) {
        return new String(SafeXml.bytes(document), UTF_8);
    }
}
