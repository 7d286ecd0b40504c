package org.guitu.office;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import org.guitu.message.Digest;
import org.guitu.message.Header;
import org.guitu.message.Visible;
import org.guitu.receipt.ReceiptWriter.SignedBy;
import org.guitu.trust.CertificateName;
import org.guitu.trust.VerifiedSignature;
import org.w3c.dom.Document;

/**
 * What an offline check of a file proved.
 *
 * @param certificate whose key signed it
 * @param own what was verified here; empty where this office does not verify the signer's suite, and the hub's word is relied on
 * @param hub the hub's statement, where it stands beside the file; only then is the time more than a claim
 */
public record Verification(Header header, X509Certificate certificate, Optional<Own> own, Optional<Stated> hub) {
    /**
     * A signature that holds.
     *
     * @param suite its name in records
     * @param method signature method, a URI
     * @param claimedAt when the signer says it signed
     */
    public record Own(String suite, String method, Instant claimedAt) {}

    /**
     * What the hub has signed about the message.
     *
     * @param by whose certificate it verified, in which suite, when
     * @param wire digest of the exact bytes
     * @param suite in which the hub signed the statement
     */
    public record Stated(SignedBy by, Digest wire, String suite) {}

    /** Subject of the signing certificate. */
    public String signer() {
        return Visible.of(certificate.getSubjectX500Principal().getName());
    }

    /** Who issued it. */
    public String issuer() {
        return Visible.of(certificate.getIssuerX500Principal().getName());
    }

    /** SHA-256 of the certificate, hexadecimal: how records and statements name it. */
    public String fingerprint() {
        return CertificateName.digest(certificate).hex();
    }

    /** A verification with the very document that was verified: who shows it reads the file no second time. */
    record Proved(Verification check, Document document) {}

    static Verification of(Path file, Proofs proofs) throws IOException, NotVerified {
        return prove(file, proofs).check();
    }

    static Proved prove(Path file, Proofs proofs) throws IOException, NotVerified {
        var wire = Files.readAllBytes(file);
        var statement = statement(file);
        if (statement.isEmpty()) {
            var message = proofs.alone(wire);
            return new Proved(of(message, Optional.empty()), message.document());
        }
        var delivered = proofs.statement(statement.get(), wire);
        var message = proofs.message(wire, delivered);
        var view = delivered.view();
        var stated = new Stated(view.signer().orElseThrow(), view.wireDigest(), delivered.suite());
        return new Proved(of(message, Optional.of(stated)), message.document());
    }

    private static Verification of(Proofs.Message message, Optional<Stated> hub) {
        return new Verification(
                message.header(), message.certificate(), message.signature().map(Verification::own), hub);
    }

    private static Own own(VerifiedSignature signature) {
        return new Own(signature.suite().name(), signature.suite().signatureUri(), signature.claimedSigningTime());
    }

    private static Optional<byte[]> statement(Path file) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(Inbox.statement(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
