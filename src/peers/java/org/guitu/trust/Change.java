package org.guitu.trust;

import org.guitu.message.Digest;
import org.w3c.dom.Document;

/** What may happen to a message on its way that was signed with ECDSA or RSA. */
enum Change {
    CONTENT("GT-3131"),
    ATTRIBUTE("GT-3131"),
    CONTENT_WITH_ITS_DIGEST("GT-3133"),
    SIGNING_TIME("GT-3132"),
    SIGNING_TIME_WITH_ITS_DIGEST("GT-3133"),
    SWAPPED_DIGESTS("GT-3131"),
    VALUE("GT-3133");

    private final String code;

    Change(String code) {
        this.code = code;
    }

    /** With which we refuse it. */
    String code() {
        return code;
    }

    /** Whether a digest is not that of what it is about; otherwise the value is not of the key. */
    boolean breaksADigest() {
        return !code.equals("GT-3133");
    }

    void happenTo(Document message) {
        switch (this) {
            case CONTENT -> text(message, "Name", "示列");
            case ATTRIBUTE -> Sample.find(message, "AlertIssue").setAttribute("class", "P3");
            case CONTENT_WITH_ITS_DIGEST -> {
                CONTENT.happenTo(message);
                stateDigests(message);
            }
            case SIGNING_TIME -> text(message, "xades:SigningTime", "2026-11-22T08:00:00Z");
            case SIGNING_TIME_WITH_ITS_DIGEST -> {
                SIGNING_TIME.happenTo(message);
                stateDigests(message);
            }
            case SWAPPED_DIGESTS -> {
                var digests = Sample.all(message, "ds:DigestValue");
                var first = digests.get(0).getTextContent();
                digests.get(0).setTextContent(digests.get(1).getTextContent());
                digests.get(1).setTextContent(first);
            }
            case VALUE -> {
                var value = Sample.find(message, "ds:SignatureValue").getTextContent();
                text(message, "ds:SignatureValue", (value.charAt(0) == 'A' ? "B" : "A") + value.substring(1));
            }
        }
    }

    private static void text(Document message, String name, String text) {
        Sample.find(message, name).setTextContent(text);
    }

    /** As they would be for what the message says now. */
    private static void stateDigests(Document message) {
        var digests = Sample.all(message, "ds:DigestValue");
        var content = ExclusiveForm.digest(message, Sample.find(message, "ds:Signature"), Digest.inPieces());
        digests.get(0).setTextContent(Markup.base64(content));
        var properties = ExclusiveForm.of(Sample.find(message, "xades:SignedProperties"));
        digests.get(1).setTextContent(Markup.base64(Digest.of(properties).raw()));
    }
}
