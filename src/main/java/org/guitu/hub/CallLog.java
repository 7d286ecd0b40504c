package org.guitu.hub;

import java.time.Clock;
import java.util.Locale;
import org.guitu.gate.GateLog;
import org.guitu.message.Refusal;
import org.guitu.message.Untold;
import org.guitu.soap.SoapServer;
import org.slf4j.LoggerFactory;

/**
 * Calls that were refused at the SOAP door before the gate saw a message: each is counted, and there is a line in the log once a
 * minute for each party and code, and for all strangers together.
 */
final class CallLog implements SoapServer.Refusals {
    private final GateLog.Counts counts;
    private final Untold<Kind> untold;

    CallLog(GateLog.Counts counts, Clock clock) {
        this.counts = counts;
        untold = new Untold<>(clock);
    }

    private record Kind(String party, String code) {}

    @Override
    public void refused(String party, Refusal refusal, String cause) {
        counts.refused("soap", refusal.code());
        untold.before(new Kind(party, refusal.code()))
                .ifPresent(before -> LoggerFactory.getLogger("guitu.door")
                        .atInfo()
                        .addKeyValue("event", "refused")
                        .addKeyValue("station", refusal.station().name().toLowerCase(Locale.ROOT))
                        .addKeyValue("code", refusal.code())
                        .addKeyValue("party", party)
                        .addKeyValue("door", "soap")
                        .addKeyValue("cause", cause)
                        .addKeyValue("untold", before)
                        .log("call refused"));
    }
}
