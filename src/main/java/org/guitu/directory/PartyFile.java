package org.guitu.directory;

import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.guitu.config.BadValue;
import org.guitu.message.Labels;
import org.guitu.message.PartyId;
import org.guitu.trust.Suites;

/** The keys of one file {@code config/parties/<id>.yaml}. */
record PartyFile(
        PartyId id,
        String kind,
        Labels name,
        List<String> roles,
        List<String> groups,
        String channel,
        Optional<String> push,
        List<String> languages,
        Optional<List<String>> suites,
        String telephone,
        Place place,
        Optional<Boolean> test,
        Optional<Boolean> blocked,
        Optional<List<Narrowed>> certificates) {
    private static final Set<String> CHANNELS = Set.of("jms", "soap");

    PartyFile {
        BadValue.unless(!roles.isEmpty(), "roles", "must name at least one role");
        once("roles", roles);
        once("groups", groups);
        BadValue.unless(CHANNELS.contains(channel), "channel", "must be jms or soap, found " + channel);
        push.ifPresent(address -> BadValue.unless(
                channel.equals("soap") && address.matches("https://[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?/[!-~]{0,500}"),
                "push",
                "must be an https address, and channel soap"));
        BadValue.unless(!languages.isEmpty(), "languages", "must name at least one language");
        once("languages", languages);
        languages.forEach(PartyFile::wellFormed);
        suites.ifPresent(PartyFile::known);
        BadValue.unless(
                telephone.matches("\\+[0-9][0-9 ()-]{5,30}"),
                "telephone",
                "must be an international number like +86 555 0152");
    }

    private static void once(String key, List<String> words) {
        BadValue.unless(new HashSet<>(words).size() == words.size(), key, "must name nothing twice");
    }

    private static void known(List<String> suites) {
        var names = new Suites().names();
        BadValue.unless(
                !suites.isEmpty() && names.containsAll(suites),
                "suites",
                "must name at least one of " + String.join(", ", names));
        once("suites", suites);
    }

    private static void wellFormed(String tag) {
        try {
            new Locale.Builder().setLanguageTag(tag).build();
        } catch (IllformedLocaleException e) {
            throw new BadValue("languages", "must be BCP-47 tags, found " + tag);
        }
    }

    /** Narrows one certificate file: a later start, an earlier end, or blocked. */
    record Narrowed(
            String file,
            Optional<OffsetDateTime> from,
            Optional<OffsetDateTime> until,
            Optional<PartyCertificate.Status> status) {}
}
