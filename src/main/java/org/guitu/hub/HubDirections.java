package org.guitu.hub;

import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.guitu.belt.Directions;
import org.guitu.directory.Directory;
import org.guitu.directory.Party;
import org.guitu.message.PartyId;

/** How parties are reached, as the directory says at each moment. */
final class HubDirections implements Directions {
    private final Supplier<Directory> directory;

    private final PartyId self;

    /** @param self the hub: what is for it ends in its own record */
    HubDirections(Supplier<Directory> directory, PartyId self) {
        this.directory = directory;
        this.self = self;
    }

    @Override
    public String channel(PartyId party) {
        return directory.get().party(party).map(this::way).orElse("jms");
    }

    private String way(Party party) {
        if (party.id().equals(self)) {
            return "none";
        }
        if (!party.channel().equals("soap")) {
            return party.channel();
        }
        return party.push().isPresent() ? "push" : "pull";
    }

    /** Whether this party comes for what the hub has for it. */
    boolean fetches(PartyId party) {
        return channel(party).equals("pull");
    }

    /** Those the hub calls. */
    Collection<PartyId> called() {
        return all("push");
    }

    @Override
    public Collection<PartyId> fetching() {
        return directory.get().parties().stream()
                .filter(party -> !way(party).equals("jms"))
                .map(Party::id)
                .toList();
    }

    private Collection<PartyId> all(String way) {
        return directory.get().parties().stream()
                .filter(party -> way(party).equals(way))
                .map(Party::id)
                .toList();
    }

    @Override
    public List<String> suites(PartyId party) {
        return directory.get().party(party).map(Party::suites).orElse(List.of());
    }

    @Override
    public String telephone(PartyId party) {
        return directory.get().party(party).map(Party::telephone).orElse("");
    }
}
