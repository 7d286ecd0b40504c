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
    protected int run(Office office, Display display) throws IOException, OfficeProblem {
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
        display.line("  "
                + verification
                        .own()
                        .map(own -> words.say("verified.suite", own.method()))
                        .orElseGet(() -> words.say("verified.relied")));
        verification.hub().ifPresent(stated -> {
            display.line("  "
                    + words.say(
                            "verified.hub",
                            Display.time(stated.by().verifiedAt()),
                            stated.by().suite(),
                            stated.suite()));
            display.line("  "
                    + words.say(
                            "verified.digests",
                            stated.by().certificate().hex(),
                            stated.wire().hex()));
        });
        if (verification.hub().isEmpty()) {
            verification
                    .own()
                    .ifPresent(own -> display.line("  " + words.say("verified.claim", Display.time(own.claimedAt()))));
        }
        var fields = new LinkedHashMap<String, Object>();
        fields.put("file", file.toString());
        fields.put("verified", true);
        fields.put("id", header.id().value());
        fields.put("type", header.type().toString());
        fields.put("sender", header.sender().value());
        fields.put("signer", verification.signer());
        verification.own().ifPresent(own -> {
            fields.put("suite", own.method());
            fields.put("claimedAt", own.claimedAt().toString());
        });
        verification.hub().ifPresent(stated -> {
            fields.put("hubVerifiedAt", stated.by().verifiedAt().toString());
            fields.put("hubVerifiedSuite", stated.by().suite());
            fields.put("hubVerifiedCertificate", stated.by().certificate().hex());
            fields.put("wireDigest", stated.wire().hex());
            fields.put("statementSuite", stated.suite());
        });
        display.fields(fields);
    }
}
