package org.guitu.family;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import net.sf.saxon.s9api.DOMDestination;
import net.sf.saxon.s9api.SaxonApiException;
import net.sf.saxon.s9api.XdmAtomicValue;
import net.sf.saxon.s9api.XsltExecutable;
import org.guitu.message.MessageType;
import org.guitu.xml.SafeXml;
import org.guitu.xml.Schemas;
import org.guitu.xml.SchemasException;
import org.w3c.dom.Document;

/** Payloads of what the hub sends by itself, each made by a stylesheet {@code sends/<Type>.xml} from the history. */
final class Payloads {
    private final Map<String, XsltExecutable> made;
    private final Saxon saxon;

    private Payloads(Map<String, XsltExecutable> made, Saxon saxon) {
        this.made = made;
        this.saxon = saxon;
    }

    static Payloads compile(WorkflowFile file, Path folder, Schemas schemas, Saxon saxon) throws SchemasException {
        var made = new TreeMap<String, XsltExecutable>();
        for (var send : file.sends().orElse(java.util.List.of())) {
            var stylesheet = folder.resolve(send.type() + ".xml");
            made.put(send.type(), saxon.payload(schemas.document(stylesheet), stylesheet.toString()));
        }
        return new Payloads(made, saxon);
    }

    /** A document whose root is the payload. */
    Document of(MessageType type, History history, Instant now) {
        var stylesheet = made.get(type.name());
        if (stylesheet == null) {
            throw new IllegalArgumentException("the hub does not send " + type);
        }
        var payload = SafeXml.blank();
        try {
            var transformer = stylesheet.load30();
            transformer.setResultDocumentHandler(uri -> {
                throw new IllegalStateException("a payload writes nothing else");
            });
            transformer.setStylesheetParameters(Map.of(
                    Saxon.Variable.HISTORY.qName(),
                    Condition.Facts.tree(history, saxon),
                    Saxon.Variable.NOW.qName(),
                    new XdmAtomicValue(now.atZone(ZoneOffset.UTC))));
            transformer.callTemplate(null, new DOMDestination(payload));
            return payload;
        } catch (SaxonApiException e) {
            throw new IllegalStateException("the payload of " + type + " cannot be made", e);
        }
    }
}
