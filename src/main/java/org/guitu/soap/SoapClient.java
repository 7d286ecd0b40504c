package org.guitu.soap;

import jakarta.xml.soap.MessageFactory;
import jakarta.xml.soap.SOAPConstants;
import jakarta.xml.soap.SOAPElement;
import jakarta.xml.soap.SOAPException;
import jakarta.xml.soap.SOAPMessage;
import jakarta.xml.ws.Dispatch;
import jakarta.xml.ws.Service;
import jakarta.xml.ws.WebServiceException;
import jakarta.xml.ws.soap.SOAPBinding;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.function.Consumer;
import javax.net.ssl.TrustManager;
import javax.xml.namespace.QName;
import org.apache.cxf.BusFactory;
import org.apache.cxf.configuration.jsse.TLSClientParameters;
import org.apache.cxf.jaxws.DispatchImpl;
import org.apache.cxf.transport.http.HTTPConduit;
import org.apache.cxf.transports.http.configuration.ConnectionType;
import org.apache.cxf.transports.http.configuration.HTTPClientPolicy;
import org.guitu.trust.Identity;
import org.guitu.trust.TlsContext;
import org.guitu.xml.EnvelopeReader;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * A client of the contract: signs what it asks, and believes an answer only when the other end signed it. Made anew when a
 * key or a certificate changes, because what was once connected goes on with the old one. For several threads.
 */
public final class SoapClient implements AutoCloseable {
    private static final MessageFactory REQUESTS = Endpoint.factory(SOAPConstants.SOAP_1_2_PROTOCOL);

    private final Dispatch<SOAPMessage> dispatch;

    private SoapClient(Dispatch<SOAPMessage> dispatch) {
        this.dispatch = dispatch;
    }

    /**
     * Whom it calls.
     *
     * @param identity what it shows at the handshake
     * @param trust whose certificate it takes there: one of an authority has to carry the address's host, a pinned one need not
     */
    public record Line(URI address, Identity identity, TrustManager trust, Duration answer) {}

    public static SoapClient to(Line line, WsSecurity security) {
        var service = Service.create(Contract.HUB);
        var port = new QName(Contract.NS, "Port");
        service.addPort(port, SOAPBinding.SOAP12HTTP_BINDING, line.address().toString());
        var dispatch = service.createDispatch(port, SOAPMessage.class, Service.Mode.MESSAGE);
        var client = ((DispatchImpl<?>) dispatch).getClient();
        client.getEndpoint().putAll(new HashMap<>(security.settings()));
        client.getInInterceptors().add(new Opening(EnvelopeReader.ANSWER));
        security.demand(client);
        security.put(client);
        var conduit = (HTTPConduit) client.getConduit();
        conduit.setTlsClientParameters(tls(line));
        var policy = new HTTPClientPolicy();
        policy.setConnectionTimeout(5_000);
        policy.setReceiveTimeout(line.answer().toMillis());
        policy.setConnection(ConnectionType.KEEP_ALIVE);
        policy.setAllowChunking(true);
        policy.setAutoRedirect(false);
        policy.setVersion("1.1");
        conduit.setClient(policy);
        return new SoapClient(dispatch);
    }

    private static TLSClientParameters tls(Line line) {
        var parameters = new TLSClientParameters();
        // a key manager would hand the key to whoever asks it
        parameters.setSslContext(TlsContext.of(line::identity, line::trust));
        return parameters;
    }

    /** The response's own element. */
    public Part call(Contract.Operation operation, Consumer<SOAPElement> filling) throws Unanswered {
        try {
            var request = REQUESTS.createMessage();
            var body = request.getSOAPBody().addChildElement(new QName(Contract.NS, operation.element(), "l"));
            filling.accept(body);
            var response = dispatch.invoke(request);
            for (Node node = response.getSOAPBody().getFirstChild(); node != null; node = node.getNextSibling()) {
                if (node instanceof Element element && operation.response().equals(element.getLocalName())) {
                    return new Part(element);
                }
            }
            throw new Unanswered("the answer is none of the contract", null);
        } catch (SOAPFaultException e) {
            var trouble = Trouble.read(e.getFault().getDetail());
            if (trouble.isPresent()) {
                throw new Troubled(trouble.get());
            }
            throw new Unanswered("a fault that is none of the contract", e);
        } catch (WebServiceException | SOAPException e) {
            throw new Unanswered(Failure.inWords(e), e);
        }
    }

    /** No answer that can be believed: whether the other end did it is not known. */
    public static final class Unanswered extends Exception {
        private static final long serialVersionUID = 1L;

        /** @param what in words for a log */
        Unanswered(String what, @org.jspecify.annotations.Nullable Throwable cause) {
            super(what, cause);
        }
    }

    @Override
    public void close() {
        ((DispatchImpl<?>) dispatch).getClient().destroy();
    }

    static {
        // the bus of clients is made once; it holds no keys
        BusFactory.getDefaultBus();
    }
}
