package org.guitu.hub;

import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.guitu.directory.Directory;
import org.guitu.message.Digest;
import org.guitu.message.PartyId;
import org.guitu.trust.CertificateName;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator blocked, parties and single certificates: read from the record every second or two, so a block reaches every
 * node. A blocked party still has its place in the directory, and what was sent to it waits; a blocked certificate counts nowhere.
 */
final class Blocks implements Predicate<PartyId>, Supplier<Directory> {
    private final Supplier<Blocked> record;
    private final Supplier<Directory> directory;
    private volatile Blocked now = new Blocked(Set.of(), Map.of());
    private volatile @Nullable View view;

    /** By the record: parties with everything they have, and single certificates by SHA-256, with the subject of those for TLS. */
    record Blocked(Set<PartyId> parties, Map<Digest, String> certificates) {}

    /** One directory as it is under these blocks; made when either changed. */
    private record View(Directory of, Set<Digest> without, Directory seen) {}

    /** @param directory as its files are */
    Blocks(Supplier<Blocked> record, Supplier<Directory> directory) {
        this.record = record;
        this.directory = directory;
    }

    /** Reads the record again. */
    synchronized void refresh() {
        // one after the other: what was read before never comes after
        now = record.get();
    }

    @Override
    public boolean test(PartyId party) {
        return now.parties().contains(party);
    }

    /** Whether this certificate was blocked, also where it has left the directory. */
    boolean isBlocked(X509Certificate certificate) {
        return now.certificates().containsKey(CertificateName.digest(certificate));
    }

    /** The subject of a blocked certificate; empty text where it is not one for TLS. */
    Optional<String> subject(Digest certificate) {
        return Optional.ofNullable(now.certificates().get(certificate));
    }

    /** Subjects of blocked TLS certificates, also of those that have left the directory. */
    Set<String> subjects() {
        return now.certificates().values().stream()
                .filter(subject -> !subject.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The directory that the whole hub goes by. */
    @Override
    public Directory get() {
        var files = directory.get();
        var without = now.certificates().keySet();
        var known = view;
        if (known == null || !known.of().equals(files) || !known.without().equals(without)) {
            known = new View(
                    files,
                    without,
                    without.isEmpty() ? files : files.blocking(one -> without.contains(CertificateName.digest(one))));
            view = known;
        }
        return known.seen();
    }
}
