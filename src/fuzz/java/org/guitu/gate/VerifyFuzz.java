package org.guitu.gate;

import org.guitu.message.PartyId;
import org.guitu.message.Refused;

/** What is verified is what somebody signed; and a signature of any shape, made by the sender itself, is taken or refused. */
public final class VerifyFuzz {
    private VerifyFuzz() {}

    /** What Jazzer calls first: making keys and reading schemas is no answer to anybody. */
    public static void fuzzerInitialize() {
        FuzzMessages.shared();
    }

    /** What Jazzer calls for each input. */
    public static void fuzzerTestOneInput(byte[] input) {
        var wire = FuzzMessages.shared().wire(input);
        try {
            var received = FuzzMessages.shared().stations.receive(wire, Stations.JOINED.get(0));
            var sender = FuzzMessages.shared().sender(received);
            foreign(wire, sender);
            FuzzMessages.shared().stations.verify(FuzzMessages.shared().signed(wire, sender));
        } catch (Refused e) {
            // an answer
        }
    }

    private static void foreign(byte[] wire, PartyId sender) {
        try {
            var verified = FuzzMessages.shared().stations.verify(FuzzMessages.shared().stations.receive(wire, sender));
            if (!FuzzMessages.shared().isSigned(verified.received().document())) {
                throw new AssertionError("verified, and signed by nobody: " + FuzzMessages.text(wire));
            }
        } catch (Refused e) {
            // an answer
        }
    }
}
