package org.guitu.message;

import java.util.Locale;

/**
 * Why a message was not accepted, as told to its sender. It never holds content of the message, an internal text or an
 * exception's message: only names of elements, identifiers, limits and rule ids.
 *
 * @param code stable code {@code GT-<station><nnn>}, for example {@code GT-3104}
 * @param who who has to act next
 * @param retry whether sending again can help
 * @param place XPath, {@code line:column} or another place in the message; empty when the whole message is meant
 * @param rule id of the rule that failed (Schematron assert, workflow guard, missing clause); empty when none
 * @param text one sentence in each language, with the next step
 */
public record Refusal(String code, Who who, Retry retry, String place, String rule, Labels text) {
    /** Who has to act after a refusal. */
    public enum Who {
        SENDER,
        RECIPIENT,
        HUB
    }

    /** Whether the same bytes may be sent again. */
    public enum Retry {
        /** The same bytes will be refused again: correct, sign and send under a new message id. */
        CORRECTED,
        /** Nothing is wrong with the message: send the same bytes later. */
        LATER,
        /** Neither helps: something outside the message has to change first. */
        NO
    }

    public Station station() {
        return Station.ofCode(code);
    }

    /** Code, rule and text on one line, for who looks at a page and never sees the message's XML. */
    public String sentence(Locale locale) {
        return code + (rule.isEmpty() ? "" : " (" + rule + ")") + " " + text.in(locale);
    }

    /** The same with its place, an XPath, for a log or a terminal. */
    public String line(Locale locale) {
        return sentence(locale) + (place.isEmpty() ? "" : " [" + place + "]");
    }
}
