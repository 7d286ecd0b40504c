package org.guitu.gate;

import org.guitu.message.Refused;

/** What a sender signs is valid or refused, whatever it is. */
public final class ValidateFuzz {
    private ValidateFuzz() {}

    /** What Jazzer calls first: making keys and reading schemas is no answer to anybody. */
    public static void fuzzerInitialize() {
        FuzzMessages.shared();
    }

    /** What Jazzer calls for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        var wire = FuzzMessages.shared().wire(input);
        try {
            var sender = FuzzMessages.shared().sender(FuzzMessages.shared().stations.receive(wire, Stations.JOINED.get(0)));
            FuzzMessages.shared().stations.validate(FuzzMessages.shared().stations.trusted(FuzzMessages.shared().stations.receive(wire, sender)));
        } catch (Refused e) {
            // an answer
        }
    }
}
