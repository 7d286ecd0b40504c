package org.guitu.soap;

import jakarta.xml.soap.SOAPElement;
import org.guitu.message.PartyId;
import org.guitu.message.Patience;
import org.guitu.message.Refused;

/** What an end answers to a call whose envelope was verified. */
@FunctionalInterface
public interface Exchange {
    /**
     * Answers one call.
     *
     * @param call who calls, and what
     * @param response the response element, to be filled
     * @throws Refused as the fault of the contract; so is {@link Troubled}
     */
    void answer(Call call, SOAPElement response) throws Refused;

    /**
     * One call.
     *
     * @param from the party of the TLS channel, which also signed the envelope
     * @param body the operation's own element, signed
     * @param pause for who lets it wait
     */
    record Call(PartyId from, Contract.Operation operation, Part body, Pause pause) {}

    /**
     * What is done when a call waits.
     *
     * @param recheck whether the caller may still be answered
     * @param place what the call takes up, to be left meanwhile
     * @param answer what its answer takes up
     * @param patience what the call has left of it for authorities that have to be asked
     */
    record Pause(Recheck recheck, Room.Place place, Room.Place answer, Patience patience) {}

    /** Looks again whether a caller is let in: much may have happened while it waited. */
    @FunctionalInterface
    interface Recheck {
        /**
         * Requires that the caller would be let in now.
         *
         * @param patience for authorities that have to be asked
         * @throws Refused as when it came in
         */
        void require(Patience patience) throws Refused;
    }
}
