package org.guitu.office;

import java.util.List;
import org.guitu.message.Header;
import org.guitu.message.PartyId;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.message.Warning;
import org.guitu.trust.XmlSigner;
import org.guitu.trust.XmlVerifier;
import org.guitu.xml.Envelope;
import org.guitu.xml.SafeXml;
import org.w3c.dom.Document;

/** From an officer's draft to signed bytes the hub would take: read, fill, check, seal, sign. Stores nothing, sends nothing. */
final class Writing {
    private final PartyId party;
    private final SafeXml xml;
    private final Composer composer;
    private final XmlSigner signer;
    private final Checks checks;
    private final SealBox seals;

    Writing(PartyId party, SafeXml xml, Composer composer, XmlSigner signer, Checks checks, SealBox seals) {
        this.party = party;
        this.xml = xml;
        this.composer = composer;
        this.signer = signer;
        this.checks = checks;
        this.seals = seals;
    }

    /** Signed bytes with what has to be known of them. */
    record Signed(byte[] wire, Header header, List<Warning> warnings) {}

    /**
     * Makes a draft ready to send. A document that carries a signature already has to be ours and whole: it is checked and
     * taken as it is.
     *
     * @throws Refused with the refusal the hub would give; places are those of the draft
     */
    Signed sign(byte[] draft, boolean refresh, Composer.Conversations known) throws Refused, OfficeProblem {
        var document = xml.parse(Drafts.withoutComments(draft));
        if (Envelope.signature(document).isPresent()) {
            return signedBefore(draft);
        }
        return filled(document, refresh, known);
    }

    /** Signs a document made by a program; it is filled like an officer's. */
    Signed sign(Document document, boolean refresh, Composer.Conversations known) throws Refused, OfficeProblem {
        return filled(document, refresh, known);
    }

    private Signed filled(Document document, boolean refresh, Composer.Conversations known)
            throws Refused, OfficeProblem {
        composer.fill(document, refresh, known);
        if (!Composer.answeredFor(document)) {
            throw OfficeProblem.configuration(
                    "草稿的 Sender 没有写明承办单位和责任人，office.yaml 也没有。请在 office.yaml 中填写 unit 和 officer，"
                            + "或在草稿中写明 Unit 和 ResponsibleOfficer。",
                    "Nobody answers for this draft: its Sender names no Unit and ResponsibleOfficer, and office.yaml no unit"
                            + " and officer. Write them into office.yaml, or into the draft.");
        }
        return signed(document);
    }

    private Signed signed(Document document) throws Refused, OfficeProblem {
        checkSender(document);
        // in clear, so that every rule sees what it is about
        var warnings = checks.check(document);
        boolean sealed = seals.seal(document);
        signer.sign(document);
        if (sealed) {
            checks.check(document);
        }
        var wire = SafeXml.bytes(document);
        // read back what leaves: limits of the hub, and a signature that holds after writing
        new XmlVerifier().verify(xml.parse(wire), List.of(signer.signer().certificate()));
        return new Signed(wire, Envelope.header(document), warnings);
    }

    private Signed signedBefore(byte[] wire) throws Refused, OfficeProblem {
        var document = xml.parse(wire);
        checkSender(document);
        new XmlVerifier().verify(document, List.of(signer.signer().certificate()));
        var warnings = checks.check(document);
        seals.require(document);
        return new Signed(wire, Envelope.header(document), warnings);
    }

    private void checkSender(Document document) throws Refused {
        var sender = Envelope.claimedSender(document);
        if (!sender.equals(party)) {
            throw Refusals.refusedAt("/Message/Header/Sender/Party", "GT-3001", sender, party);
        }
    }
}
