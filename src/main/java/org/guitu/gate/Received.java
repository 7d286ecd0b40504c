package org.guitu.gate;

import java.time.Instant;
import org.guitu.message.Channel;
import org.guitu.message.Digest;
import org.w3c.dom.Document;

/** Bytes within the limits that read as safe XML; nothing is known yet about who wrote them. */
public final class Received {
    private final Channel channel;
    private final byte[] wire;
    private final Document document;
    private final Instant at;

    Received(Channel channel, byte[] wire, Document document, Instant at) {
        this.channel = channel;
        this.wire = wire;
        this.document = document;
        this.at = at;
    }

    public Channel channel() {
        return channel;
    }

    /** The bytes exactly as they came; only the record reads them again. */
    byte[] wire() {
        return wire;
    }

    /** Digest of the exact bytes. */
    public Digest wireDigest() {
        return Digest.of(wire);
    }

    public Document document() {
        return document;
    }

    /** The hub's time of receipt, by which certificates are judged. */
    public Instant at() {
        return at;
    }
}
