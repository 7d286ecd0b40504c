package org.guitu.soap;

import java.util.List;
import org.apache.wss4j.common.ext.WSSecurityException;
import org.apache.wss4j.common.ext.WSSecurityException.ErrorCode;
import org.apache.wss4j.dom.engine.WSSecurityEngineResult;
import org.apache.wss4j.dom.handler.RequestData;
import org.apache.wss4j.dom.processor.Processor;
import org.guitu.message.Refusals;
import org.w3c.dom.Element;

/** What the service has no use for is not even looked into: SAML, names with passwords, encryption, derived keys. */
final class RefusedToken implements Processor {
    @Override
    public List<WSSecurityEngineResult> handleToken(Element token, RequestData data) throws WSSecurityException {
        throw new WSSecurityException(
                ErrorCode.UNSUPPORTED_SECURITY_TOKEN, Refusals.refused("GT-2020", token.getLocalName()));
    }
}
