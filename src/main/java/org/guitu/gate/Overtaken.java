package org.guitu.gate;

import org.guitu.message.Refusals;
import org.guitu.message.Refused;

/** Another message moved the conversation first: the decision has to be made again on its new state. */
final class Overtaken extends Exception {
    private static final long serialVersionUID = 1L;

    Overtaken() {
        super("the conversation moved on", null, false, false);
    }

    Refused asRefused() {
        return Refusals.refused("GT-6002");
    }
}
