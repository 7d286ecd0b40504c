package org.guitu.xml;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.transform.dom.DOMSource;
import javax.xml.validation.Schema;
import javax.xml.validation.Validator;
import org.guitu.message.Refusal;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** Schemas compiled together; one instance serves every thread, each with a validator to itself. */
public final class CompiledSchema {
    private final Pool<Validator> validators;

    CompiledSchema(Schema schema) {
        validators = new Pool<>(() -> validator(schema));
    }

    /**
     * Checks the document against the schema; schemas the document itself names are never read.
     *
     * @throws Refused GT-41xx with the place of the first error and what is expected there; never content of the message
     */
    public void validate(Document document) throws Refused {
        var refusal = run(document, false).refusal();
        if (refusal.isPresent()) {
            throw new Refused(refusal.get());
        }
    }

    /**
     * Something the schema does not take.
     *
     * @param node the element or attribute; empty where the whole message is meant
     */
    public record Fault(Optional<Node> node, Refusal refusal, Expected expected) {}

    /**
     * What the schema wants there instead.
     *
     * @param said names, values or one bound, as the schema writes them; at most the first 300 characters of them
     */
    public record Expected(What what, List<String> said) {
        static final Expected NOTHING = new Expected(What.OTHER, List.of());

        public Expected {
            said = List.copyOf(said);
        }
    }

    /** What stands in {@link Expected#said}. */
    public enum What {
        /** Local names of elements that may stand beside this one. */
        BESIDE,
        /** Local names of elements that have to stand inside. */
        INSIDE,
        /** Values of a code. */
        VALUES,
        /** A bound, the name of a type or of an attribute. */
        OTHER
    }

    /** Everything it does not take, in the order of the document; for whoever is still writing it. */
    public List<Fault> faults(Document document) {
        try {
            return run(document, true).faults();
        } catch (Refused e) {
            return List.of(new Fault(Optional.empty(), e.refusal(), Expected.NOTHING));
        }
    }

    private SchemaErrors run(Document document, boolean all) throws Refused {
        var validator = validators.take();
        var errors = new SchemaErrors(validator, all);
        validator.setErrorHandler(errors);
        try {
            validator.validate(new DOMSource(document));
            return errors;
        } catch (SAXException | IOException e) {
            throw new Refused(errors.refusal().orElseGet(() -> Refusals.refusal("GT-4199", "", "", "Message")), e);
        } finally {
            validators.giveBack(validator);
        }
    }

    private static Validator validator(Schema schema) {
        var validator = schema.newValidator();
        try {
            validator.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            validator.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            validator.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
            // what is taken from its texts is found by their English form, whatever the system speaks
            validator.setProperty("http://apache.org/xml/properties/locale", Locale.ROOT);
            return validator;
        } catch (SAXException e) {
            throw new IllegalStateException("this Java cannot make a hardened schema validator", e);
        }
    }
}
