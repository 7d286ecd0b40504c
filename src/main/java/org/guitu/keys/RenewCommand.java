package org.guitu.keys;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Optional;
import org.guitu.message.PartyId;
import org.guitu.trust.CertificateName;
import org.guitu.trust.CertificatePaths;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Order;
import org.guitu.trust.Issuance.Purpose;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;
import org.guitu.trust.PartyName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keys renew}: the request for a successor of a certificate, with a new key of the same kind beside it. */
@Command(name = "renew", mixinStandardHelpOptions = true)
final class RenewCommand extends KeysTask {
    @Parameters(paramLabel = "FILE")
    private Path file = Path.of("");

    @Option(names = "--label", paramLabel = "LABEL", required = true)
    private String label = "";

    @Option(names = "--kind", paramLabel = "ec|rsa|sm2")
    private Optional<String> kind = Optional.empty();

    @Override
    int run() throws KeyFileException {
        Asked.checkLabel(label, this);
        var certificate = KeyFiles.certificates(file).get(0);
        var view = new CertificateView(file, certificate, Clock.systemUTC().instant());
        var party = PartyName.of(certificate).orElseThrow(() -> usage("renew.party", file));
        var use = use(party, view);
        var purpose = switch (use) {
            case "sign" -> Purpose.SIGN;
            case "tls" -> Purpose.TLS;
            case "encrypt" -> Purpose.ENCRYPT;
            default -> throw usage("renew.party", file);
        };
        var kindOfKey = kind.isPresent() ? Kinds.of(kind.get()).orElseThrow(() -> usage("kind")) : kindOf(certificate);
        if (!kindOfKey.serves(purpose)) {
            throw usage("kind.sign");
        }
        var directory = file.toAbsolutePath().getParent();
        RequestCommand.make(
                this,
                directory == null ? Path.of("") : directory,
                party + "." + use + "." + label,
                new Order(
                        party,
                        purpose,
                        kindOfKey,
                        CaCommand.validity(Clock.systemUTC(), 1),
                        CertificateName.hosts(certificate)));
        return Exit.DONE;
    }

    /** Of a certificate that leaves open what it is for, its file's name says it. */
    private String use(PartyId party, CertificateView view) {
        boolean channel = file.getFileName().toString().startsWith(party + ".tls.")
                && CertificatePaths.opensChannels(view.certificate());
        return view.use().equals("sign") && channel ? "tls" : view.use();
    }

    private Kind kindOf(X509Certificate certificate) {
        try {
            return Kind.of(certificate);
        } catch (IllegalArgumentException e) {
            // its successor has to be of a kind that is taken
            throw usage("kind");
        }
    }
}
