package org.guitu.soap;

import java.security.cert.CertificateException;
import java.util.Base64;
import java.util.List;
import org.apache.wss4j.common.ext.WSSecurityException;
import org.apache.wss4j.common.ext.WSSecurityException.ErrorCode;
import org.apache.wss4j.dom.engine.WSSecurityEngineResult;
import org.apache.wss4j.dom.handler.RequestData;
import org.apache.wss4j.dom.processor.BinarySecurityTokenProcessor;
import org.guitu.message.Refused;
import org.guitu.trust.BouncyCastle;
import org.guitu.trust.CertificatePaths;
import org.w3c.dom.Element;

/** Reads the certificate of an envelope; of one that the JDK does not read its owner is told which it is and what is weak. */
final class ShownCertificate extends BinarySecurityTokenProcessor {
    @Override
    public List<WSSecurityEngineResult> handleToken(Element token, RequestData data) throws WSSecurityException {
        try {
            return super.handleToken(token, data);
        } catch (WSSecurityException e) {
            requireStrong(token.getTextContent());
            throw e;
        }
    }

    private static void requireStrong(String base64) throws WSSecurityException {
        try {
            // no longer than a header may be
            CertificatePaths.requireStrong(
                    BouncyCastle.certificate(Base64.getMimeDecoder().decode(base64)));
        } catch (Refused e) {
            throw new WSSecurityException(ErrorCode.FAILED_AUTHENTICATION, e);
        } catch (CertificateException | IllegalArgumentException e) {
            // no certificate at all
        }
    }
}
