package org.guitu.office.line;

import java.time.Duration;
import java.util.Optional;

/**
 * An open line from one office to its hub. It carries bytes and knows nothing of their meaning: signatures are checked by
 * who uses it. Not for use by several threads at once.
 */
public interface Line extends AutoCloseable {
    /**
     * Sends a signed message and waits for the hub's answer to it.
     *
     * @param timeout how long to wait for the answer, more than zero
     * @return bytes of the receipt ({@code Accepted} or {@code Refused}), or empty when none came in time: whether the hub
     *     has the message is then not known, and the same bytes have to be sent again
     * @throws LineDown when the hub cannot be reached or the line broke: not known either
     */
    Optional<byte[]> send(Outgoing outgoing, Duration timeout) throws LineDown;

    /** The next message of the mailbox, or empty when none came within the time ({@code ZERO}: only what is there now). */
    Optional<Arrival> message(Duration wait) throws LineDown;

    /**
     * The next receipt about something sent earlier ({@code Delivered}, {@code Received}, …), or empty when none came within
     * the time. Answers a {@link #send} is waiting for are not among them.
     */
    Optional<Arrival> receipt(Duration wait) throws LineDown;

    /**
     * Says whether the hub is there and lets us in, as far as the line itself goes: TLS.
     *
     * @throws LineDown when not
     */
    default void reach() throws LineDown {}

    /**
     * Asks the hub for its description, where what is sent has an envelope that can be refused by itself.
     *
     * @return whether there is an envelope
     * @throws LineDown when the envelope, its signature or its clock is refused
     */
    default boolean greet() throws LineDown {
        return false;
    }

    /** Ends the line; what was not {@link Arrival#taken} comes again on the next one. Never throws. */
    @Override
    void close();
}
