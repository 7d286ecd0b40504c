package org.guitu.family;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import net.sf.saxon.s9api.DOMDestination;
import net.sf.saxon.s9api.SaxonApiException;
import net.sf.saxon.s9api.XdmAtomicValue;
import net.sf.saxon.s9api.XdmEmptySequence;
import net.sf.saxon.s9api.XsltExecutable;
import org.guitu.message.MessageType;
import org.guitu.xml.SafeXml;
import org.guitu.xml.Schemas;
import org.guitu.xml.SchemasException;
import org.w3c.dom.Document;

/** Payloads of what the hub sends by itself, each made by a stylesheet {@code sends/<Type>.xml} from the history. */
final class Payloads {
    private final Map<String, XsltExecutable> made;
    private final Set<String> ofRecord;
    private final Saxon saxon;

    private Payloads(Map<String, XsltExecutable> made, Set<String> ofRecord, Saxon saxon) {
        this.made = made;
        this.ofRecord = ofRecord;
        this.saxon = saxon;
    }

    static Payloads compile(WorkflowFile file, Path folder, Schemas schemas, Saxon saxon) throws SchemasException {
        var made = new TreeMap<String, XsltExecutable>();
        var ofRecord = new TreeSet<String>();
        for (var send : file.sends().orElse(java.util.List.of())) {
            var stylesheet = folder.resolve(send.type() + ".xml");
            made.put(send.type(), saxon.payload(schemas.document(stylesheet), stylesheet.toString()));
            send.of().ifPresent(record -> ofRecord.add(send.type()));
        }
        return new Payloads(made, ofRecord, saxon);
    }

    /** A document whose root is the payload. */
    Document of(MessageType type, History history, Function<History, Document> record, Instant now) {
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
                    new XdmAtomicValue(now.atZone(ZoneOffset.UTC)),
                    Saxon.RECORD,
                    ofRecord.contains(type.name())
                            ? saxon.copy(record.apply(history))
                            : XdmEmptySequence.getInstance()));
            transformer.callTemplate(null, new DOMDestination(payload));
            return payload;
        } catch (SaxonApiException e) {
            throw new IllegalStateException("the payload of " + type + " cannot be made", e);
        }
    }
}
