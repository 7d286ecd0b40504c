package org.guitu.soap;

import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.binding.soap.interceptor.AbstractSoapInterceptor;
import org.apache.cxf.binding.soap.interceptor.ReadHeadersInterceptor;
import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.io.DelegatingInputStream;
import org.apache.cxf.phase.Phase;

/** Turns away whom the doorkeeper does not let in, as soon as it is known in which version of SOAP to say so: before the body. */
final class Admission extends AbstractSoapInterceptor {
    Admission() {
        super(Phase.READ);
        addAfter(ReadHeadersInterceptor.class.getName());
    }

    @Override
    public void handleMessage(SoapMessage message) {
        Visit.of(message).flatMap(Visit::refused).ifPresent(refused -> {
            // CXF would read all of it before it answers
            message.removeContent(DelegatingInputStream.class);
            throw new Fault(refused);
        });
    }
}
