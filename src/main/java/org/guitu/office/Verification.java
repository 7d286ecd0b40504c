package org.guitu.office;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.guitu.message.Header;

/**
 * What an offline check of a file proved.
 *
 * @param signer subject of the signing certificate
 * @param suite signature method
 * @param claimedAt when the signer says it signed
 * @param hubVerifiedAt when the hub verified it, where the hub's statement stands beside the file; only then is the time
 *     more than a claim
 */
public record Verification(
        Header header, String signer, String suite, Instant claimedAt, Optional<Instant> hubVerifiedAt) {

    static Verification of(Path file, Proofs proofs) throws IOException, NotVerified {
        var wire = Files.readAllBytes(file);
        var statement = statement(file);
        if (statement.isEmpty()) {
            return of(proofs.alone(wire), Optional.empty());
        }
        var delivered = proofs.statement(statement.get(), wire);
        return of(proofs.message(wire, delivered), delivered.view().verifiedAt());
    }

    private static Verification of(Proofs.Message message, Optional<Instant> verifiedAt) {
        var signature = message.signature();
        return new Verification(
                message.header(),
                signature.certificate().getSubjectX500Principal().getName(),
                signature.suite().signatureUri(),
                signature.claimedSigningTime(),
                verifiedAt);
    }

    private static Optional<byte[]> statement(Path file) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(Inbox.statement(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
