package org.guitu.soap;

import static java.util.Objects.requireNonNull;

import jakarta.xml.soap.SOAPException;
import jakarta.xml.soap.SOAPMessage;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLStreamException;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.binding.soap.interceptor.AbstractSoapInterceptor;
import org.apache.cxf.helpers.DOMUtils;
import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.phase.Phase;
import org.apache.cxf.security.transport.TLSSessionInfo;
import org.apache.wss4j.dom.WSConstants;
import org.apache.wss4j.dom.WSDataRef;
import org.apache.wss4j.dom.engine.WSSecurityEngineResult;
import org.apache.wss4j.dom.handler.WSHandlerConstants;
import org.apache.wss4j.dom.handler.WSHandlerResult;
import org.apache.wss4j.dom.message.token.Timestamp;
import org.guitu.message.Digest;
import org.guitu.message.PartyId;
import org.guitu.message.Patience;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.xml.EnvelopeReader;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * After WS-Security: the one signature covers the body that is read, the one Timestamp and every header of WS-Addressing, as
 * the very nodes of this envelope, so nothing that was moved or added is taken for signed. Then the envelope must be new.
 */
final class Coverage extends AbstractSoapInterceptor {
    private static final String ADDRESSING = "http://www.w3.org/2005/08/addressing";

    private final Caller caller;
    private final Replays replays;

    Coverage(Caller caller, Replays replays) {
        super(Phase.PRE_PROTOCOL);
        this.caller = caller;
        this.replays = replays;
        addAfter(org.apache.cxf.ws.security.wss4j.WSS4JInInterceptor.class.getName());
    }

    /** WS-Addressing is understood, whoever asks for it with {@code mustUnderstand}. */
    @Override
    public Set<QName> getUnderstoodHeaders() {
        return Stream.of("Action", "MessageID", "To", "From", "ReplyTo", "FaultTo", "RelatesTo")
                .map(name -> new QName(ADDRESSING, name))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What was signed, by node; digests are of the signed references, so a signature that was bent is no new envelope. */
    private record Signed(X509Certificate signer, Set<Node> nodes, List<byte[]> digests) {}

    @Override
    public void handleMessage(SoapMessage message) {
        try {
            var envelope = message.getContent(SOAPMessage.class);
            if (envelope == null) {
                throw Refusals.refused("GT-2013", "wsse:Security");
            }
            requireNonNull(message.get(EnvelopeReader.class)).finish();
            var signed = signed(message);
            require(signed, envelope.getSOAPBody(), "soap:Body");
            require(signed, only(results(message, WSConstants.TS), "wsu:Timestamp"), "wsu:Timestamp");
            addressing(signed, envelope);
            var party = SignerCheck.party(message, caller);
            var shown = SignerCheck.shown(message.get(TLSSessionInfo.class));
            var patience = Patience.fresh();
            requireStanding(signed.signer(), shown, patience);
            if (!replays.first(seen(party, signed), ClockCheck.LIFE.plus(ClockCheck.AHEAD))) {
                throw Refusals.refused("GT-2019");
            }
            message.put(X509Certificate.class, signed.signer());
            message.put(Patience.class, patience);
            message.put(Exchange.Recheck.class, again -> {
                caller.ofChannel(shown);
                caller.requireSigner(party, signed.signer());
                requireStanding(signed.signer(), shown, again);
            });
            message.put(PartyId.class, party);
        } catch (Refused | SOAPException | XMLStreamException e) {
            throw new Fault(e);
        }
    }

    private void requireStanding(X509Certificate signer, Optional<X509Certificate> shown, Patience patience)
            throws Refused {
        caller.requireStanding(signer, patience);
        if (shown.isPresent() && !shown.get().equals(signer)) {
            caller.requireStanding(shown.get(), patience);
        }
    }

    private static Signed signed(SoapMessage message) throws Refused {
        var signatures = results(message, WSConstants.SIGN);
        if (signatures.size() != 1) {
            throw Refusals.refused("GT-2013", "ds:Signature");
        }
        var result = signatures.get(0);
        var nodes = Collections.<Node>newSetFromMap(new IdentityHashMap<>());
        var digests = new ArrayList<byte[]>();
        for (var found : requireNonNull((List<?>) result.get(WSSecurityEngineResult.TAG_DATA_REF_URIS))) {
            var reference = (WSDataRef) found;
            if (reference.isAttachment() || reference.getProtectedElement() == null) {
                throw Refusals.refused("GT-2014");
            }
            nodes.add(DOMUtils.getDomElement(reference.getProtectedElement()));
            digests.add(reference.getDigestValue());
        }
        return new Signed(
                requireNonNull((X509Certificate) result.get(WSSecurityEngineResult.TAG_X509_CERTIFICATE)),
                nodes,
                digests);
    }

    private static List<WSSecurityEngineResult> results(SoapMessage message, int action) {
        var all = new ArrayList<WSSecurityEngineResult>();
        if (message.get(WSHandlerConstants.RECV_RESULTS) instanceof List<?> received) {
            for (var one : received) {
                for (var result : ((WSHandlerResult) one).getResults()) {
                    if (Integer.valueOf(action).equals(result.get(WSSecurityEngineResult.TAG_ACTION))) {
                        all.add(result);
                    }
                }
            }
        }
        return all;
    }

    private static Node only(List<WSSecurityEngineResult> stamps, String name) throws Refused {
        if (stamps.size() != 1) {
            throw Refusals.refused("GT-2013", name);
        }
        var stamp = requireNonNull((Timestamp) stamps.get(0).get(WSSecurityEngineResult.TAG_TIMESTAMP));
        return stamp.getElement();
    }

    private static void require(Signed signed, Node node, String name) throws Refused {
        // SAAJ hands out wrappers of its nodes
        if (!signed.nodes().contains(DOMUtils.getDomElement((Element) node))) {
            throw Refusals.refusedAt(name, "GT-2014");
        }
    }

    /** Replies go back over the connection the request came by, and nowhere else. */
    private static void addressing(Signed signed, SOAPMessage envelope) throws Refused, SOAPException {
        var header = envelope.getSOAPHeader();
        for (Node node = header == null ? null : header.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && ADDRESSING.equals(element.getNamespaceURI())) {
                require(signed, element, "wsa:" + element.getLocalName());
                boolean reply = element.getLocalName().equals("ReplyTo")
                        || element.getLocalName().equals("FaultTo");
                if (reply && !element.getTextContent().strip().equals(ADDRESSING + "/anonymous")) {
                    throw Refusals.refusedAt("wsa:" + element.getLocalName(), "GT-2022");
                }
            }
        }
    }

    /**
     * What is remembered of an envelope. Two parties that ask the same in the same second sign the very same text; with one party
     * that counts as one envelope, whichever of its keys signed it.
     */
    private static Digest seen(PartyId party, Signed signed) {
        var all = new java.io.ByteArrayOutputStream();
        all.writeBytes((party + "\n").getBytes(StandardCharsets.UTF_8));
        signed.digests().forEach(all::writeBytes);
        return Digest.of(all.toByteArray());
    }
}
