package org.guitu.office;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What answers what, of all that one office holds: what the hub did not accept answers nothing. */
final class Answers {
    private final Map<String, List<Said>> said = new HashMap<>();

    /**
     * @param own whether this office sent it
     * @param at when it came or was queued here
     */
    private record Said(String type, boolean own, String at) {}

    Answers(Collection<Sidecar.Receiving> received, Collection<Outbox.Item> sent) {
        for (var known : received) {
            add(known.conversation(), new Said(known.type(), false, known.receivedAt()));
        }
        for (var item : sent) {
            var state = item.state();
            if (item.where() == Outbox.Where.SENT && !state.messageType().isReceipt()) {
                add(state.conversation(), new Said(state.type(), true, state.queuedAt()));
            }
        }
    }

    private void add(String conversation, Said one) {
        said.computeIfAbsent(conversation, id -> new ArrayList<>()).add(one);
    }

    /** Whether what this message asks of this office was said after it came. */
    boolean isAnswered(Sidecar.Receiving asked) {
        var types = asked.owed().map(Sidecar.Owing::types).orElse(List.of());
        return said.getOrDefault(asked.conversation(), List.of()).stream()
                .filter(one -> one.at().compareTo(asked.receivedAt()) > 0)
                .anyMatch(one -> types.isEmpty() ? one.own() : types.contains(one.type()));
    }
}
