package org.guitu.office;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code office read}: signs and sends that a responsible officer has read a message. */
@Command(name = "read", mixinStandardHelpOptions = true)
final class ReadCommand extends Task {
    @Parameters(paramLabel = "ID", arity = "1..*")
    private List<String> ids = List.of();

    @Override
    protected int run(Office office, Display display) throws IOException, OfficeProblem {
        int worst = Exit.DONE;
        for (var id : ids) {
            var sent = office.read(id(id));
            new SentView(display).show("", sent);
            worst = SendCommand.worse(worst, sent.outcome().exit());
        }
        return worst;
    }
}
