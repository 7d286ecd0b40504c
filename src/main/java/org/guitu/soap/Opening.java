package org.guitu.soap;

import java.io.InputStream;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.interceptor.StaxInInterceptor;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.AbstractPhaseInterceptor;
import org.apache.cxf.phase.Phase;
import org.guitu.xml.EnvelopeReader;

/** Opens the envelope with the house's own reader, before CXF would with its own. */
final class Opening extends AbstractPhaseInterceptor<Message> {
    private final int elements;

    /** @param elements of an envelope, at most */
    Opening(int elements) {
        super(Phase.POST_STREAM);
        addBefore(StaxInInterceptor.class.getName());
        this.elements = elements;
    }

    @Override
    public void handleMessage(Message message) {
        var stream = message.getContent(InputStream.class);
        if (stream == null) {
            return;
        }
        try {
            var reader = EnvelopeReader.of(stream, elements);
            message.put(EnvelopeReader.class, reader);
            message.setContent(XMLStreamReader.class, reader);
        } catch (XMLStreamException e) {
            throw new Fault(e);
        }
    }
}
