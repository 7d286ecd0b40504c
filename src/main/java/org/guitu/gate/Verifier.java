package org.guitu.gate;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.guitu.directory.Use;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.trust.CertificateName;
import org.guitu.trust.CertificatePaths;
import org.guitu.trust.VerifiedSignature;
import org.guitu.trust.XmlVerifier;
import org.guitu.xml.Envelope;

/** Station 3: the sender inside is the party of the channel, and it signed the whole message. */
public final class Verifier {
    private final XmlVerifier signatures;
    private final Supplier<CertificatePaths> paths;
    private final Duration ahead;

    /**
     * @param paths to the authorities of the moment
     * @param ahead how far the time a signature claims may lie ahead of the hub's clock
     */
    public Verifier(XmlVerifier signatures, Supplier<CertificatePaths> paths, Duration ahead) {
        this.signatures = signatures;
        this.paths = paths;
        this.ahead = ahead;
    }

    /**
     * Verifies shape, signer and signature.
     *
     * @throws Refused GT-30xx sender, GT-31xx signature and certificate
     */
    Verified verify(Authenticated authenticated) throws Refused {
        var received = authenticated.received();
        var document = received.document();
        var channel = authenticated.party().id();
        var sender = Envelope.claimedSender(document);
        if (!sender.equals(channel)) {
            throw Refusals.refusedAt("/Message/Header/Sender/Party", "GT-3001", sender, channel);
        }
        var id = Envelope.claimedId(document);
        var party = authenticated.party();
        // whether it counts is judged after, so that who signs with a blocked or expired certificate is told just that
        var signature = signatures.verify(document, party.all(Use.SIGN));
        if (!party.known(Use.SIGN).contains(signature.certificate())) {
            throw Refusals.refused("GT-3124", CertificateName.with(signature.certificate()));
        }
        paths.get()
                .check(
                        signature.certificate(),
                        received.at(),
                        received.channel().patience());
        if (!party.inForce(Use.SIGN, received.at()).contains(signature.certificate())) {
            throw Refusals.refused("GT-3121", CertificateName.with(signature.certificate()));
        }
        requireBelievableTime(signature, received.at());
        return new Verified(authenticated, id, signature);
    }

    /** Who has a receipt of it and nothing of the hub judges the certificate at the time the signature claims. */
    private void requireBelievableTime(VerifiedSignature signature, Instant now) throws Refused {
        var certificate = signature.certificate();
        var claimed = signature.claimedSigningTime();
        if (claimed.isAfter(now.plus(ahead))) {
            throw Refusals.refused("GT-3150", CertificateName.with(certificate, claimed, ahead.toMinutes()));
        }
        var from = certificate.getNotBefore().toInstant();
        var until = certificate.getNotAfter().toInstant();
        if (claimed.isBefore(from) || claimed.isAfter(until)) {
            throw Refusals.refused("GT-3149", CertificateName.with(certificate, claimed, from, until));
        }
    }
}
