package org.guitu.agreement;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.guitu.directory.Party;
import org.guitu.message.Header.PrivacyClass;
import org.guitu.message.Header.Urgency;
import org.guitu.message.Labels;
import org.guitu.message.MessageType;
import org.guitu.message.PartyId;

/**
 * One clause that allows something; the record keeps its id with every message it allowed.
 *
 * @param from who may send: roles, groups ({@code @provinces}) or party identifiers
 * @param to whom it may reach: the same
 * @param types {@code family/Name}, or {@code family/*} for a whole family
 * @param purposes purposes of the header it covers
 * @param privacy the highest privacy class it covers
 * @param urgencies the urgencies it covers; every one where the file says nothing
 * @param exception what an exception asks; only where nothing else allows a message, an exception may
 * @param replyWithin within which time whoever is asked answers, as XML Schema writes durations; empty where nothing is said
 * @param source where the rule comes from
 */
public record Grant(
        String id,
        Labels label,
        Set<String> from,
        Set<String> to,
        Set<String> types,
        Set<String> purposes,
        PrivacyClass privacy,
        Set<Urgency> urgencies,
        Optional<Exceptional> exception,
        String replyWithin,
        String source) {
    public Grant {
        from = Set.copyOf(from);
        to = Set.copyOf(to);
        types = Set.copyOf(types);
        purposes = Set.copyOf(purposes);
        urgencies = Set.copyOf(urgencies);
    }

    /**
     * A clause for what nobody has agreed.
     *
     * @param basis the legal basis a message has to name
     * @param told who gets a copy, and looks at it
     * @param within until when
     */
    public record Exceptional(String basis, PartyId told, Duration within) {}

    /** Whether this clause alone allows what is asked. */
    public boolean allows(GrantQuestion question) {
        return binds(question.from(), question.to())
                && covers(question.type())
                && purposes.contains(question.purpose())
                && question.ceiling().compareTo(privacy) <= 0
                && urgencies.contains(question.urgency())
                && exception.map(e -> question.basis().contains(e.basis())).orElse(true);
    }

    /** Whether it is about anything from the one to the other. */
    public boolean binds(Party sender, Party recipient) {
        return isFrom(sender) && isTo(recipient);
    }

    boolean isFrom(Party sender) {
        return names(from, sender);
    }

    boolean isTo(Party recipient) {
        return names(to, recipient);
    }

    /** How far it goes, in the words of the header. */
    public String reach() {
        return String.join("/", new TreeSet<>(purposes)) + " " + privacy + " " + new TreeSet<>(urgencies);
    }

    /** Whether it is about messages of this type. */
    public boolean covers(MessageType type) {
        return types.contains(type.toString()) || types.contains(type.family() + "/*");
    }

    private static boolean names(Set<String> names, Party party) {
        return names.stream().anyMatch(party::isNamed);
    }
}
