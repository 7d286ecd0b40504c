package org.guitu.soap;

import java.time.Duration;
import org.guitu.message.Digest;

/** Which envelopes were seen, on every node. */
@FunctionalInterface
public interface Replays {
    /** Whether this envelope is seen for the first time; it is remembered for so long. */
    boolean first(Digest envelope, Duration memory);
}
