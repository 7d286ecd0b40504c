package org.guitu.gate;

import org.guitu.message.MessageId;
import org.guitu.trust.VerifiedSignature;

/** The whole document is signed by the party of the channel, in the one allowed shape. */
public final class Verified {
    private final Authenticated authenticated;
    private final MessageId id;
    private final VerifiedSignature signature;

    Verified(Authenticated authenticated, MessageId id, VerifiedSignature signature) {
        this.authenticated = authenticated;
        this.id = id;
        this.signature = signature;
    }

    public Authenticated authenticated() {
        return authenticated;
    }

    public Received received() {
        return authenticated.received();
    }

    public MessageId id() {
        return id;
    }

    public VerifiedSignature signature() {
        return signature;
    }
}
