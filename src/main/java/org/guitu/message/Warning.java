package org.guitu.message;

/**
 * A rule of severity {@code warning} that a message does not keep: it is accepted, and its sender told.
 *
 * @param rule id of the rule
 * @param place XPath with {@code (line:column)}
 */
public record Warning(String rule, String place, Labels text) {}
