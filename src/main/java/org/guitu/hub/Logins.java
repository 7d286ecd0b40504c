package org.guitu.hub;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.guitu.gate.GateLog;
import org.guitu.gate.Rates;
import org.guitu.hub.broker.Porter;
import org.guitu.message.Refusal;
import org.guitu.message.Refused;
import org.guitu.message.Untold;
import org.guitu.soap.Caller;
import org.guitu.trust.CertificateName;
import org.guitu.trust.CertificatePaths;
import org.slf4j.LoggerFactory;

/**
 * How often somebody may log in at the JMS door, and why it is not let in: what the SOAP door would say of the same certificate,
 * counted each time and logged once a minute.
 */
final class Logins implements Porter {
    private final Caller caller;
    private final Supplier<CertificatePaths> paths;
    private final Rates rates;
    private final GateLog.Counts counts;
    private final Untold<X509Certificate> untold;
    private final Clock clock;

    /**
     * @param caller knows whose it is, and whether it counts
     * @param paths of the moment: TLS follows what a client shows with its certificate, the hub only authorities of its own
     */
    Logins(Caller caller, Supplier<CertificatePaths> paths, Rates rates, GateLog.Counts counts, Clock clock) {
        this.caller = caller;
        this.paths = paths;
        this.clock = clock;
        this.rates = rates;
        this.counts = counts;
        this.untold = new Untold<>(clock);
    }

    @Override
    public void admit(X509Certificate shown) throws Refused {
        rates.take(shown);
    }

    @Override
    public Optional<Refusal> why(X509Certificate shown) {
        try {
            caller.ofChannel(Optional.of(shown));
            paths.get().requirePath(shown, clock.instant());
            // let in since: the next try will show it
            return Optional.empty();
        } catch (Refused e) {
            var refusal = e.refusal();
            counts.refused("jms", refusal.code());
            untold.before(shown).ifPresent(before -> log(shown, refusal, before));
            return Optional.of(refusal);
        }
    }

    private static void log(X509Certificate shown, Refusal refusal, long before) {
        LoggerFactory.getLogger("guitu.door")
                .atInfo()
                .addKeyValue("event", "login-refused")
                .addKeyValue("station", refusal.station().name().toLowerCase(Locale.ROOT))
                .addKeyValue("code", refusal.code())
                .addKeyValue("subject", shown.getSubjectX500Principal())
                .addKeyValue("serial", CertificateName.serial(shown))
                .addKeyValue("door", "jms")
                .addKeyValue("untold", before)
                .log("login refused");
    }
}
