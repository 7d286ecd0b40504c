package org.guitu.gate;

import java.util.function.Predicate;
import java.util.function.Supplier;
import org.guitu.directory.Directory;
import org.guitu.directory.Use;
import org.guitu.message.PartyId;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;

/** Station 2: whose channel this is, by the directory of this moment. */
public final class Authenticator {
    private final Supplier<Directory> directory;
    private final Predicate<PartyId> blocked;

    /**
     * @param blocked parties an administrator shut out, beside those the directory marks
     */
    public Authenticator(Supplier<Directory> directory, Predicate<PartyId> blocked) {
        this.directory = directory;
        this.blocked = blocked;
    }

    /**
     * Finds the party of the channel.
     *
     * @throws Refused GT-2001 not in the directory, GT-2002 blocked, GT-2003 not joined
     */
    Authenticated authenticate(Received received) throws Refused {
        var id = received.channel().party();
        var party = directory.get().party(id).orElseThrow(() -> Refusals.refused("GT-2001", id));
        if (party.blocked() || blocked.test(id)) {
            throw Refusals.refused("GT-2002", id);
        }
        // which certificate to sign with has ended or is blocked the next station says by its name
        if (party.all(Use.SIGN).isEmpty()
                || party.inForce(Use.TLS, received.at()).isEmpty()) {
            throw Refusals.refused("GT-2003", id);
        }
        return new Authenticated(received, party);
    }
}
