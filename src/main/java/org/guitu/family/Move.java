package org.guitu.family;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.guitu.message.PartyId;
import org.guitu.message.Warning;

/**
 * What a workflow allows.
 *
 * @param toState state of the conversation after this message
 * @param copies parties or groups that get a copy whatever the sender names
 * @param toEveryone whether it also goes to every party that had a message of the conversation
 * @param toItself whether it is delivered to its own sender too, where it names it as a recipient
 * @param deadlines that begin with this message
 * @param texts types of the messages whose last text comes into force with this one; none where nothing does
 * @param until the last day on which what is in force allows anything, where this message says so
 * @param warnings what its sender is told
 */
public record Move(
        String toState,
        Set<String> copies,
        boolean toEveryone,
        boolean toItself,
        List<Deadline> deadlines,
        Set<String> texts,
        Optional<LocalDate> until,
        List<Warning> warnings) {
    public Move {
        texts = Set.copyOf(texts);
        copies = Set.copyOf(copies);
        deadlines = List.copyOf(deadlines);
        warnings = List.copyOf(warnings);
    }

    /** Whether its own sender has to answer it: by a deadline that names who is asked. */
    public boolean asks(PartyId sender) {
        return deadlines.stream()
                .anyMatch(deadline ->
                        deadline.answer().filter(answer -> answer.names(sender)).isPresent());
    }
}
