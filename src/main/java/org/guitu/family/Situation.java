package org.guitu.family;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.guitu.message.Header;
import org.w3c.dom.Document;

/**
 * What a workflow decides on.
 *
 * @param state state of the conversation before this message, or after it where that is asked; empty when it would
 *     open the conversation, or nobody knows
 * @param roles roles of the sender in the directory
 * @param parts parts of the sender in the conversation: {@code opener}, {@code participant}, {@code respondent},
 *     {@code addressed:<Type>}
 * @param history accepted messages so far; asked for only when a guard needs them
 * @param surroundings likewise
 */
public record Situation(
        Optional<String> state,
        Header header,
        Document message,
        Set<String> roles,
        Set<String> parts,
        Supplier<History> history,
        Supplier<Surroundings> surroundings,
        Instant now) {}
