package org.guitu.soap;

import jakarta.servlet.ServletRequest;
import java.util.Optional;
import org.apache.cxf.message.Message;
import org.apache.cxf.transport.http.AbstractHTTPDestination;
import org.guitu.message.PartyId;
import org.guitu.message.Refused;

/**
 * What the doorkeeper knows of a request before anything of it is read.
 *
 * @param party whose it is; none when the certificate is nobody's, or does not count
 * @param refused why it is turned away, to be said as a fault
 * @param place what it takes up
 * @param answer what its answer takes up
 */
record Visit(Optional<PartyId> party, Optional<Refused> refused, Room.Place place, Room.Place answer) {
    private static final String NAME = Visit.class.getName();

    void on(ServletRequest request) {
        request.setAttribute(NAME, this);
    }

    /** Of the request that came in by this message; an answer to a call of ours has none. */
    static Optional<Visit> of(Message message) {
        return message.get(AbstractHTTPDestination.HTTP_REQUEST) instanceof ServletRequest request
                        && request.getAttribute(NAME) instanceof Visit visit
                ? Optional.of(visit)
                : Optional.empty();
    }
}
