package org.guitu.desk;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.guitu.office.Verification;

/** Who signed a message, with which certificate, and what was found: what a page and a PDF say of it. */
final class SignatureReport {
    private SignatureReport() {}

    /** Facts by their label, in the order they are read. */
    static Map<String, String> of(Verification check, Words words, DeskPages.Shown shown) {
        var facts = new LinkedHashMap<String, String>();
        var certificate = check.certificate();
        facts.put(words.say("signature.signer"), check.signer());
        facts.put(words.say("signature.issuer"), check.issuer());
        facts.put(
                words.say("signature.serial"),
                certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT));
        facts.put(
                words.say("signature.valid"),
                words.say(
                        "signature.span",
                        shown.time(certificate.getNotBefore().toInstant()),
                        shown.time(certificate.getNotAfter().toInstant())));
        facts.put(words.say("signature.fingerprint"), check.fingerprint());
        check.own()
                .ifPresentOrElse(
                        own -> {
                            facts.put(words.say("signature.suite"), suite(words, own.suite()));
                            facts.put(words.say("signature.claimed"), shown.time(own.claimedAt()));
                        },
                        () -> facts.put(words.say("signature.relied"), ""));
        check.hub().ifPresent(hub -> {
            facts.put(words.say("signature.hub"), shown.time(hub.by().verifiedAt()));
            facts.put(words.say("signature.hub.suite"), suite(words, hub.by().suite()));
            facts.put(words.say("signature.statement"), suite(words, hub.suite()));
            facts.put(words.say("signature.digest"), hub.wire().hex());
        });
        facts.put(words.say("identifier"), check.header().id().value());
        return facts;
    }

    private static String suite(Words words, String name) {
        return words.sayOr("suite." + name, name);
    }
}
