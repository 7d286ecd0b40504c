package org.guitu.soap;

import java.security.cert.X509Certificate;
import java.util.Optional;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.security.transport.TLSSessionInfo;
import org.apache.wss4j.common.ext.WSSecurityException;
import org.apache.wss4j.common.ext.WSSecurityException.ErrorCode;
import org.apache.wss4j.dom.handler.RequestData;
import org.apache.wss4j.dom.validate.Credential;
import org.apache.wss4j.dom.validate.Validator;
import org.guitu.message.PartyId;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.trust.CertificatePaths;
import org.jspecify.annotations.Nullable;

/** Believes a signature's certificate only when it is one of the very party whose TLS channel the envelope came over. */
final class SignerCheck implements Validator {
    private final Caller caller;

    SignerCheck(Caller caller) {
        this.caller = caller;
    }

    @Override
    public Credential validate(Credential credential, RequestData data) throws WSSecurityException {
        var certificates = credential.getCertificates();
        try {
            if (certificates == null || certificates.length == 0) {
                throw Refusals.refused("GT-2021");
            }
            caller.requireSigner(party((SoapMessage) data.getMsgContext(), caller), certificates[0]);
            // WSS4J would refuse it too, and not say for what
            CertificatePaths.requireStrong(certificates[0]);
            return credential;
        } catch (Refused e) {
            throw new WSSecurityException(ErrorCode.FAILED_AUTHENTICATION, e);
        }
    }

    /**
     * The party of the channel this message came over; asked once a message.
     *
     * @throws Refused as {@link Caller#ofChannel}
     */
    static PartyId party(SoapMessage message, Caller caller) throws Refused {
        var known = message.get(PartyId.class);
        if (known != null) {
            return known;
        }
        var party = caller.ofChannel(shown(message.get(TLSSessionInfo.class)));
        message.put(PartyId.class, party);
        return party;
    }

    static Optional<X509Certificate> shown(@Nullable TLSSessionInfo session) {
        var peers = session == null ? null : session.getPeerCertificates();
        return peers != null && peers.length > 0 && peers[0] instanceof X509Certificate certificate
                ? Optional.of(certificate)
                : Optional.empty();
    }
}
