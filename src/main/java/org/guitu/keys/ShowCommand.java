package org.guitu.keys;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code keys show}: the certificates in PEM or PKCS#12 files. */
@Command(name = "show", mixinStandardHelpOptions = true)
final class ShowCommand extends KeysTask {
    @Parameters(paramLabel = "FILE", arity = "1..*")
    private List<Path> files = List.of();

    @Override
    int run() throws KeyFileException {
        for (var file : files) {
            for (var certificate : certificates(file)) {
                var view = new CertificateView(file, certificate, Instant.now());
                show(lines(view), view.fields());
            }
        }
        return Exit.DONE;
    }

    private static List<X509Certificate> certificates(Path file) throws KeyFileException {
        if (file.toString().endsWith(".pem")) {
            return KeyFiles.certificates(file);
        }
        return KeyFiles.read(file, KeyFiles.password(file, "GUITU_KEY_PASSWORD", System::getenv))
                .chain();
    }

    private String lines(CertificateView view) {
        return view.fields().entrySet().stream()
                .map(field -> String.format(
                        Locale.ROOT, "%-10s %s", words().say("field." + field.getKey()), field.getValue()))
                .collect(Collectors.joining(System.lineSeparator(), "", System.lineSeparator()));
    }
}
