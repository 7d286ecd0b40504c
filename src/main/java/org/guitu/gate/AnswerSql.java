package org.guitu.gate;

/** How the record is asked whether somebody did what was asked of it: one answer to it, wherever it is asked. */
public final class AnswerSql {
    /** Whether message {@code a} answers what delivery {@code d} of message {@code m} asks for. */
    public static final String ANSWERS = """
            a.conversation = d.conversation AND a.number > m.number AND CASE
                WHEN d.answer_types <> '' THEN a.type = ANY (string_to_array(d.answer_types, ' '))
                    AND (a.subjects = '' OR m.subjects = ''
                        OR string_to_array(a.subjects, ' ') && string_to_array(m.subjects, ' '))
                ELSE a.sender = d.recipient END
            """;

    /** Whether whoever is asked in delivery {@code d} can have had it: nobody waits for one who has not joined, or whom it did not reach. */
    public static final String ASKED = "d.state IN ('QUEUED', 'DELIVERED', 'RECEIVED', 'READ')";

    private AnswerSql() {}
}
