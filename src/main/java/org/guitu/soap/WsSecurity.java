package org.guitu.soap;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javax.xml.namespace.QName;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.binding.soap.interceptor.SoapInterceptor;
import org.apache.cxf.interceptor.InterceptorProvider;
import org.apache.cxf.phase.AbstractPhaseInterceptor;
import org.apache.cxf.phase.Phase;
import org.apache.cxf.ws.security.SecurityConstants;
import org.apache.cxf.ws.security.wss4j.WSS4JInInterceptor;
import org.apache.cxf.ws.security.wss4j.WSS4JOutInterceptor;
import org.apache.wss4j.common.ConfigurationConstants;
import org.apache.wss4j.common.crypto.AlgorithmSuite;
import org.apache.wss4j.common.ext.WSSecurityException;
import org.apache.wss4j.dom.WSConstants;
import org.apache.wss4j.dom.engine.WSSConfig;
import org.apache.wss4j.dom.handler.HandlerAction;
import org.apache.wss4j.dom.handler.RequestData;
import org.guitu.trust.Identity;
import org.guitu.trust.KeyHandle;
import org.guitu.xml.Canonical;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;

/**
 * WS-Security as liaison.wsdl asks for it, by interceptors of CXF: what an end demands of the envelopes that reach it, and
 * how it signs its own (OASIS WS-Security 1.1.1, X.509 Token Profile 1.1.1).
 */
public final class WsSecurity {
    private static final String ACTIONS = "Timestamp Signature";
    private static final String CRYPTO = "org.guitu.crypto";

    private static final List<QName> UNUSED = List.of(
            WSConstants.SAML_TOKEN,
            WSConstants.SAML2_TOKEN,
            WSConstants.ENCRYPTED_ASSERTION,
            WSConstants.ENCRYPTED_KEY,
            WSConstants.ENCRYPTED_DATA,
            WSConstants.REFERENCE_LIST,
            WSConstants.DERIVED_KEY_TOKEN_05_02,
            WSConstants.DERIVED_KEY_TOKEN_05_12,
            WSConstants.SECURITY_CONTEXT_TOKEN_05_02,
            WSConstants.SECURITY_CONTEXT_TOKEN_05_12,
            WSConstants.USERNAME_TOKEN,
            new QName(WSConstants.WSSE11_NS, "EncryptedHeader"),
            new QName(WSConstants.WSSE11_NS, "SignatureConfirmation"));

    private final Supplier<Identity> own;
    private final Caller caller;
    private final Replays replays;
    private final Clock clock;

    /**
     * @param own what this end signs with at each moment: the identity of its TLS channel
     * @param caller whom the other end may be
     */
    public WsSecurity(Supplier<Identity> own, Caller caller, Replays replays, Clock clock) {
        // before WSS4J loads Santuario, which reads a setting once
        Canonical.ready();
        this.own = own;
        this.caller = caller;
        this.replays = replays;
        this.clock = clock;
    }

    Caller caller() {
        return caller;
    }

    /** Demands it of what comes in. */
    void demand(InterceptorProvider end) {
        var verify = new Verify(Map.of(
                ConfigurationConstants.ACTION,
                ACTIONS,
                ConfigurationConstants.SIG_VER_PROP_REF_ID,
                CRYPTO,
                CRYPTO,
                new KeylessCrypto(),
                ConfigurationConstants.EXPAND_XOP_INCLUDE,
                "true"));
        end.getInInterceptors().add(new Admission());
        end.getInInterceptors().add(verify);
        end.getInInterceptors().add(new Coverage(caller, replays));
        end.getInFaultInterceptors().add(verify);
        end.getInFaultInterceptors().add(new Coverage(caller, replays));
    }

    /** Puts it on what goes out. */
    void put(InterceptorProvider end) {
        var sign = new Signing();
        end.getOutInterceptors().add(sign);
        end.getOutFaultInterceptors().add(sign);
    }

    /** Hands each envelope to who signs with the key of that moment. */
    private final class Signing extends AbstractPhaseInterceptor<SoapMessage> implements SoapInterceptor {
        private volatile @Nullable Sign current;

        Signing() {
            super(Phase.PRE_PROTOCOL);
        }

        @Override
        public void handleMessage(SoapMessage message) {
            var identity = own.get();
            var sign = current;
            if (sign == null || !sign.identity.equals(identity)) {
                sign = new Sign(identity, clock);
                current = sign;
            }
            sign.handleMessage(message);
        }

        @Override
        public Set<QName> getUnderstoodHeaders() {
            return Set.of();
        }

        @Override
        public Set<URI> getRoles() {
            return Set.of();
        }
    }

