package org.guitu.family;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.guitu.message.Labels;

/**
 * Open conversations of a family that whoever watches over all looks at together, for example the alerts in force.
 *
 * @param states those they are in, none of them final
 * @param expires whether they run no longer than {@code ExpiresAt} of what their opener said last
 * @param soon how long before their end they are named as ending soon; empty: never
 */
public record Watched(Labels label, Set<String> states, boolean expires, Optional<Duration> soon) {}
