package org.guitu.hub.broker;

import java.security.cert.X509Certificate;
import java.util.Optional;
import org.guitu.message.Refusal;
import org.guitu.message.Refused;

/** What the broker asks of whoever logs in at the JMS door. */
public interface Porter {
    /** Before there is anybody to ask. */
    Porter NONE = new Porter() {
        @Override
        public void admit(X509Certificate shown) {
            // everybody may try
        }

        @Override
        public Optional<Refusal> why(X509Certificate shown) {
            return Optional.empty();
        }
    };

    /**
     * Asked before a login is looked at.
     *
     * @throws Refused GT-2026 when that certificate logs in too often
     */
    void admit(X509Certificate shown) throws Refused;

    /** Why who showed this certificate was not let in, by a code of the exchange; empty when it would be now. */
    Optional<Refusal> why(X509Certificate shown);
}
