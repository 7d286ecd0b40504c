package org.guitu.hub;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.guitu.directory.Directory;
import org.guitu.directory.Party;
import org.guitu.directory.PartyCertificate.Status;
import org.guitu.directory.Use;
import org.guitu.gate.Rates;
import org.guitu.message.PartyId;
import org.guitu.message.Patience;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.soap.Caller;
import org.guitu.trust.CertificateName;
import org.guitu.trust.CertificatePaths;

/** Knows callers by the directory of the moment: whose TLS certificate it is, and whether it is in force. */
final class DirectoryCaller implements Caller {
    private final Supplier<Directory> directory;
    private final Predicate<PartyId> blocked;
    private final Supplier<CertificatePaths> paths;
    private final Rates rates;
    private final Clock clock;
    private volatile Known known = new Known(null, Map.of());

    DirectoryCaller(
            Supplier<Directory> directory,
            Predicate<PartyId> blocked,
            Supplier<CertificatePaths> paths,
            Rates rates,
            Clock clock) {
        this.directory = directory;
        this.blocked = blocked;
        this.paths = paths;
        this.rates = rates;
        this.clock = clock;
    }

    /** The owners of one directory's certificates, in force or not. */
    private record Known(@org.jspecify.annotations.Nullable Directory of, Map<X509Certificate, PartyId> owners) {}

    @Override
    public PartyId ofChannel(Optional<X509Certificate> certificate) throws Refused {
        var shown = certificate.orElseThrow(() -> Refusals.refused("GT-2011", "-", "-"));
        var now = directory.get();
        var owner = owners(now).get(shown);
        var party = owner == null ? null : now.party(owner).orElse(null);
        if (party == null || party.id().equals(Directory.HUB)) {
            throw Refusals.refused("GT-2011", CertificateName.with(shown));
        }
        if (party.blocked() || blocked.test(party.id())) {
            throw Refusals.refused("GT-2002", party.id());
        }
        if (!party.inForce(Use.TLS, clock.instant()).contains(shown)) {
            throw notInForce(party, shown).orElseGet(() -> Refusals.refused("GT-2011", CertificateName.with(shown)));
        }
        return party.id();
    }

    /** Why one of a party's own certificates does not count now; empty when it is none of its own, or for something else. */
    private Optional<Refused> notInForce(Party party, X509Certificate shown) {
        return party.certificates().stream()
                .filter(one -> one.certificate().equals(shown) && !one.inForce(clock.instant()))
                .findFirst()
                .map(one -> one.status() == Status.BLOCKED
                        ? Refusals.refused("GT-2004", CertificateName.with(shown, party.id()))
                        : Refusals.refused(
                                "GT-2005", CertificateName.with(shown, party.id(), one.from(), one.until())));
    }

    @Override
    public void admit(Optional<X509Certificate> shown) throws Refused {
        var now = directory.get();
        var owner = shown.map(owners(now)::get);
        // who has a blocked key in hand uses up nothing of its owner's
        if (owner.isPresent()
                && now.party(owner.get())
                        .filter(party -> party.known(Use.TLS).contains(shown.orElseThrow()))
                        .isPresent()) {
            rates.take(owner.get());
        } else if (shown.isPresent()) {
            rates.take(shown.get());
        }
    }

    private Map<X509Certificate, PartyId> owners(Directory now) {
        var current = known;
        if (current.of() != now) {
            var owners = new HashMap<X509Certificate, PartyId>();
            now.parties().forEach(party -> party.all(Use.TLS).forEach(one -> owners.put(one, party.id())));
            current = new Known(now, Map.copyOf(owners));
            known = current;
        }
        return current.owners();
    }

    @Override
    public void requireSigner(PartyId party, X509Certificate signer) throws Refused {
        var at = clock.instant();
        var known = directory.get().party(party);
        boolean own = known.filter(found -> found.inForce(Use.TLS, at).contains(signer)
                        || found.inForce(Use.SIGN, at).contains(signer))
                .isPresent();
        if (!own) {
            throw known.flatMap(found -> notInForce(found, signer))
                    .orElseGet(() -> Refusals.refused("GT-2018", CertificateName.of(party, signer)));
        }
    }

    @Override
    public void requireStanding(X509Certificate certificate, Patience patience) throws Refused {
        paths.get().checkCaller(certificate, clock.instant(), patience);
    }
}
