package org.guitu.office;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.guitu.message.ConversationId;
import org.guitu.message.Header;
import org.guitu.message.Header.Urgency;
import org.guitu.message.Labels;
import org.guitu.message.MessageId;
import org.guitu.message.MessageType;
import org.guitu.receipt.Owed;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The small JSON files beside messages: identifiers, times and states, never content. Times are ISO 8601 in UTC. */
final class Sidecar {
    private final JsonMapper json = new JsonMapper();
    private final Map<Path, Known> known = new ConcurrentHashMap<>();

    private record Seen(FileTime at, String file) {}

    private record Known(Seen seen, Object said) {}

    /**
     * What the office knows of a message it sends.
     *
     * @param order place in the outbox; smaller goes first
     * @param acknowledges the message this one is a receipt for
     * @param tries how often it was given to the line
     * @param problem why it is still queued, or why it was refused
     */
    record Sending(
            long order,
            String type,
            String conversation,
            Urgency urgency,
            String queuedAt,
            Optional<String> acknowledges,
            int tries,
            Optional<String> lastTry,
            Optional<Problem> problem) {
        Sending tried(String at, Problem because) {
            return new Sending(
                    order,
                    type,
                    conversation,
                    urgency,
                    queuedAt,
                    acknowledges,
                    tries + 1,
                    Optional.of(at),
                    Optional.of(because));
        }

        MessageType messageType() {
            return MessageType.parse(type);
        }

        ConversationId conversationId() {
            return new ConversationId(conversation);
        }
    }

    /** A sentence for the officer, with the refusal's code where there is one. */
    record Problem(String code, String zh, String en) {
        static Problem of(Labels text) {
            return new Problem("", text.zh(), text.en());
        }

        Labels labels() {
            return new Labels(zh, en);
        }
    }

    /**
     * What the office knows of a message it received.
     *
     * @param file where the message was stored
     * @param digest SHA-256 of its bytes, hexadecimal
     * @param receipt UUID of the {@code Received} this office signs for it: chosen before it is signed, so that there is one
     * @param number the hub's number of the message in its conversation; 0 when the hub gave none
     * @param owed the answer the hub waits for
     * @param readAt when {@code read} was called
     * @param readReceipt UUID of the {@code Read} this office signs for it
     */
    record Receiving(
            String id,
            String type,
            String conversation,
            String sender,
            Urgency urgency,
            String sentAt,
            String receivedAt,
            String file,
            String digest,
            String receipt,
            long number,
            Optional<Owing> owed,
            Optional<String> readAt,
            Optional<String> readReceipt) {
        static Receiving of(Header header, Arrived arrived) {
            return new Receiving(
                    header.id().value(),
                    header.type().toString(),
                    header.conversation().value(),
                    header.sender().value(),
                    header.urgency(),
                    header.sentAt().toInstant().toString(),
                    arrived.at(),
                    arrived.file().toString(),
                    arrived.digest(),
                    arrived.receipt(),
                    arrived.number(),
                    arrived.owed(),
                    Optional.empty(),
                    Optional.empty());
        }

        Receiving read(String at, String withReceipt) {
            return new Receiving(
                    id,
                    type,
                    conversation,
                    sender,
                    urgency,
                    sentAt,
                    receivedAt,
                    file,
                    digest,
                    receipt,
                    number,
                    owed,
                    readAt.isPresent() ? readAt : Optional.of(at),
                    Optional.of(withReceipt));
        }

        MessageId messageId() {
            return new MessageId(id);
        }

        Path path() {
            return Path.of(file);
        }
    }

    /** The facts of one arrival that are not in the message's header. */
    record Arrived(String at, Path file, String digest, String receipt, long number, Optional<Owing> owed) {}

    /** An answer that this office owes, as the hub says: until when, by which rule (empty: the message itself), and what answers. */
    record Owing(String by, String rule, List<String> types) {
        static Owing of(Owed owed) {
            return new Owing(
                    owed.by().toString(),
                    owed.rule().orElse(""),
                    owed.types().stream().map(MessageType::toString).sorted().toList());
        }
    }

    void write(Path file, Object record) throws IOException {
        DurableFiles.write(file, json.writeValueAsBytes(record));
    }

    <T> T read(Path file, Class<T> kind) throws IOException {
        try {
            return json.readValue(Files.readAllBytes(file), kind);
        } catch (JacksonException e) {
            throw new IOException(file + " is damaged", e);
        }
    }

    /** As {@link #read}, for who looks through all of them again and again: only what changed is read. */
    <T> T known(Path file, Class<T> kind) throws IOException {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        // each writing is another file, so two within one tick of the clock differ too
        var now = new Seen(attributes.lastModifiedTime(), String.valueOf(attributes.fileKey()));
        var before = known.get(file);
        if (before != null && before.seen().equals(now)) {
            return kind.cast(before.said());
        }
        var said = read(file, kind);
        known.put(file, new Known(now, said));
        return said;
    }
}
