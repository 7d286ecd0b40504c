package org.guitu.seal;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.guitu.directory.Directory;
import org.guitu.directory.Party;
import org.guitu.directory.Use;
import org.guitu.message.Digest;
import org.guitu.message.Header;
import org.guitu.message.PartyId;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.trust.CertificateName;
import org.guitu.trust.CertificatePaths;

/**
 * Who may read what is sealed in a message: its sender, the recipients it names, and of the groups it names those who can
 * (domain.md 5 and R-X07). Who gets a copy, or is reached by the workflow alone, reads only what is in clear.
 */
final class Readers {
    private static final String PLACE = "/Message/Header/Recipients";

    private final Map<PartyId, List<X509Certificate>> certificates = new TreeMap<>();
    private final Directory directory;
    private final CertificatePaths paths;
    private final Instant at;

    private Readers(Directory directory, CertificatePaths paths, Instant at) {
        this.directory = directory;
        this.paths = paths;
        this.at = at;
    }

    /**
     * By this directory at this time. Whoever has not joined gets nothing, so it reads nothing either.
     *
     * @throws Refused GT-4308 when the sender or a recipient named itself has no encryption certificate, GT-4309 when the hub is
     *     named
     */
    static Readers of(Header header, Directory directory, CertificatePaths paths, Instant at) throws Refused {
        var readers = new Readers(directory, paths, at);
        readers.add(header.sender(), true);
        for (var name : header.recipients()) {
            boolean itself = !name.startsWith("@");
            for (var party : directory.expand(name)) {
                readers.add(party, itself);
            }
        }
        return readers;
    }

    private void add(PartyId id, boolean required) throws Refused {
        if (id.equals(Directory.HUB)) {
            throw Refusals.refusedAt(PLACE, "GT-4309", id);
        }
        var party = directory.party(id).filter(p -> p.joined(at));
        if (party.isEmpty()) {
            return;
        }
        var usable = usable(party.get());
        if (!usable.isEmpty()) {
            certificates.put(id, usable);
        } else if (required) {
            throw Refusals.refusedAt(PLACE, "GT-4308", id, party.get().telephone());
        }
    }

    private List<X509Certificate> usable(Party party) {
        return party.inForce(Use.ENCRYPT, at).stream()
                .filter(certificate -> paths.mayRead(certificate, at))
                .toList();
    }

    /** One a reader: the newest of those in force. */
    List<X509Certificate> newest() {
        return certificates.values().stream()
                .map(all -> all.stream()
                        .max(Comparator.comparing(X509Certificate::getNotBefore))
                        .orElseThrow())
                .toList();
    }

    /**
     * Whether these are certificates of all of them and of nobody else.
     *
     * @throws Refused GT-4306 somebody is missing, GT-4307 somebody is there too many
     */
    void requireExactly(String place, Collection<Digest> sealedFor) throws Refused {
        var left = new TreeSet<>(Comparator.comparing(Digest::hex));
        left.addAll(sealedFor);
        for (var reader : certificates.entrySet()) {
            var own = new HashSet<Digest>();
            reader.getValue().forEach(certificate -> own.add(CertificateName.digest(certificate)));
            if (!left.removeIf(own::contains)) {
                throw Refusals.refusedAt(place, "GT-4306", reader.getKey());
            }
        }
        if (!left.isEmpty()) {
            throw Refusals.refusedAt(place, "GT-4307", left.first());
        }
    }
}
