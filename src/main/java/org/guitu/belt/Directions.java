package org.guitu.belt;

import java.util.Collection;
import java.util.List;
import org.guitu.message.PartyId;

/** How a party is reached: the directory's word, as the belt needs it. */
public interface Directions {
    /** The channel: {@code jms}, {@code pull} or {@code push}; its route is {@code deliver-<channel>}. */
    String channel(PartyId party);

    /** Parties at the SOAP door: their receipts are not for the broker. */
    Collection<PartyId> fetching();

    /** The signature suites it can verify, the best first; none when it left the directory. */
    List<String> suites(PartyId party);

    /** The party's 24-hour telephone; empty when it left the directory. */
    String telephone(PartyId party);
}
