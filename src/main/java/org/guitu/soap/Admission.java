package org.guitu.soap;

import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.binding.soap.interceptor.AbstractSoapInterceptor;
import org.apache.cxf.binding.soap.interceptor.ReadHeadersInterceptor;
import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.phase.Phase;
import org.apache.cxf.security.transport.TLSSessionInfo;
import org.guitu.message.Refused;

/** Turns away who comes too often, as soon as it is known in which version of SOAP to say so. */
final class Admission extends AbstractSoapInterceptor {
    private final Caller caller;

    Admission(Caller caller) {
        super(Phase.READ);
        addAfter(ReadHeadersInterceptor.class.getName());
        this.caller = caller;
    }

    @Override
    public void handleMessage(SoapMessage message) {
        try {
            caller.admit(SignerCheck.shown(message.get(TLSSessionInfo.class)));
        } catch (Refused e) {
            throw new Fault(e);
        }
    }
}
