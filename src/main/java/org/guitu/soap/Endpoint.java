package org.guitu.soap;

import jakarta.xml.soap.MessageFactory;
import jakarta.xml.soap.SOAPConstants;
import jakarta.xml.soap.SOAPElement;
import jakarta.xml.soap.SOAPException;
import jakarta.xml.soap.SOAPMessage;
import jakarta.xml.ws.Provider;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.ServiceMode;
import jakarta.xml.ws.WebServiceProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.xml.namespace.QName;
import org.apache.cxf.binding.soap.SoapBindingConstants;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.PhaseInterceptorChain;
import org.guitu.message.PartyId;
import org.guitu.message.Patience;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** The one way from a verified envelope to its answer: what is asked says the signed body, never a header of HTTP. */
@WebServiceProvider
@ServiceMode(Service.Mode.MESSAGE)
final class Endpoint implements Provider<SOAPMessage> {
    private static final String ADDRESSING = "http://www.w3.org/2005/08/addressing";

    private static final MessageFactory SOAP_11 = factory(SOAPConstants.SOAP_1_1_PROTOCOL);
    private static final MessageFactory SOAP_12 = factory(SOAPConstants.SOAP_1_2_PROTOCOL);

    private final Set<Contract.Operation> offered;
    private final Exchange exchange;

    Endpoint(Set<Contract.Operation> offered, Exchange exchange) {
        this.offered = Set.copyOf(offered);
        this.exchange = exchange;
    }

    /** Made once: every jar is looked through for it. */
    static MessageFactory factory(String protocol) {
        try {
            return MessageFactory.newInstance(protocol);
        } catch (SOAPException e) {
            throw new IllegalStateException("SAAJ does not do its work", e);
        }
    }

    @Override
    public SOAPMessage invoke(SOAPMessage request) {
        var message = (SoapMessage) PhaseInterceptorChain.getCurrentMessage();
        try {
            var party = message.get(PartyId.class);
            var recheck = message.get(Exchange.Recheck.class);
            var patience = message.get(Patience.class);
            if (party == null || recheck == null || patience == null) {
                // no interceptor of ours has seen it: nothing is answered
                throw Refusals.refused("GT-2013", "wsse:Security");
            }
            var place = Visit.of(message).map(Visit::place).orElse(Room.Place.NONE);
            var answer = Visit.of(message).map(Visit::answer).orElse(Room.Place.NONE);
            var pause = new Exchange.Pause(recheck, place, answer, patience);
            var body = only(request.getSOAPBody());
            var operation = Contract.Operation.of(new QName(body.getNamespaceURI(), body.getLocalName()))
                    .filter(offered::contains)
                    .orElseThrow(() -> Refusals.refused("GT-1038"));
            requireAction(message, request, operation);
            var response = (message.getVersion().getVersion() == 1.1 ? SOAP_11 : SOAP_12).createMessage();
            var filled = response.getSOAPBody().addChildElement(new QName(Contract.NS, operation.response(), "l"));
            exchange.answer(new Exchange.Call(party, operation, new Part(body), pause), filled);
            relate(request, response, operation);
            return response;
        } catch (Refused e) {
            throw new Troubled(new Trouble(e.refusal(), java.util.Optional.empty()));
        } catch (SOAPException e) {
            throw new IllegalStateException("SAAJ does not do its work", e);
        }
    }

    private static Element only(SOAPElement body) throws Refused {
        Element found = null;
        for (Node node = body.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                if (found != null) {
                    throw Refusals.refused("GT-1038");
                }
                found = element;
            }
        }
        if (found == null) {
            throw Refusals.refused("GT-1038");
        }
        return found;
    }

    /** An action that says something else than the body is a mistake or a trick; none is fine. */
    private static void requireAction(SoapMessage message, SOAPMessage request, Contract.Operation operation)
            throws Refused, SOAPException {
        var said = new ArrayList<Object>();
        said.add(message.get(SoapBindingConstants.SOAP_ACTION));
        // in SOAP 1.2 it means nothing to CXF, but it may to a firewall before the hub
        if (message.get(Message.PROTOCOL_HEADERS) instanceof Map<?, ?> http
                && http.get(SoapBindingConstants.SOAP_ACTION) instanceof List<?> actions) {
            said.addAll(actions);
        }
        boolean wrong = said.stream()
                .map(action -> action == null
                        ? ""
                        : action.toString().replace("\"", "").strip())
                .anyMatch(action -> !action.isEmpty() && !action.equals(operation.action()));
        var addressed = header(request, "Action");
        if (wrong || (addressed != null && !addressed.strip().equals(operation.action()))) {
            throw Refusals.refused("GT-2023", operation.element());
        }
    }

    private static @Nullable String header(SOAPMessage request, String name) throws SOAPException {
        var header = request.getSOAPHeader();
        for (Node node = header == null ? null : header.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element
                    && ADDRESSING.equals(element.getNamespaceURI())
                    && name.equals(element.getLocalName())) {
                return element.getTextContent();
            }
        }
        return null;
    }

    /** Whoever asked with WS-Addressing finds its request in the answer. */
    private static void relate(SOAPMessage request, SOAPMessage response, Contract.Operation operation)
            throws SOAPException {
        var id = header(request, "MessageID");
        if (id == null) {
            return;
        }
        var header = response.getSOAPHeader();
        header.addChildElement(new QName(ADDRESSING, "Action", "wsa")).setTextContent(operation.action() + "Response");
        header.addChildElement(new QName(ADDRESSING, "MessageID", "wsa"))
                .setTextContent("urn:uuid:" + UUID.randomUUID());
        header.addChildElement(new QName(ADDRESSING, "RelatesTo", "wsa")).setTextContent(id);
    }
}
