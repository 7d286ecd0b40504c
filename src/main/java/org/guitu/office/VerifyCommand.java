package org.guitu.office;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.guitu.message.Labels;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code office verify}: checks signed files without any line, messages and receipts alike. */
@Command(name = "verify", mixinStandardHelpOptions = true)
final class VerifyCommand extends Task {
    @Parameters(paramLabel = "FILE", arity = "1..*")
    private List<Path> files = List.of();

    @Override
    int run(Office office, Display display) throws IOException, OfficeProblem {
        int exit = Exit.DONE;
        for (var file : files) {
            if (!Files.isReadable(file)) {
                throw new OfficeProblem(
                        Exit.USAGE, new Labels("无法读取文件 " + file + "。", "The file " + file + " cannot be read."));
            }
            try {
                show(file, office.verify(file), display);
            } catch (NotVerified e) {
                exit = Exit.NOT_VERIFIED;
                display.line(display.words().say("verified.not") + "  " + file);
                display.line("  "
                        + (e.problem().code() + " "
                                        + display.words().say(e.problem().labels()))
                                .strip());
                var fields = new LinkedHashMap<String, Object>();
                fields.put("file", file.toString());
                fields.put("verified", false);
                fields.put("problem", e.problem());
                display.fields(fields);
            }
        }
        return exit;
    }

    private static void show(Path file, Verification verification, Display display) {
        var words = display.words();
        var header = verification.header();
        display.line(words.say("verified") + "  " + file);
        display.line("  " + header.type() + "  " + header.id());
        display.line("  " + words.say("verified.sender", header.sender(), verification.signer()));
        display.line("  " + words.say("verified.suite", verification.suite()));
        display.line("  "
                + verification
                        .hubVerifiedAt()
                        .map(at -> words.say("verified.hub", Display.time(at)))
                        .orElseGet(() -> words.say("verified.claim", Display.time(verification.claimedAt()))));
        var fields = new LinkedHashMap<String, Object>();
        fields.put("file", file.toString());
        fields.put("verified", true);
        fields.put("id", header.id().value());
        fields.put("type", header.type().toString());
        fields.put("sender", header.sender().value());
        fields.put("signer", verification.signer());
        fields.put("suite", verification.suite());
        fields.put("claimedAt", verification.claimedAt().toString());
        verification.hubVerifiedAt().ifPresent(at -> fields.put("hubVerifiedAt", at.toString()));
        display.fields(fields);
    }
}
