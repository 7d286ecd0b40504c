package org.guitu.hub;

import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.guitu.gate.GateLog;
import org.guitu.message.Refusal;
import org.guitu.message.Refused;
import org.guitu.soap.Caller;
import org.slf4j.LoggerFactory;

/**
 * Why somebody is not let in at the JMS door: what the SOAP door would say of the same certificate, logged and counted.
 *
 * @param caller knows whose it is, and whether it counts
 */
record Logins(Caller caller, GateLog.Counts counts) implements Function<X509Certificate, Optional<Refusal>> {
    @Override
    public Optional<Refusal> apply(X509Certificate shown) {
        try {
            caller.ofChannel(Optional.of(shown));
            // let in since: the next try will show it
            return Optional.empty();
        } catch (Refused e) {
            var refusal = e.refusal();
            counts.refused("jms", refusal.code());
            LoggerFactory.getLogger("guitu.door")
                    .atInfo()
                    .addKeyValue("event", "refused")
                    .addKeyValue("station", refusal.station().name().toLowerCase(Locale.ROOT))
                    .addKeyValue("code", refusal.code())
                    .addKeyValue("subject", shown.getSubjectX500Principal())
                    .addKeyValue("serial", shown.getSerialNumber().toString(16))
                    .addKeyValue("door", "jms")
                    .log("login refused");
            return Optional.of(refusal);
        }
    }
}
