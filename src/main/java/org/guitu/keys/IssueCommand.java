package org.guitu.keys;

import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.guitu.trust.BouncyCastle;
import org.guitu.trust.CertificateRequest;
import org.guitu.trust.Identity;
import org.guitu.trust.Issuance;
import org.guitu.trust.Issuance.Order;
import org.guitu.trust.Issuance.Purpose;
import org.guitu.trust.Issuance.Validity;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keys issue}: a certificate for a party, with a new key or for the key of a request, named as {@code config/parties/} takes it up. */
@Command(name = "issue", mixinStandardHelpOptions = true)
final class IssueCommand extends KeysTask {
    @Mixin
    private Asked asked = new Asked();

    @Option(names = "--ca", paramLabel = "DIR", required = true)
    private Path authority = Path.of("");

    @Option(names = "--kind", paramLabel = "ec|rsa|sm2")
    private Optional<String> kind = Optional.empty();

    @Option(names = "--days", paramLabel = "N", defaultValue = "365")
    private int days;

    @Option(names = "--request", paramLabel = "FILE")
    private Optional<Path> file = Optional.empty();

    @Override
    int run() throws KeyFileException {
        var id = asked.party(this);
        var purpose = asked.purpose(this);
        if (file.isPresent() && kind.isPresent()) {
            throw usage("kind.request");
        }
        var request = file.isPresent()
                ? Optional.of(CertificateRequest.read(file.get()))
                : Optional.<CertificateRequest>empty();
        if (request.isPresent() && !request.get().party().equals(Optional.of(id))) {
            throw usage(
                    "request.party",
                    file.get(),
                    request.get().party().map(Object::toString).orElse("-"));
        }
        var kindOfKey = request.isPresent()
                ? request.get().kind()
                : Kinds.of(kind.orElse("ec")).orElseThrow(() -> usage("kind"));
        if (request.isPresent()
                && asked.hosts().isEmpty()
                && !request.get().hosts().isEmpty()) {
            // a server that no client accepts is found out too late; which hosts are a party's is not the request's to
            // say
            throw usage("request.hosts", file.get());
        }
        var ca = authority(authority);
        if (!kindOfKey.serves(purpose) || (purpose == Purpose.TLS && BouncyCastle.isUnknownToJdk(ca.certificate()))) {
            throw usage("kind.sign");
        }
        return issue(ca, new Order(id, purpose, kindOfKey, validity(ca), asked.hosts()), request);
    }

    private int issue(Identity ca, Order order, Optional<CertificateRequest> request) throws KeyFileException {
        var stem = asked.stem();
        var pem = asked.out().resolve(stem + ".pem");
        if (request.isPresent()) {
            var chain = request.get().certified(ca, order);
            KeyFiles.writeCertificate(pem, chain.get(0));
            var view = new CertificateView(pem, chain.get(0), order.validity().from());
            show(words().say("issue.request", pem, view.until()), view.fields());
            return Exit.DONE;
        }
        var issued = new Issuance().issue(ca, order);
        KeyFiles.write(asked.out(), stem, issued);
        var view =
                new CertificateView(pem, issued.certificate(), order.validity().from());
        var fields = new LinkedHashMap<>(view.fields());
        fields.put("key", asked.out().resolve(stem + ".p12").toString());
        fields.put("password", asked.out().resolve(stem + ".password").toString());
        show(words().say("issue.made", asked.out().resolve(stem + ".p12"), pem, view.until()), fields);
        return Exit.DONE;
    }

    /** Never longer than the authority's own: a path is valid only while all of it is. */
    private Validity validity(Identity ca) {
        if (days < 1 || days > 3650) {
            throw usage("days", 3650);
        }
        var asked = CaCommand.validity(Clock.systemUTC(), days);
        var end = ca.certificate().getNotAfter().toInstant();
        if (!asked.from().isBefore(end)) {
            throw usage("ca.expired", end);
        }
        return new Validity(asked.from(), end.isBefore(asked.until()) ? end : asked.until());
    }
}
