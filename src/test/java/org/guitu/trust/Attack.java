package org.guitu.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.guitu.message.Refusal;
import org.guitu.message.Refused;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Changes a signed message as an attacker would and says how it is refused. */
final class Attack {
    static final TestKeys KEYS = new TestKeys();
    static final Identity SENDER = KEYS.signing("cn.52");

    private static final XmlVerifier VERIFIER = new XmlVerifier();

    private Attack() {}

    /** The code that refuses a message changed on the wire. */
    static String onTheWire(UnaryOperator<String> change) {
        var sound = Sample.wire(Sample.signedBy(SENDER));
        var changed = change.apply(sound);
        assertThat(changed).as("the attack changes something").isNotEqualTo(sound);
        return code(Sample.parse(changed));
    }

    /** The code that refuses a message changed as a tree, and then sent. */
    static String inTheTree(Consumer<Document> change) {
        var message = Sample.sent(Sample.signedBy(SENDER));
        change.accept(message);
        return code(Sample.sent(message));
    }

    /** The code for one element of a signed message, changed and then sent. */
    static String at(String name, Consumer<Element> change) {
        return inTheTree(message -> change.accept(Sample.find(message, name)));
    }

    /** As {@link #inTheTree}, but SignedInfo is signed again by the sender: only the shape can refuse it. */
    static String bySender(Consumer<Document> change) {
        var message = Sample.sent(Sample.signedBy(SENDER));
        change.accept(message);
        resign(message, SENDER);
        return code(Sample.sent(message));
    }

    static void resign(Document message, Identity identity) {
        var signed = ExclusiveForm.of(Sample.find(message, "ds:SignedInfo"));
        var value = identity.signer().sign(signed);
        Sample.find(message, "ds:SignatureValue")
                .setTextContent(java.util.Base64.getEncoder().encodeToString(value));
    }

    static void removed(Element element) {
        element.getParentNode().removeChild(element);
    }

    static String code(Document message) {
        return refusal(message, List.of(SENDER.certificate())).code();
    }

    static Refusal refusal(Document message, List<X509Certificate> candidates) {
        try {
            VERIFIER.verify(message, candidates);
        } catch (Refused e) {
            return e.refusal();
        }
        return fail("the message was taken");
    }
}
