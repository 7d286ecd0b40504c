package org.guitu.keys;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.guitu.trust.CertificateRequest;
import org.guitu.trust.Issuance.Order;
import org.guitu.trust.KeyFileException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code keys request}: a new key that never leaves its office, and the request for its certificate. */
@Command(name = "request", mixinStandardHelpOptions = true)
final class RequestCommand extends KeysTask {
    @Mixin
    private Asked asked = new Asked();

    @Option(names = "--kind", paramLabel = "ec|rsa|sm2", defaultValue = "ec")
    private String kind = "";

    @Override
    int run() throws KeyFileException {
        var id = asked.party(this);
        var purpose = asked.purpose(this);
        var kindOfKey = Kinds.of(kind).orElseThrow(() -> usage("kind"));
        if (!kindOfKey.serves(purpose)) {
            throw usage("kind.sign");
        }
        make(
                this,
                asked.out(),
                asked.stem(),
                new Order(id, purpose, kindOfKey, CaCommand.validity(Clock.systemUTC(), 1), asked.hosts()));
        return Exit.DONE;
    }

    static void make(KeysTask task, Path directory, String stem, Order order) throws KeyFileException {
        CertificateRequest.make(directory, stem, order);
        var key = directory.resolve(stem + ".p12");
        var request = directory.resolve(stem + ".csr");
        task.show(
                task.words().say("request.made", request, key),
                Map.of("request", request.toString(), "key", key.toString()));
    }
}
