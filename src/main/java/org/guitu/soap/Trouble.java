package org.guitu.soap;

import jakarta.xml.soap.Detail;
import jakarta.xml.soap.SOAPElement;
import jakarta.xml.soap.SOAPException;
import java.util.Locale;
import java.util.Optional;
import javax.xml.namespace.QName;
import org.guitu.message.Labels;
import org.guitu.message.Refusal;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * The one fault of the contract: a refusal with all its fields, and the signed receipt where a message was refused.
 *
 * @param receipt the hub's signed {@code Refused}
 */
public record Trouble(Refusal refusal, Optional<byte[]> receipt) {
    static final QName NAME = new QName(Contract.NS, "Fault", "l");
    private static final String RECEIPTS = "urn:guitu:receipt:1.0";

    /** Writes it as detail of a fault. */
    void write(Detail detail) throws SOAPException {
        var fault = detail.addChildElement(NAME);
        var told = fault.addChildElement(new QName(Contract.NS, "Refusal", "l"));
        add(told, "Code", refusal.code());
        add(told, "Station", refusal.station().name());
        add(told, "Who", refusal.who().name());
        add(told, "Retry", refusal.retry().name());
        if (!refusal.place().isEmpty()) {
            add(told, "Place", refusal.place());
        }
        if (!refusal.rule().isEmpty()) {
            add(told, "Rule", refusal.rule());
        }
        for (var language : new Locale[] {Locale.CHINESE, Locale.ENGLISH}) {
            var text = add(told, "Text", refusal.text().in(language));
            text.setAttributeNS("http://www.w3.org/XML/1998/namespace", "xml:lang", language.getLanguage());
        }
        receipt.ifPresent(bytes -> Part.bytes(fault, "Receipt", bytes));
    }

    private static SOAPElement add(SOAPElement parent, String name, String text) throws SOAPException {
        var added = parent.addChildElement(new QName(RECEIPTS, name, "r"));
        added.setTextContent(text);
        return added;
    }

    /** Reads it from a fault; empty when the fault is none of the contract. */
    public static Optional<Trouble> read(@org.jspecify.annotations.Nullable Node detail) {
        var fault = detail == null ? null : child(detail, Contract.NS, "Fault");
        var told = fault == null ? null : child(fault, Contract.NS, "Refusal");
        if (fault == null || told == null) {
            return Optional.empty();
        }
        try {
            var texts = new String[] {"", ""};
            for (Node node = told.getFirstChild(); node != null; node = node.getNextSibling()) {
                if (node instanceof Element text && "Text".equals(text.getLocalName())) {
                    texts[text.getAttribute("xml:lang").startsWith("zh") ? 0 : 1] = text.getTextContent();
                }
            }
            var refusal = new Refusal(
                    text(told, "Code"),
                    Refusal.Who.valueOf(text(told, "Who")),
                    Refusal.Retry.valueOf(text(told, "Retry")),
                    text(told, "Place"),
                    text(told, "Rule"),
                    new Labels(texts[0], texts[1]));
            var receipt = child(fault, Contract.NS, "Receipt");
            return Optional.of(
                    new Trouble(refusal, receipt == null ? Optional.empty() : Optional.of(new Part(receipt).bytes())));
        } catch (IllegalArgumentException | Refused e) {
            return Optional.empty();
        }
    }

    private static String text(Element parent, String name) {
        var found = child(parent, RECEIPTS, name);
        return found == null ? "" : found.getTextContent();
    }

    private static @org.jspecify.annotations.Nullable Element child(Node parent, String namespace, String name) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element found
                    && namespace.equals(found.getNamespaceURI())
                    && name.equals(found.getLocalName())) {
                return found;
            }
        }
        return null;
    }

    /** The refusal somewhere among the causes of a failure. */
    static Optional<Refusal> among(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refused refused) {
                return Optional.of(refused.refusal());
            }
        }
        return Optional.empty();
    }

    static Trouble of(String code, Object... arguments) {
        return new Trouble(Refusals.refusal(code, "", "", arguments), Optional.empty());
    }
}
