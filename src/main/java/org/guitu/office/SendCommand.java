package org.guitu.office;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.guitu.message.Labels;
import org.guitu.xml.SafeXml;
import org.guitu.xml.XmlLimits;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code office send}: checks, signs and stores every document named, then sends what is queued and shows the receipts. */
@Command(name = "send", mixinStandardHelpOptions = true)
final class SendCommand extends Task {
    @Parameters(paramLabel = "FILE|DIR|-", arity = "1..*")
    private List<String> sources = List.of();

    @Option(names = "--refresh")
    private boolean refresh;

    @Option(names = "--timeout", paramLabel = "SECONDS")
    private Optional<Integer> timeout = Optional.empty();

    @Override
    protected int run(Office office, Display display) throws IOException, OfficeProblem {
        var patience = timeout.map(Duration::ofSeconds).orElse(office.timeout());
        if (patience.isNegative() || patience.isZero()) {
            throw new OfficeProblem(Exit.USAGE, new Labels("--timeout 必须大于 0。", "--timeout has to be more than 0."));
        }
        var queued = new ArrayList<Sent>();
        var view = new SentView(display);
        int worst = Exit.DONE;
        var all = sources();
        var approval = Approval.in(office.home());
        for (var source : all) {
            var draft = read(source);
            approval.requireNone(draft, new SafeXml(XmlLimits.standard()));
            if (source.equals(all.get(0))) {
                office.families().prepare(draft);
            }
            var one = office.sending().queue(draft, refresh);
            if (one.outcome() == Outcome.QUEUED) {
                queued.add(one);
            } else {
                view.show(source, one);
                worst = worse(worst, one.outcome().exit());
            }
        }
        for (var sent : office.sending().sent(queued, patience)) {
            view.show("", sent);
            worst = worse(worst, sent.outcome().exit());
        }
        return worst;
    }

    /** The files of a folder in the order of their names, so that a conversation can be kept in one. */
    private List<String> sources() throws IOException, OfficeProblem {
        var files = new ArrayList<String>();
        for (var source : sources) {
            if (!source.equals("-") && Files.isDirectory(Path.of(source))) {
                try (var inside = Files.newDirectoryStream(Path.of(source), "*.xml")) {
                    var names = new ArrayList<String>();
                    inside.forEach(file -> names.add(file.toString()));
                    names.stream().sorted().forEach(files::add);
                }
            } else if (source.equals("-") || Files.isReadable(Path.of(source))) {
                files.add(source);
            } else {
                throw new OfficeProblem(
                        Exit.USAGE, new Labels("无法读取文件 " + source + "。", "The file " + source + " cannot be read."));
            }
        }
        return files;
    }

    private static byte[] read(String source) throws IOException {
        return source.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(source));
    }

    /** A refusal says more than a queue, and a queue more than success. */
    static int worse(int one, int other) {
        return rank(other) > rank(one) ? other : one;
    }

    private static int rank(int exit) {
        return switch (exit) {
            case Exit.DONE -> 0;
            case Exit.QUEUED -> 1;
            case Exit.REFUSED_HERE -> 2;
            case Exit.REFUSED_BY_HUB -> 3;
            default -> 4;
        };
    }
}
