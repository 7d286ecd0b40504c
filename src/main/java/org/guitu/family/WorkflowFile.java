package org.guitu.family;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.guitu.message.Header.Urgency;
import org.guitu.message.Labels;

/** {@code workflow.yaml} as it stands in the file: every key, nothing else. */
record WorkflowFile(
        String family,
        String version,
        String namespace,
        Labels label,
        Optional<Boolean> quiet,
        Map<String, State> states,
        Map<String, Type> types,
        Optional<Map<String, String>> let,
        Optional<Map<String, Rule>> rules,
        List<Transition> transitions,
        List<Copy> copies,
        List<String> everyone,
        Optional<List<String>> itself,
        Optional<Register> register,
        Optional<List<Send>> sends,
        Optional<List<Watched>> watch,
        List<Limit> deadlines) {
    /** The name that stands for "no conversation yet" in {@code from}. */
    static final String NONE = "NONE";
    /** The name that stands in {@code to} for the state in which the conversation is. */
    static final String STAYS = "STAYS";

    record State(
            Labels label,

            @com.fasterxml.jackson.annotation.JsonProperty("final")
            Optional<Boolean> isFinal) {}

    record Type(String code, Labels label, Optional<Duration> maxAge, Optional<Boolean> hubSends) {}

    record Transition(
            List<String> from,
            String on,
            String to,
            List<String> roles,
            String part,
            Optional<String> when,
            Optional<List<String>> rules,
            Optional<List<Guard>> guards,
            Optional<Boolean> concludes,
            Optional<String> until) {
        /** The same move from one state, in which it stays where it says so. */
        Transition from(String state) {
            return new Transition(
                    List.of(state),
                    on,
                    to.equals(STAYS) ? state : to,
                    roles,
                    part,
                    when,
                    rules,
                    guards,
                    concludes,
                    until);
        }
    }

    /** A guard that several transitions name by its id; one that warns refuses nothing. */
    record Rule(String test, String zh, String en, Optional<Boolean> warns) {}

    record Guard(String id, String test, String zh, String en) {}

    record Copy(String on, String to) {}

    /** In which states the text last proposed by a message of these types allows what its clauses say. */
    record Register(List<String> states, List<String> texts) {}

    /** What the hub sends by itself, in which states, the XPath that says when; {@code of: record} where it tells of all conversations. */
    record Send(String type, List<String> in, Optional<String> of, String at) {}

    /** Conversations that are looked at together by whoever watches over all: those in these states, none of them final. */
    record Watched(Labels label, List<String> states, Optional<Boolean> expires, Optional<Duration> soon) {}

    /** Until {@code collected} or {@code answered}; {@code by}, {@code in} and {@code of} only where an answer is awaited: the types that answer, states it is awaited in, XPath of who is asked. */
    record Limit(
            String id,
            String on,
            Optional<Urgency> urgency,
            Duration within,
            Optional<Boolean> workingDays,
            String until,
            Optional<List<String>> by,
            Optional<List<String>> in,
            Optional<String> of,

            @com.fasterxml.jackson.annotation.JsonProperty("notify")
            List<String> notified,

            Labels label,
            String source) {}
}
