package org.guitu.hub;

import java.time.Instant;
import java.util.Locale;
import org.guitu.soap.Contract;

/** The one line a started hub says: counts, and where its doors are. */
final class Ready {
    private Ready() {}

    static String line(Material material, int routes, BrokerStore broker, HubRun run, Instant now) {
        var config = material.config();
        var parties = material.directory().get().parties();
        var joined = parties.stream()
                .filter(party -> !party.id().equals(config.party()) && party.joined(now))
                .count();
        return String.format(
                Locale.ROOT,
                "ready: %s hub %s, %d families, %d types, %d parties joined, %d not joined, %d routes; "
                        + "jms %s:%d (tls, %s), soap https://%s:%d%s, management http://%s:%d",
                config.environment().name().toLowerCase(java.util.Locale.ROOT),
                config.party(),
                material.families().all().size(),
                material.families().types(),
                joined,
                parties.size() - 1 - joined,
                routes,
                config.doors().jms().host(),
                run.jms(),
                broker.journal(),
                config.doors().soap().host(),
                run.soap(),
                Contract.PATH,
                config.management().host(),
                run.management());
    }
}
