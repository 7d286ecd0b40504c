package org.guitu.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.guitu.trust.Issuance;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;

/** A key of SM2 to sign with, in place of the one an office of an exercise has; TLS goes on with the other authority. */
final class Sm2Key {
    private Sm2Key() {}

    /** Gives it, under the exercise's authority of SM2, and puts its certificate into the directory. */
    static void to(String party, Path exercise) throws IOException {
        var now = Clock.systemUTC().instant();
        var validity = new Issuance.Validity(now.minusSeconds(60), now.plus(Duration.ofDays(1)));
        var order = new Issuance.Order(RunningHub.party(party), Issuance.Purpose.SIGN, Kind.SM2, validity, List.of());
        var keys = exercise.resolve("offices").resolve(party).resolve("keys");
        var stem = party + ".sign";
        for (var ending : List.of(".p12", ".password", ".pem")) {
            Files.delete(keys.resolve(stem + ending));
        }
        try {
            var ca = exercise.resolve("ca");
            var authority = KeyFiles.read(ca.resolve("sm2.p12"), KeyFiles.password(ca.resolve("sm2.password")));
            KeyFiles.write(keys, stem, new Issuance().issue(authority, order));
        } catch (KeyFileException e) {
            throw new IOException(e);
        }
        Files.copy(
                keys.resolve(stem + ".pem"),
                exercise.resolve("config/parties").resolve(stem + ".pem"),
                StandardCopyOption.REPLACE_EXISTING);
    }
}
