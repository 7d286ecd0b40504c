package org.guitu.keys;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.guitu.message.Labels;
import org.guitu.trust.Identity;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** What the commands share: text or JSON, and a key file's problem as one line. No command ever shows a secret. */
abstract class KeysTask implements Callable<Integer> {
    @Option(names = "--json")
    private boolean json;

    @CommandLine.Spec
    private CommandSpec spec = CommandSpec.create();

    private final Words words = new Words();

    /** Does the work and returns the exit code. */
    abstract int run() throws KeyFileException;

    @Override
    public final Integer call() {
        try {
            return run();
        } catch (KeyFileException e) {
            problem(e.text());
            return Exit.FAILED;
        }
    }

    final Words words() {
        return words;
    }

    /** One result: a line for a reader, or the fields as a JSON object for a program. */
    final void show(String line, Map<String, ?> fields) {
        var out = spec.commandLine().getOut();
        out.println(json ? JsonMapper.shared().writeValueAsString(fields) : line);
        out.flush();
    }

    /** The authority of a folder that {@code keys ca} made. */
    final Identity authority(Path folder) throws KeyFileException {
        var file = folder.resolve(CaCommand.STEM + ".p12");
        var identity = KeyFiles.read(file, KeyFiles.password(file, "GUITU_CA_PASSWORD", System::getenv));
        if (identity.certificate().getBasicConstraints() < 0) {
            throw usage("ca.not", file);
        }
        return identity;
    }

    final void problem(Labels text) {
        var err = spec.commandLine().getErr();
        err.println(words.say(text));
        err.flush();
    }

    final CommandLine.ParameterException usage(String key, Object... arguments) {
        return new CommandLine.ParameterException(spec.commandLine(), words.say(key, arguments));
    }
}
