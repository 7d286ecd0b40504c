package org.guitu.gate;

import java.util.Optional;
import org.guitu.message.Channel;
import org.guitu.message.MessageId;
import org.guitu.message.Refused;
import org.guitu.trust.NoAnswer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line for each decision: identifiers, codes and station, never content. */
public final class GateLog {
    private static final Logger LOG = LoggerFactory.getLogger("guitu.gate");
    private final Counts counts;

    public GateLog(Counts counts) {
        this.counts = counts;
    }

    /** Counts decisions for the metrics. */
    public interface Counts {
        void accepted(String door, boolean again);

        void refused(String door, String code);
    }

    void accepted(Recorded recorded, Channel channel) {
        counts.accepted(channel.door(), recorded.again());
        LOG.atInfo()
                .addKeyValue("event", recorded.again() ? "accepted-again" : "accepted")
                .addKeyValue("station", "record")
                .addKeyValue("message", recorded.id())
                .addKeyValue("party", channel.party())
                .addKeyValue("door", channel.door())
                .log("accepted");
    }

    /** Of who comes too fast there is no line. */
    void turnedAway(Refused refused, Channel channel) {
        counts.refused(channel.door(), refused.refusal().code());
    }

    /** @param claimed the identifier inside, as far as it could be read: nobody has proved it */
    void refused(Refused refused, Channel channel, Optional<MessageId> claimed) {
        var refusal = refused.refusal();
        counts.refused(channel.door(), refusal.code());
        var line = LOG.atInfo()
                .addKeyValue("event", "refused")
                .addKeyValue("station", refusal.station().name().toLowerCase(java.util.Locale.ROOT))
                .addKeyValue("code", refusal.code())
                .addKeyValue("rule", refusal.rule())
                .addKeyValue("message", claimed.map(MessageId::value).orElse(""))
                .addKeyValue("party", channel.party())
                .addKeyValue("door", channel.door())
                .addKeyValue("arrival", channel.arrival());
        if (refused.getCause() != null) {
            line = line.addKeyValue("cause", NoAnswer.told(refused.getCause()));
        }
        line.log("refused");
    }
}
