package org.guitu.hub;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.guitu.gate.GateLog;
import org.guitu.gate.Rates;
import org.guitu.hub.broker.Porter;
import org.guitu.message.Refusal;
import org.guitu.message.Refused;
import org.guitu.soap.Caller;
import org.slf4j.LoggerFactory;

/**
 * How often somebody may log in at the JMS door, and why it is not let in: what the SOAP door would say of the same certificate,
 * counted each time and logged once a minute: a flood of lines would be a flood too.
 */
final class Logins implements Porter {
    private static final Duration TOLD_AGAIN = Duration.ofMinutes(1);
    private static final int KEPT = 1024;

    private final Caller caller;
    private final Rates rates;
    private final GateLog.Counts counts;
    private final Clock clock;
    private final Map<X509Certificate, Told> told = new HashMap<>();

    /** @param caller knows whose it is, and whether it counts */
    Logins(Caller caller, Rates rates, GateLog.Counts counts, Clock clock) {
        this.caller = caller;
        this.rates = rates;
        this.counts = counts;
        this.clock = clock;
    }

    /** @param since how many were refused since without a line */
    private record Told(Instant at, long since) {}

    @Override
    public void admit(X509Certificate shown) throws Refused {
        rates.take(shown);
    }

    @Override
    public Optional<Refusal> why(X509Certificate shown) {
        try {
            caller.ofChannel(Optional.of(shown));
            // let in since: the next try will show it
            return Optional.empty();
        } catch (Refused e) {
            var refusal = e.refusal();
            counts.refused("jms", refusal.code());
            untold(shown).ifPresent(before -> log(shown, refusal, before));
            return Optional.of(refusal);
        }
    }

    /** How many were not told of since the last line; empty when this one is not told of either. */
    private synchronized OptionalLong untold(X509Certificate shown) {
        var now = clock.instant();
        var before = told.get(shown);
        if (before != null && now.isBefore(before.at().plus(TOLD_AGAIN))) {
            told.put(shown, new Told(before.at(), before.since() + 1));
            return OptionalLong.empty();
        }
        if (before == null && told.size() >= KEPT) {
            told.clear();
        }
        told.put(shown, new Told(now, 0));
        return OptionalLong.of(before == null ? 0 : before.since());
    }

    private static void log(X509Certificate shown, Refusal refusal, long before) {
        LoggerFactory.getLogger("guitu.door")
                .atInfo()
                .addKeyValue("event", "login-refused")
                .addKeyValue("station", refusal.station().name().toLowerCase(Locale.ROOT))
                .addKeyValue("code", refusal.code())
                .addKeyValue("subject", shown.getSubjectX500Principal())
                .addKeyValue("serial", shown.getSerialNumber().toString(16))
                .addKeyValue("door", "jms")
                .addKeyValue("untold", before)
                .log("login refused");
    }
}
