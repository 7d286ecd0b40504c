package org.guitu.belt;

import org.guitu.message.MessageType;
import org.guitu.message.PartyId;

/** How a party is reached for a type of message: the directory's word, as the belt needs it. */
public interface Directions {
    /** The channel ({@code jms}); its route is {@code deliver-<channel>}. */
    String channel(MessageType type, PartyId recipient);

    /** The party's 24-hour telephone; empty when it left the directory. */
    String telephone(PartyId party);
}
