package org.guitu.gate;

import org.guitu.message.Refused;

/** Any bytes are read or refused. */
public final class ReceiveFuzz {
    private ReceiveFuzz() {}

    /** What Jazzer calls first: making keys and reading schemas is no answer to anybody. */
    public static void fuzzerInitialize() {
        FuzzMessages.shared();
    }

    /** What Jazzer calls for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        try {
            FuzzMessages.shared().sender(FuzzMessages.shared().stations.receive(input, Stations.JOINED.get(0)));
        } catch (Refused e) {
            // an answer
        }
    }
}
