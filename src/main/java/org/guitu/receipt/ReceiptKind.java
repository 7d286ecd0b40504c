package org.guitu.receipt;

import java.util.Optional;

/** The kinds of receipt (receipt.xsd), each with its event of EN 319 522. */
public enum ReceiptKind {
    ACCEPTED("Accepted", "SubmissionAcceptance", false),
    REFUSED("Refused", "SubmissionRejection", false),
    DELIVERED("Delivered", "ContentConsignment", false),
    UNDELIVERABLE("Undeliverable", "ContentConsignmentFailure", false),
    OVERDUE("Overdue", "ContentAccessTracking", false),
    RECEIVED("Received", "ContentHandover", true),
    READ("Read", "ContentAccessTracking", true);

    private final String element;
    private final String event;
    private final boolean byRecipient;

    ReceiptKind(String element, String event, boolean byRecipient) {
        this.element = element;
        this.event = event;
        this.byRecipient = byRecipient;
    }

    /** Name of the payload element, and of the message type {@code receipt/<element>}. */
    public String element() {
        return element;
    }

    /** Event identifier of EN 319 522-3. */
    public String event() {
        return "http://uri.etsi.org/19522/Event/" + event;
    }

    /** Whether a recipient signs it; all others only the hub does. */
    public boolean byRecipient() {
        return byRecipient;
    }

    /** The kind with this element name. */
    public static Optional<ReceiptKind> ofElement(String element) {
        for (var kind : values()) {
            if (kind.element.equals(element)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
