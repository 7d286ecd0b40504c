package org.guitu.office;

import org.guitu.message.Labels;
import org.guitu.message.Refused;

/** Something that came over the line is not what it has to be; the reason is for the officer and the rejected folder. */
public final class NotVerified extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Sidecar.Problem problem;

    NotVerified(String zh, String en) {
        super(en);
        this.problem = Sidecar.Problem.of(new Labels(zh, en));
    }

    NotVerified(Refused refused) {
        super(refused.refusal().code(), refused);
        var text = refused.refusal().text();
        this.problem = new Sidecar.Problem(refused.refusal().code(), text.zh(), text.en());
    }

    /** The reason, for the officer; with the refusal's code where there is one. */
    public Labels text() {
        var code = problem.code().isEmpty() ? "" : problem.code() + " ";
        return new Labels(code + problem.zh(), code + problem.en());
    }

    Sidecar.Problem problem() {
        return problem;
    }
}
