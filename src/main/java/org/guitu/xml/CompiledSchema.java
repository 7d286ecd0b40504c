package org.guitu.xml;

import java.io.IOException;
import java.util.Locale;
import javax.xml.XMLConstants;
import javax.xml.transform.dom.DOMSource;
import javax.xml.validation.Schema;
import javax.xml.validation.Validator;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.w3c.dom.Document;
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
        var validator = validators.take();
        var errors = new SchemaErrors(validator);
        validator.setErrorHandler(errors);
        try {
            validator.validate(new DOMSource(document));
        } catch (SAXException | IOException e) {
            throw new Refused(errors.refusal().orElseGet(() -> Refusals.refusal("GT-4199", "", "", "Message")), e);
        } finally {
            validators.giveBack(validator);
        }
        var refusal = errors.refusal();
        if (refusal.isPresent()) {
            throw new Refused(refusal.get());
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
