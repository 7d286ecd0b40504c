package org.guitu.soap;

import java.time.Clock;
import java.time.Duration;
import org.apache.wss4j.common.ext.WSSecurityException;
import org.apache.wss4j.common.ext.WSSecurityException.ErrorCode;
import org.apache.wss4j.dom.handler.RequestData;
import org.apache.wss4j.dom.validate.Credential;
import org.apache.wss4j.dom.validate.Validator;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;

/** Takes an envelope only around the time its Timestamp says, and says which clock is off. */
final class ClockCheck implements Validator {
    /** A Timestamp is good for at most so long; the memory against replay keeps as long. */
    static final Duration LIFE = Duration.ofMinutes(5);

    /** The other end's clock may be ahead of ours by so much. */
    static final Duration AHEAD = Duration.ofSeconds(60);

    private final Clock clock;

    ClockCheck(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Credential validate(Credential credential, RequestData data) throws WSSecurityException {
        try {
            check(credential);
            return credential;
        } catch (Refused e) {
            throw new WSSecurityException(ErrorCode.MESSAGE_EXPIRED, e);
        }
    }

    private void check(Credential credential) throws Refused {
        var stamp = credential.getTimestamp();
        var now = clock.instant();
        if (stamp == null || stamp.getCreated() == null || stamp.getExpires() == null) {
            throw Refusals.refused("GT-2013", "wsu:Created, wsu:Expires");
        }
        var created = stamp.getCreated();
        var expires = stamp.getExpires();
        if (created.isAfter(now.plus(AHEAD))) {
            throw Refusals.refused("GT-2016", Part.time(created), Part.time(now));
        }
        if (!expires.isAfter(created)
                || Duration.between(created, expires).compareTo(LIFE) > 0
                || !expires.isAfter(now)
                || !created.plus(LIFE).isAfter(now)) {
            throw Refusals.refused("GT-2015", Part.time(created), Part.time(expires), Part.time(now), LIFE.toSeconds());
        }
    }
}
