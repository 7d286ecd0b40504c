package org.guitu.keys;

import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    /** GeneralName dNSName and iPAddress (RFC 5280 4.2.1.6). */
    private static final List<Integer> HOSTS = List.of(2, 7);

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
        var purpose = switch (view.use()) {
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
                party + "." + view.use() + "." + label,
                new Order(party, purpose, kindOfKey, CaCommand.validity(Clock.systemUTC(), 1), hosts(certificate)));
        return Exit.DONE;
    }

    private Kind kindOf(X509Certificate certificate) {
        try {
            return Kind.of(certificate);
        } catch (IllegalArgumentException e) {
            // its successor has to be of a kind that is taken
            throw usage("kind");
        }
    }

    private static List<String> hosts(X509Certificate certificate) {
        var hosts = new ArrayList<String>();
        try {
            var names = certificate.getSubjectAlternativeNames();
            for (var name : names == null ? List.<List<?>>of() : names) {
                if (name.get(0) instanceof Integer kind && HOSTS.contains(kind)) {
                    hosts.add(String.valueOf(name.get(1)));
                }
            }
        } catch (CertificateParsingException e) {
            throw new IllegalStateException("a certificate that named its party can be read", e);
        }
        return hosts;
    }
}
