package org.guitu.gate;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.guitu.family.History;
import org.guitu.message.ConversationId;
import org.guitu.message.Digest;
import org.guitu.message.Header.Status;
import org.guitu.message.MessageId;
import org.guitu.message.MessageType;
import org.guitu.message.PartyId;

/** What the record remembers, as {@code authorise} asks for it; every answer may throw {@link Unavailable}. */
public interface Memory {
    /** The conversation as it stands now; empty when no accepted message opened it. */
    Optional<Conversation> conversation(ConversationId id);

    /** Those of these messages that were never accepted, or that the asker neither sent nor was sent. */
    Set<MessageId> unknown(PartyId asker, Collection<MessageId> messages);

    /** The accepted messages of a conversation in order, opened for the guards of its workflow. */
    History history(ConversationId id);

    /** The message as delivered to this party; empty when it never was addressed to it. */
    Optional<Addressed> addressed(MessageId message, PartyId recipient);

    /**
     * A conversation.
     *
     * @param status of the message that opened it, which all of it keeps
     * @param version number of accepted messages that moved it; the next message is {@code version + 1}
     * @param opener who opened it
     * @param participants every party that sent or was sent a message of it, with the types it was sent as a recipient, which one of
     *     a copy is not
     */
    record Conversation(
            ConversationId id,
            String family,
            Status status,
            String state,
            long version,
            PartyId opener,
            Map<PartyId, Set<String>> participants) {}

    /** A message some party was sent. */
    record Addressed(MessageType type, PartyId sender, ConversationId conversation, Digest wireDigest) {}
}
