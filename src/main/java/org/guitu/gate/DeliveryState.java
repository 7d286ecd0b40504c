package org.guitu.gate;

/** Where one delivery stands; the names are those of the record. */
public enum DeliveryState {
    /** Due now or at its next attempt. */
    QUEUED(false),
    /** The party has no certificate in force: nothing is tried until someone sends it again. */
    NOT_JOINED(true),
    /** In the recipient's mailbox, durably. */
    DELIVERED(false),
    /** The recipient signed that it has stored it. */
    RECEIVED(false),
    /** The recipient signed that an officer has read it. */
    READ(true),
    /** Not fetched before it expired. */
    EXPIRED(true),
    /** Every attempt failed. */
    UNDELIVERABLE(true);

    private final boolean last;

    DeliveryState(boolean last) {
        this.last = last;
    }

    /** Nothing more happens by itself; a person may send it again, unless it was read. */
    public boolean isFinal() {
        return last;
    }
}
