package org.guitu.office;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What answers what, of all that one office holds: what the hub did not accept answers nothing. */
final class Answers {
    private final Map<String, Last> said = new HashMap<>();

    /** When something was said last in a conversation: by this office, and of each type by anybody. */
    private static final class Last {
        private String own = "";
        private final Map<String, String> types = new HashMap<>();

        void add(String type, String at) {
            types.merge(type, at, Last::later);
        }

        static String later(String one, String other) {
            return one.compareTo(other) > 0 ? one : other;
        }
    }

    Answers(Collection<Sidecar.Receiving> received, Collection<Outbox.Item> sent) {
        for (var known : received) {
            in(known.conversation()).add(known.type(), known.receivedAt());
        }
        for (var item : sent) {
            var state = item.state();
            if (item.where() == Outbox.Where.SENT && !state.messageType().isReceipt()) {
                var last = in(state.conversation());
                last.add(state.type(), state.queuedAt());
                last.own = Last.later(last.own, state.queuedAt());
            }
        }
    }

    private Last in(String conversation) {
        return said.computeIfAbsent(conversation, id -> new Last());
    }

    /** Whether what this message asks of this office was said after it came. */
    boolean isAnswered(Sidecar.Receiving asked) {
        var last = in(asked.conversation());
        var types = asked.owed().map(Sidecar.Owing::types).orElse(List.of());
        return types.isEmpty()
                ? last.own.compareTo(asked.receivedAt()) > 0
                : types.stream()
                        .anyMatch(type -> last.types.getOrDefault(type, "").compareTo(asked.receivedAt()) > 0);
    }
}
