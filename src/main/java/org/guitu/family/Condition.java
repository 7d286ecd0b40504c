package org.guitu.family;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.xml.XMLConstants;
import net.sf.saxon.s9api.SaxonApiException;
import net.sf.saxon.s9api.XPathExecutable;
import net.sf.saxon.s9api.XPathSelector;
import net.sf.saxon.s9api.XdmAtomicValue;
import net.sf.saxon.s9api.XdmEmptySequence;
import net.sf.saxon.s9api.XdmItem;
import net.sf.saxon.s9api.XdmNode;
import net.sf.saxon.s9api.XdmValue;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.xml.SafeXml;

/** An expression of a workflow, most often a condition: XPath 3.1 over the message, its history, sender, recipients and time. */
final class Condition {
    private final Saxon saxon;
    private final XPathExecutable expression;
    private final Set<Saxon.Variable> asked;
    private final boolean timed;

    Condition(Saxon saxon, XPathExecutable expression, String text) {
        this.saxon = saxon;
        this.expression = expression;
        this.asked = Arrays.stream(Saxon.Variable.values())
                .filter(variable -> text.contains("$" + variable.qName()))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Saxon.Variable.class)));
        this.timed = text.contains("@acceptedAt");
    }

    /**
     * Whether its answer lies in the messages alone, and not in what only the hub knows: what stands beside the conversation,
     * and when a message was accepted.
     *
     * @param whole whether every earlier message is at hand
     */
    boolean liesInMessages(boolean whole) {
        return !timed
                && !asked.contains(Saxon.Variable.HUB)
                && !asked.contains(Saxon.Variable.NOW)
                && (whole || !asked.contains(Saxon.Variable.HISTORY));
    }

    /** What conditions are asked about: each made once, and only when one asks for it. */
    static final class Facts {
        private final Situation situation;
        private final Map<Saxon.Variable, XdmValue> made = new HashMap<>();

        Facts(Situation situation) {
            this.situation = situation;
        }

        private XdmValue value(Saxon.Variable variable, Saxon saxon) throws SaxonApiException {
            var known = made.get(variable);
            if (known != null) {
                return known;
            }
            var value = make(variable, saxon);
            made.put(variable, value);
            return value;
        }

        private XdmValue make(Saxon.Variable variable, Saxon saxon) throws SaxonApiException {
            return switch (variable) {
                case MESSAGE -> saxon.copy(situation.message());
                case HISTORY -> history(saxon);
                case HUB -> surroundings(saxon);
                case SENDER -> new XdmAtomicValue(situation.header().sender().value());
                case RECIPIENT -> XdmValue.makeSequence(situation.header().recipients());
                case NOW -> new XdmAtomicValue(situation.now().atZone(java.time.ZoneOffset.UTC));
            };
        }

        private XdmNode history(Saxon saxon) throws SaxonApiException {
            return tree(situation.history().get(), saxon);
        }

        /** {@code hub/clause} and {@code hub/open}, with lists of words in the attributes. */
        private XdmNode surroundings(Saxon saxon) throws SaxonApiException {
            var known = situation.surroundings().get();
            var document = SafeXml.blank();
            var root = document.createElementNS(XMLConstants.NULL_NS_URI, "hub");
            root.setAttribute("certificateUntil", known.certificateUntil().toString());
            document.appendChild(root);
            for (var clause : known.clauses()) {
                var element = document.createElementNS(XMLConstants.NULL_NS_URI, "clause");
                element.setAttribute("senders", String.join(" ", clause.senders()));
                element.setAttribute("recipients", String.join(" ", clause.recipients()));
                element.setAttribute("types", String.join(" ", clause.types()));
                element.setAttribute("purposes", String.join(" ", clause.purposes()));
                root.appendChild(element);
            }
            for (var open : known.open()) {
                var element = document.createElementNS(XMLConstants.NULL_NS_URI, "open");
                element.setAttribute("conversation", open);
                root.appendChild(element);
            }
            return saxon.copy(document);
        }

        /** {@code history/entry}, each with its number, type, sender and time, and the message. */
        static XdmNode tree(History history, Saxon saxon) throws SaxonApiException {
            var document = SafeXml.blank();
            var root = document.createElementNS(XMLConstants.NULL_NS_URI, "history");
            document.appendChild(root);
            for (var entry : history.entries()) {
                var element = document.createElementNS(XMLConstants.NULL_NS_URI, "entry");
                element.setAttribute("number", String.valueOf(entry.number()));
                element.setAttribute("type", entry.type().toString());
                element.setAttribute("sender", entry.sender().value());
                element.setAttribute("acceptedAt", entry.acceptedAt().toString());
                element.appendChild(document.importNode(entry.message().getDocumentElement(), true));
                root.appendChild(element);
            }
            return saxon.copy(document);
        }
    }

    /**
     * Whether it holds (its effective boolean value).
     *
     * @throws Refused GT-5107 when it cannot be evaluated for this message
     */
    boolean holds(Facts facts) throws Refused {
        try {
            return selector(facts).effectiveBooleanValue();
        } catch (SaxonApiException e) {
            throw new Refused(Refusals.refusal("GT-5107", "/Message/Body", ""), e);
        }
    }

    /**
     * The text of the one value it gives; empty when it gives none.
     *
     * @throws Refused GT-5107 when it cannot be evaluated for this message
     */
    Optional<String> text(Facts facts) throws Refused {
        try {
            return Optional.ofNullable(selector(facts).evaluateSingle()).map(XdmItem::getStringValue);
        } catch (SaxonApiException e) {
            throw new Refused(Refusals.refusal("GT-5107", "/Message/Body", ""), e);
        }
    }

    /**
     * The texts of all values it gives.
     *
     * @throws Refused GT-5107 when it cannot be evaluated for this message
     */
    Set<String> texts(Facts facts) throws Refused {
        var texts = new TreeSet<String>();
        try {
            for (var value : selector(facts).evaluate()) {
                texts.add(value.getStringValue());
            }
        } catch (SaxonApiException e) {
            throw new Refused(Refusals.refusal("GT-5107", "/Message/Body", ""), e);
        }
        return texts;
    }

    private XPathSelector selector(Facts facts) throws SaxonApiException {
        var selector = expression.load();
        for (var variable : Saxon.Variable.values()) {
            selector.setVariable(
                    variable.qName(),
                    asked.contains(variable) ? facts.value(variable, saxon) : XdmEmptySequence.getInstance());
        }
        return selector;
    }
}
