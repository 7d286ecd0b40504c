package org.guitu.family;

import java.util.Set;
import org.guitu.message.Labels;

/**
 * Open conversations of a family that whoever watches over all looks at together, for example the alerts in force.
 *
 * @param states those they are in, none of them final
 */
public record Watched(Labels label, Set<String> states) {}