    /** Settings of an endpoint or client, beside the interceptors. */
    Map<String, Object> settings() {
        var config = WSSConfig.getNewInstance();
        var refuse = new RefusedToken();
        UNUSED.forEach(token -> config.setProcessor(token, refuse));
        config.setProcessor(WSConstants.BINARY_TOKEN, new ShownCertificate());
        config.setProcessor(WSConstants.SIGNATURE, new StrictSignature());
        return Map.of(
                WSSConfig.class.getName(),
                config,
                SecurityConstants.SIGNATURE_TOKEN_VALIDATOR,
                new SignerCheck(caller),
                SecurityConstants.TIMESTAMP_TOKEN_VALIDATOR,
                new ClockCheck(clock),
                // seen envelopes are remembered in the record, where every node looks
                SecurityConstants.ENABLE_TIMESTAMP_CACHE,
                "false",
                SecurityConstants.ENABLE_NONCE_CACHE,
                "false",
                SecurityConstants.ENABLE_SAML_ONE_TIME_USE_CACHE,
                "false");
    }

    /** WSS4J's own list of algorithms beside ours. */
    private static final class Verify extends WSS4JInInterceptor {
        Verify(Map<String, Object> settings) {
            super(settings);
        }

        @Override
        protected void setAlgorithmSuites(SoapMessage message, RequestData data) {
            var suite = new AlgorithmSuite();
            suite.addSignatureMethod(StrictSignature.RSA);
            suite.addSignatureMethod(StrictSignature.ECDSA);
            suite.addDigestAlgorithm(StrictSignature.SHA256);
            suite.addC14nAlgorithm(StrictSignature.EXCLUSIVE);
            suite.addTransformAlgorithm(StrictSignature.EXCLUSIVE);
            suite.addTransformAlgorithm(WSConstants.NS_XMLDSIG_ENVELOPED_SIGNATURE);
            suite.setMinimumAsymmetricKeyLength(3072);
            suite.setMinimumEllipticCurveKeyLength(256);
            data.setAlgorithmSuite(suite);
        }
    }

    /** Signs the body in whichever version of SOAP it is, the Timestamp, and what is there of WS-Addressing. */
    private static final class Sign extends WSS4JOutInterceptor {
        private final Identity identity;
        private final Clock clock;

        Sign(Identity identity, Clock clock) {
            super(Map.of(
                    ConfigurationConstants.ACTION,
                    ACTIONS,
                    ConfigurationConstants.USER,
                    IdentityCrypto.ALIAS,
                    ConfigurationConstants.SIG_PROP_REF_ID,
                    CRYPTO,
                    CRYPTO,
                    new IdentityCrypto(identity),
                    ConfigurationConstants.SIG_KEY_ID,
                    "DirectReference",
                    ConfigurationConstants.SIG_ALGO,
                    isEc(identity) ? StrictSignature.ECDSA : StrictSignature.RSA,
                    ConfigurationConstants.SIG_DIGEST_ALGO,
                    StrictSignature.SHA256,
                    // no lists of prefixes: partners' libraries sort them wrongly, or cannot do them at all
                    ConfigurationConstants.ADD_INCLUSIVE_PREFIXES,
                    "false",
                    ConfigurationConstants.TTL_TIMESTAMP,
                    String.valueOf(ClockCheck.LIFE.toSeconds()),
                    ConfigurationConstants.PW_CALLBACK_REF,
                    (javax.security.auth.callback.CallbackHandler) callbacks -> {}));
            this.identity = identity;
            this.clock = clock;
        }

        private static boolean isEc(Identity identity) {
            return identity.certificate().getPublicKey().getAlgorithm().equals("EC");
        }

        @Override
        public void handleMessage(SoapMessage message) {
            message.put(
                    ConfigurationConstants.SIGNATURE_PARTS,
                    "{}{" + message.getVersion().getNamespace() + "}Body;{}{" + WSConstants.WSU_NS + "}Timestamp");
            message.put(
                    ConfigurationConstants.OPTIONAL_SIGNATURE_PARTS,
                    "{}{http://www.w3.org/2005/08/addressing}Action;"
                            + "{}{http://www.w3.org/2005/08/addressing}MessageID;"
                            + "{}{http://www.w3.org/2005/08/addressing}RelatesTo;"
                            + "{}{http://www.w3.org/2005/08/addressing}To;"
                            + "{}{http://www.w3.org/2005/08/addressing}ReplyTo");
            super.handleMessage(message);
        }

        @Override
        protected void doSenderAction(Document document, RequestData data, List<HandlerAction> actions, boolean request)
                throws WSSecurityException {
            data.setSignatureProvider(KeyHandle.PROVIDER);
            // WSS4J would ask the machine, whatever clock this end goes by
            data.getWssConfig().setCurrentTime(clock::instant);
            super.doSenderAction(document, data, actions, request);
        }
    }
}
