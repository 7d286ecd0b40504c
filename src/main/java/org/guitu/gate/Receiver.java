package org.guitu.gate;

import java.time.Clock;
import org.guitu.message.Channel;
import org.guitu.message.Refused;
import org.guitu.xml.SafeXml;

/** Station 1: limits and safe XML. */
public final class Receiver {
    private final SafeXml xml;
    private final Clock clock;

    public Receiver(SafeXml xml, Clock clock) {
        this.xml = xml;
        this.clock = clock;
    }

    /**
     * Reads the bytes.
     *
     * @throws Refused GT-10xx: too large, not UTF-8, not well-formed, a DTD, too deep, too many attributes, too slow
     */
    Received receive(byte[] wire, Channel channel) throws Refused {
        var at = clock.instant();
        return new Received(channel, wire, xml.parse(wire), at);
    }
}
