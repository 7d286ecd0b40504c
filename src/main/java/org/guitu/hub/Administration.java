package org.guitu.hub;

import java.util.List;
import java.util.Optional;
import org.guitu.message.Digest;
import org.guitu.message.MessageId;
import org.guitu.message.PartyId;

/** What an administrator may do to a running hub; each is recorded: who, when and why. */
public interface Administration {
    /** The administrator whose token this is; empty when nobody's. */
    Optional<String> administrator(String token);

    /** Makes deliveries of a message due again; returns how many. */
    Optional<Integer> resend(MessageId message, Act act);

    /** What was refused lately, newest first: identifiers and codes only. */
    List<Refusal> quarantine(int limit, Act act);

    /**
     * Blocks a party, or one certificate of it, at once, on every door.
     *
     * @param certificate SHA-256 of the one that is blocked; empty: the party with all it has
     * @return {@code false} when the directory does not know the party, or no such certificate of it
     */
    boolean block(PartyId party, Optional<Digest> certificate, boolean blocked, Act act);

    /** What only an exception let pass and nobody has looked at, the most urgent first. */
    List<Review> reviews(int limit, Act act);

    /** Somebody looked at this message, and the reason says what came of it; {@code false} when it waits for no review. */
    boolean reviewed(MessageId message, Act act);

    /** One delivery to look at, and whether its time is over. */
    record Review(
            String by, boolean overdue, String message, String type, String sender, String recipient, String grant) {}

    /** What could not be brought so far, the latest failure first; of one message, where it is named. */
    List<Failure> failures(Optional<MessageId> message, int limit, Act act);

    /** One delivery with failed attempts; {@code next} is empty where it is not tried again by itself. */
    record Failure(
            String message,
            String type,
            String recipient,
            String state,
            long failed,
            String at,
            String reason,
            String next) {}

    /** Who does it, and why. */
    record Act(String who, String reason) {}

    /** One refused arrival. */
    record Refusal(String at, String party, String code, String rule, String message, long bytes) {}
}
