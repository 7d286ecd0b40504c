package org.guitu.office;

import org.guitu.message.Labels;

/** Why a command of the office could not do its work: one sentence with what, where and what to do, and the exit code. */
public final class OfficeProblem extends Exception {
    private static final long serialVersionUID = 1L;
    private final int exit;
    private final transient Labels text;

    /** @param exit one of {@link Exit} */
    public OfficeProblem(int exit, Labels text) {
        super(text.en());
        this.exit = exit;
        this.text = text;
    }

    /** @param exit one of {@link Exit} */
    public OfficeProblem(int exit, Labels text, Throwable cause) {
        super(text.en(), cause);
        this.exit = exit;
        this.text = text;
    }

    static OfficeProblem configuration(String zh, String en) {
        return new OfficeProblem(Exit.CONFIGURATION, new Labels(zh, en));
    }

    static OfficeProblem notFound(String what) {
        return new OfficeProblem(
                Exit.NOT_FOUND,
                new Labels(
                        "此处没有消息 " + what + "：既未收到，也未从此处发出。",
                        "No message " + what + " is known here: it was neither received nor sent from here."));
    }

    /** One of {@link Exit}. */
    public int exit() {
        return exit;
    }

    /** The sentence in both languages. */
    public Labels text() {
        return text;
    }
}
