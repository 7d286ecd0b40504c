package org.guitu.directory;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.guitu.config.ConfigurationException;
import org.guitu.config.Followed;
import org.guitu.message.Labels;
import org.guitu.message.PartyId;

/** All parties at one moment: an immutable snapshot of {@code config/parties}. */
public final class Directory {
    /** The hub's own identifier: it is a party too, so that its receipts are verified like any other message. */
    public static final PartyId HUB = new PartyId("cn.hub");

    private final Map<PartyId, Party> parties;
    private final Map<String, SortedSet<PartyId>> groups;

    private final Vocabulary vocabulary;

    Directory(Collection<Party> all, Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        var byId = new TreeMap<PartyId, Party>();
        var byGroup = new TreeMap<String, SortedSet<PartyId>>();
        for (var party : all) {
            byId.put(party.id(), party);
            party.groups()
                    .forEach(g ->
                            byGroup.computeIfAbsent(g, key -> new TreeSet<>()).add(party.id()));
        }
        byGroup.replaceAll((group, members) -> Collections.unmodifiableSortedSet(members));
        parties = Collections.unmodifiableMap(byId);
        groups = Collections.unmodifiableMap(byGroup);
    }

    /** Reads every party file and certificate of a directory, or refuses them all with one line. */
    public static Directory load(Path partiesDir) throws ConfigurationException {
        return PartyFiles.read(partiesDir);
    }

    /** A condition that every directory has to meet before it is used. */
    @FunctionalInterface
    public interface Check {
        void check(Directory directory) throws ConfigurationException;
    }

    /**
     * The files of a directory, to be followed.
     *
     * @param also a further condition, for example that every grant still names groups that exist
     */
    public static Followed.Source<Directory> files(Path partiesDir, Check also) {
        return new Followed.Source<>() {
            @Override
            public List<Path> files() throws ConfigurationException {
                return PartyFiles.list(partiesDir);
            }

            @Override
            public Directory read() throws ConfigurationException {
                var directory = load(partiesDir);
                also.check(directory);
                return directory;
            }
        };
    }

    /** The same with these certificates blocked, whosever they are. */
    public Directory blocking(Predicate<X509Certificate> blocked) {
        return new Directory(
                parties.values().stream().map(party -> party.blocking(blocked)).toList(), vocabulary);
    }

    public Optional<Party> party(PartyId id) {
        return Optional.ofNullable(parties.get(id));
    }

    /** Every party, in the order of identifiers. */
    public Collection<Party> parties() {
        return parties.values();
    }

    /** Every group that somebody is in, with its {@code @}. */
    public Collection<String> groups() {
        return groups.keySet();
    }

    /** What a role, a group or a party is called; the name itself where nothing says more. */
    public Labels label(String idOrGroupOrRole) {
        return vocabulary
                .label(idOrGroupOrRole)
                .or(() -> parties.values().stream()
                        .filter(p -> p.id().value().equals(idOrGroupOrRole))
                        .map(Party::name)
                        .findFirst())
                .orElse(new Labels(idOrGroupOrRole, idOrGroupOrRole));
    }

    /** Whether this is a party, a group or a role of this directory. */
    public boolean knows(String idOrGroupOrRole) {
        return vocabulary.label(idOrGroupOrRole).isPresent()
                || !expand(idOrGroupOrRole).isEmpty();
    }

    /** The members of a group ({@code @provinces}); empty when there is no such group. */
    public SortedSet<PartyId> members(String group) {
        return groups.getOrDefault(group, Collections.emptySortedSet());
    }

    /** A group's members, or the one party of that identifier; empty when the directory knows neither. */
    public SortedSet<PartyId> expand(String partyOrGroup) {
        if (partyOrGroup.startsWith("@")) {
            return members(partyOrGroup);
        }
        var found = new TreeSet<PartyId>();
        parties.keySet().stream().filter(id -> id.value().equals(partyOrGroup)).forEach(found::add);
        return Collections.unmodifiableSortedSet(found);
    }

    /** How large it is. */
    @Override
    public String toString() {
        return parties.size() + " parties";
    }
}
