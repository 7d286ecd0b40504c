package org.guitu.soap;

import java.util.Optional;
import javax.xml.namespace.QName;

/** The words of {@code schemas/liaison/1.0/liaison.wsdl} that code has to know. */
public final class Contract {
    /** Namespace of everything in the bodies. */
    public static final String NS = "urn:guitu:liaison:1.0";

    /** Where a hub serves the contract: the WSDL's own imports are then right relative to it. */
    public static final String PATH = "/liaison/1.0/liaison";

    /** The contract in the folder of the schemas. */
    public static final String WSDL = "liaison/1.0/liaison.wsdl";

    /** The service a hub offers, and the one a partner offers to be called. */
    public static final QName HUB = new QName(NS, "LiaisonService");

    public static final QName PARTNER = new QName(NS, "InboxService");

    private Contract() {}

    /** What can be asked of either end; each is the name of the body's element. */
    public enum Operation {
        SUBMIT("Submit"),
        RETRIEVE("Retrieve"),
        ACKNOWLEDGE("Acknowledge"),
        STATUS("Status"),
        DESCRIBE("Describe"),
        DELIVER("Deliver");

        private final String element;

        Operation(String element) {
            this.element = element;
        }

        public String element() {
            return element;
        }

        public String response() {
            return element + "Response";
        }

        /** The SOAP action and {@code wsa:Action} of a request. */
        public String action() {
            return NS + ":" + element;
        }

        /** The one of this element; empty when the contract has none. */
        public static Optional<Operation> of(QName body) {
            for (var operation : values()) {
                if (NS.equals(body.getNamespaceURI()) && operation.element.equals(body.getLocalPart())) {
                    return Optional.of(operation);
                }
            }
            return Optional.empty();
        }
    }
}
