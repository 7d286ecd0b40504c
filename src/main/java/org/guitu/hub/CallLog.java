package org.guitu.hub;

import java.time.Clock;
import java.util.Locale;
import org.guitu.message.Refusal;
import org.guitu.soap.SoapServer;
import org.slf4j.LoggerFactory;

/** The log of calls that were refused at the SOAP door: once a minute for each party and code, and for all strangers together. */
final class CallLog implements SoapServer.Refusals {
    private final Untold<Kind> untold;

    CallLog(Clock clock) {
        untold = new Untold<>(clock);
    }

    private record Kind(String party, String code) {}

    @Override
    public void refused(String party, Refusal refusal, String cause) {
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
