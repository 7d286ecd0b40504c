package org.guitu.gate;

/** Where one delivery stands; the names are those of the record. */
public enum DeliveryState {
    /** Due now or at its next attempt. */
    QUEUED,
    /** The party has no certificate in force: nothing is tried until someone sends it again. */
    NOT_JOINED,
    /** In the recipient's mailbox, durably. */
    DELIVERED,
    /** The recipient signed that it has stored it. */
    RECEIVED,
    /** The recipient signed that an officer has read it. */
    READ,
    /** Not fetched before it expired. */
    EXPIRED,
    /** Every attempt failed. */
    UNDELIVERABLE
}
