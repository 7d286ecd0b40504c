package org.guitu.keys;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Optional;
import org.guitu.trust.CertificatePaths;
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
        requireUse(certificates.get(0), before);
        var now = KeyFiles.complete(file, password, certificates);
        var view =
                new CertificateView(file, now.certificate(), Clock.systemUTC().instant());
        show(words().say("import.made", file, view.until()), view.fields());
        return Exit.DONE;
    }

    private void requireUse(X509Certificate certificate, X509Certificate before) {
        if (before.getKeyUsage() == null && !CertificatePaths.onlyForTls(before)) {
            // requested when that was not yet noted with the key: it may be for anything
            return;
        }
        var wanted = use(before);
        var got = use(certificate);
        boolean open = got.equals("sign") && CertificatePaths.opensChannels(certificate);
        if (!got.equals(wanted) && !(wanted.equals("tls") && open)) {
            throw usage("import.use", given, got, wanted);
        }
    }

    private String use(X509Certificate certificate) {
        return new CertificateView(file, certificate, Clock.systemUTC().instant()).use();
    }
}
