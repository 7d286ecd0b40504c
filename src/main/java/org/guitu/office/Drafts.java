package org.guitu.office;

import java.nio.charset.StandardCharsets;
import org.guitu.message.MessageType;
import org.guitu.message.Refused;
import org.guitu.xml.Envelope;
import org.guitu.xml.SafeXml;

/**
 * What officers write may hold comments (the templates do); what is sent may not. Comments are blanked before reading, with
 * every line and column kept, so that the places in a refusal are those of the officer's file.
 */
final class Drafts {
    private static final String OPEN = "<!--";
    private static final String CLOSE = "-->";
    private static final String CDATA = "<![CDATA[";
    private static final String CDATA_END = "]]>";

    private Drafts() {}

    /** What it says it is. */
    static MessageType claimedType(byte[] draft, SafeXml xml) throws Refused {
        return Envelope.claimedType(xml.parse(withoutComments(draft)));
    }

    static byte[] withoutComments(byte[] draft) {
        // one char a byte: what is looked for is ASCII, and in UTF-8 no other character contains those bytes
        var text = new StringBuilder(new String(draft, StandardCharsets.ISO_8859_1));
        for (int at = text.indexOf("<!"); at >= 0; at = text.indexOf("<!", at)) {
            if (starts(text, at, CDATA)) {
                int end = text.indexOf(CDATA_END, at);
                at = end < 0 ? text.length() : end;
            } else if (starts(text, at, OPEN)) {
                int end = text.indexOf(CLOSE, at + OPEN.length());
                if (end < 0) {
                    // not closed: the reader says so, with its place
                    break;
                }
                blank(text, at, end + CLOSE.length());
            } else {
                at += 2;
            }
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean starts(StringBuilder text, int at, String word) {
        return text.length() >= at + word.length()
                && text.substring(at, at + word.length()).equals(word);
    }

    private static void blank(StringBuilder text, int from, int until) {
        for (int i = from; i < until; i++) {
            char c = text.charAt(i);
            if (c != '\n' && c != '\r') {
                text.setCharAt(i, ' ');
            }
        }
    }
}
