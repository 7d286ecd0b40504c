package org.guitu.message;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * The parts of a message's header that hub and office decide on (reference/domain.md 4.1), read from a document that is
 * already schema-valid. {@code recipients} and {@code copyTo} are party identifiers or groups ({@code @provinces}).
 */
public record Header(
        MessageId id,
        MessageType type,
        String schemaVersion,
        Status status,
        ConversationId conversation,
        Optional<MessageId> inReplyTo,
        List<MessageId> references,
        PartyId sender,
        List<String> recipients,
        List<String> copyTo,
        OffsetDateTime sentAt,
        Optional<OffsetDateTime> expiresAt,
        Urgency urgency,
        Optional<OffsetDateTime> replyBy,
        String language,
        PrivacyClass privacyCeiling,
        String purpose,
        List<String> legalBasis,
        Optional<String> agreement) {

    /** What a message is for (CAP 1.2, EDXL-DE); the hub's environment decides which it takes. */
    public enum Status {
        ACTUAL,
        EXERCISE,
        SYSTEM,
        TEST,
        DRAFT
    }

    /** How fast it has to be handled; sets timers (domain.md 4.9). */
    public enum Urgency {
        FLASH,
        URGENT,
        ROUTINE
    }

    /** Privacy classes of domain.md 5, from public to sealed. */
    public enum PrivacyClass {
        P0,
        P1,
        P2,
        P3
    }
}
