package org.guitu.family;

import java.util.Set;
import org.guitu.message.Labels;

/**
 * Open conversations of a family that whoever watches over all looks at together, for example the alerts in force.
 *
 * @param states those they are in, none of them final
 * @param expires whether they run no longer than {@code ExpiresAt} of what their opener said last
 */
public record Watched(Labels label, Set<String> states, boolean expires) {}
