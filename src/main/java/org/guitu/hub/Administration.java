package org.guitu.hub;

import java.util.List;
import java.util.Optional;
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

    /** Blocks a party at once, on every door; {@code false} when the directory does not know it. */
    boolean block(PartyId party, boolean blocked, Act act);

    /** Who does it, and why. */
    record Act(String who, String reason) {}

    /** One refused arrival. */
    record Refusal(String at, String party, String code, String rule, String message, long bytes) {}
}
