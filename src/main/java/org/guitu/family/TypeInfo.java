package org.guitu.family;

import java.time.Duration;
import java.util.Optional;
import org.guitu.message.Labels;
import org.guitu.message.MessageType;

/**
 * One message type of a family.
 *
 * @param code short code of the reference, for example {@code A01}
 * @param maxAge how old {@code SentAt} may be, where the family says
 * @param hubSends whether the hub sends it by itself
 */
public record TypeInfo(MessageType type, String code, Labels label, Optional<Duration> maxAge, boolean hubSends) {}
