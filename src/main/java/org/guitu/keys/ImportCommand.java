package org.guitu.keys;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Optional;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;
import org.guitu.trust.PartyName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keys import}: puts the certificate that an authority gave into the file of the key it was asked for. */
@Command(name = "import", mixinStandardHelpOptions = true)
final class ImportCommand extends KeysTask {
    @Parameters(paramLabel = "FILE")
    private Path file = Path.of("");

    @Option(names = "--certificate", paramLabel = "FILE", required = true)
    private Path given = Path.of("");

    @Option(names = "--chain", paramLabel = "FILE")
    private Optional<Path> chain = Optional.empty();

    @Override
    int run() throws KeyFileException {
        var password = KeyFiles.password(file, "GUITU_KEY_PASSWORD", System::getenv);
        var certificates = new ArrayList<>(KeyFiles.certificates(given));
        if (chain.isPresent()) {
            certificates.addAll(KeyFiles.certificates(chain.get()));
        }
        var before = KeyFiles.read(file, password).certificate();
        var asked = PartyName.of(before);
        if (!PartyName.of(certificates.get(0)).equals(asked)) {
            throw usage("import.party", given, asked.map(Object::toString).orElse("-"));
        }
        var wanted = use(before);
        var got = use(certificates.get(0));
        // an authority may leave open what a certificate is for, and then it is for TLS too
        if (!got.equals(wanted) && !(got.equals("sign") && wanted.equals("tls"))) {
            throw usage("import.use", given, got, wanted);
        }
        var now = KeyFiles.complete(file, password, certificates);
        var view =
                new CertificateView(file, now.certificate(), Clock.systemUTC().instant());
        show(words().say("import.made", file, view.until()), view.fields());
        return Exit.DONE;
    }

    private String use(X509Certificate certificate) {
        return new CertificateView(file, certificate, Clock.systemUTC().instant()).use();
    }
}
