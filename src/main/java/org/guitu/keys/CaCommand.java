package org.guitu.keys;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.guitu.trust.Issuance;
import org.guitu.trust.Issuance.Validity;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code keys ca}: a new authority in a folder: {@code ca.p12}, {@code ca.password}, {@code ca.pem}. */
@Command(name = "ca", mixinStandardHelpOptions = true)
final class CaCommand extends KeysTask {
    static final String STEM = "ca";

    @Option(names = "--dir", paramLabel = "DIR", required = true)
    private Path directory = Path.of("");

    @Option(names = "--name", paramLabel = "NAME", defaultValue = "Guitu exercise CA")
    private String name = "";

    @Option(names = "--kind", paramLabel = "ec|rsa|sm2", defaultValue = "ec")
    private String kind = "";

    @Option(names = "--days", paramLabel = "N", defaultValue = "3650")
    private int days;

    @Override
    int run() throws KeyFileException {
        if (days < 1 || days > 7300) {
            throw usage("days", 7300);
        }
        var validity = validity(Clock.systemUTC(), days);
        var authority = new Issuance().authority(name, Kinds.of(kind).orElseThrow(() -> usage("kind")), validity);
        KeyFiles.write(directory, STEM, authority);
        var view = new CertificateView(directory.resolve(STEM + ".pem"), authority.certificate(), validity.from());
        show(words().say("ca.made", view.file(), view.until()), view.fields());
        return Exit.DONE;
    }

    /** From a little earlier, for clocks that run behind. */
    static Validity validity(Clock clock, int days) {
        var now = clock.instant();
        return new Validity(now.minus(Duration.ofMinutes(10)), now.plus(Duration.ofDays(days)));
    }
}
