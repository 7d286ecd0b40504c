package org.guitu.family;

import java.time.Duration;
import java.util.List;
import org.guitu.message.Labels;

/**
 * A deadline that a workflow sets on the collection of a message.
 *
 * @param id rule it comes from, for example {@code R-A18}
 * @param within time from acceptance until it must be collected
 * @param notified who is told when it passes: {@code sender}, or a party
 */
public record Deadline(String id, Duration within, List<String> notified, Labels label) {
    public Deadline {
        notified = List.copyOf(notified);
    }
}
