package org.guitu.soap;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.wss4j.common.ext.WSSecurityException;
import org.apache.wss4j.common.ext.WSSecurityException.ErrorCode;
import org.apache.wss4j.dom.WSConstants;
import org.apache.wss4j.dom.engine.WSSecurityEngineResult;
import org.apache.wss4j.dom.handler.RequestData;
import org.apache.wss4j.dom.processor.SignatureProcessor;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.trust.BouncyCastle;
import org.guitu.trust.CertificateName;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Looks at what a signature of WS-Security is made with before any of it is computed. */
final class StrictSignature extends SignatureProcessor {
    static final String RSA = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
    static final String ECDSA = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";
    static final String SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256";
    static final String EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#";

    private static final String DS = "http://www.w3.org/2000/09/xmldsig#";
    private static final String ENVELOPED = DS + "enveloped-signature";

    /** Body, Timestamp, token and the headers of WS-Addressing. */
    private static final int REFERENCES = 12;

    private static final Set<String> METHODS = Set.of(RSA, ECDSA);
    private static final Set<String> DIGESTS = Set.of(SHA256);
    private static final Set<String> FORMS = Set.of(EXCLUSIVE);
    private static final Set<String> TRANSFORMS = Set.of(EXCLUSIVE, ENVELOPED);

    StrictSignature() {
        super(Uncached.PROVIDER);
    }

    @Override
    public List<WSSecurityEngineResult> handleToken(Element signature, RequestData data) throws WSSecurityException {
        try {
            check(signature, "SignatureMethod", METHODS);
            check(signature, "DigestMethod", DIGESTS);
            check(signature, "CanonicalizationMethod", FORMS);
            check(signature, "Transform", TRANSFORMS);
            if (signature.getElementsByTagNameNS(DS, "Reference").getLength() > REFERENCES) {
                throw Refusals.refused("GT-2014");
            }
            requireToken(signature);
        } catch (Refused e) {
            throw new WSSecurityException(ErrorCode.UNSUPPORTED_ALGORITHM, e);
        }
        // several times faster than the JDK's; RSA is the JDK's own strength
        data.setSignatureProvider(uses(signature, ECDSA) ? BouncyCastle.PROVIDER : null);
        try {
            return super.handleToken(signature, data);
        } catch (WSSecurityException e) {
            if (e.getErrorCode() != ErrorCode.FAILED_CHECK) {
                throw e;
            }
            throw new WSSecurityException(ErrorCode.FAILED_CHECK, mismatch(shown(data)));
        }
    }

    /** @param shown the certificate it was to be verified by, where that was reached */
    private static Refused mismatch(Optional<X509Certificate> shown) {
        return Refusals.refused(
                "GT-2012",
                shown.map(CertificateName::subject).orElse("–"),
                shown.map(CertificateName::serial).orElse("–"));
    }

    private static Optional<X509Certificate> shown(RequestData data) {
        return data.getWsDocInfo().getResultsByTag(WSConstants.BST).stream()
                .map(token -> token.get(WSSecurityEngineResult.TAG_X509_CERTIFICATE))
                .filter(X509Certificate.class::isInstance)
                .map(X509Certificate.class::cast)
                .findFirst();
    }

    private static boolean uses(Element signature, String method) {
        var found = signature.getElementsByTagNameNS(DS, "SignatureMethod");
        return found.getLength() == 1 && method.equals(((Element) found.item(0)).getAttribute("Algorithm"));
    }

    private static void check(Element signature, String name, Set<String> allowed) throws Refused {
        var found = signature.getElementsByTagNameNS(DS, name);
        for (int i = 0; i < found.getLength(); i++) {
            var algorithm = ((Element) found.item(i)).getAttribute("Algorithm");
            if (!allowed.contains(algorithm)) {
                throw Refusals.refusedAt(name, "GT-2017", shown(algorithm));
            }
        }
    }

    /** The certificate is shown as a token of this envelope; no other way to name a key is looked into. */
    private static void requireToken(Element signature) throws Refused {
        var info = only(signature, DS, "KeyInfo");
        var reference =
                only(only(info, WSConstants.WSSE_NS, "SecurityTokenReference"), WSConstants.WSSE_NS, "Reference");
        if (signature.getElementsByTagNameNS(DS, "KeyInfo").getLength() != 1
                || !reference.getAttribute("URI").startsWith("#")) {
            throw Refusals.refused("GT-2021");
        }
    }

    /** The child of this name; in what names a key it has no brothers. */
    private static Element only(Element parent, String namespace, String name) throws Refused {
        Element found = null;
        int children = 0;
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                children++;
                if (namespace.equals(child.getNamespaceURI()) && name.equals(child.getLocalName())) {
                    found = child;
                }
            }
        }
        if (found == null || (children > 1 && !name.equals("KeyInfo"))) {
            throw Refusals.refused("GT-2021");
        }
        return found;
    }

    /** A name that a stranger wrote goes back to it only as far as it looks like one. */
    private static String shown(String algorithm) {
        return algorithm.matches("[A-Za-z0-9:/#._-]{1,120}") ? algorithm : "?";
    }
}
