package org.guitu.keys;

import java.nio.file.Path;
import java.util.Map;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code keys master}: the secret a new hub's record is sealed with. */
@Command(name = "master", mixinStandardHelpOptions = true)
final class MasterCommand extends KeysTask {
    @Option(names = "--file", paramLabel = "FILE", required = true)
    private Path file = Path.of("");

    @Override
    int run() throws KeyFileException {
        KeyFiles.secret(file);
        show(words().say("master.made", file), Map.of("file", file.toString()));
        return Exit.DONE;
    }
}
