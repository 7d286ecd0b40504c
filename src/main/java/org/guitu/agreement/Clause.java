package org.guitu.agreement;

import java.time.Instant;
import org.guitu.message.ConversationId;
import org.guitu.message.Labels;

/**
 * One clause of an agreement: a grant between the parties it names.
 *
 * @param agreement the conversation in which it was concluded
 * @param version of the agreement's text
 * @param number the clause's own
 * @param from when the text comes into force
 * @param until when it ends, that instant excluded
 * @param priority 1 to 99: the higher goes first where agreements overlap (domain.md R-G10)
 */
public record Clause(
        ConversationId agreement, int version, String number, Grant grant, Instant from, Instant until, int priority) {
    private static final String PREFIX = "agreement:";

    /** What the record keeps with every message a clause allowed: {@code agreement:<uuid>/v<version>/<clause>}. */
    public static String id(ConversationId agreement, int version, String number) {
        return PREFIX + agreement.uuid() + "/v" + version + "/" + number;
    }

    /** What SQL finds every clause of an agreement with, in any version. */
    public static String anyOf(ConversationId agreement) {
        return PREFIX + agreement.uuid() + "/%";
    }

    /** Whether the id of a grant is that of a clause. */
    public static boolean isId(String grant) {
        return grant.startsWith(PREFIX);
    }

    /** Where it can be looked up, for people. */
    Labels name() {
        return new Labels(
                "协议《" + grant.label().zh() + "》(" + agreement.uuid() + ")第 " + version + " 版条款 " + number,
                "clause " + number + " of version " + version + " of the agreement " + agreement.uuid() + " ("
                        + grant.label().en() + ")");
    }
}
