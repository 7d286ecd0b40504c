package org.guitu.office;

import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.guitu.message.Digest;
import org.guitu.message.Header;
import org.guitu.message.PartyId;
import org.guitu.message.Refused;
import org.guitu.receipt.ReceiptKind;
import org.guitu.receipt.ReceiptReader;
import org.guitu.receipt.ReceiptReader.View;
import org.guitu.receipt.ReceiptWriter.SignedBy;
import org.guitu.trust.CertificateName;
import org.guitu.trust.CertificatePaths;
import org.guitu.trust.PartyName;
import org.guitu.trust.Suites;
import org.guitu.trust.VerifiedSignature;
import org.guitu.trust.XmlVerifier;
import org.guitu.xml.Envelope;
import org.guitu.xml.SafeXml;
import org.w3c.dom.Document;

/**
 * What an office believes. The hub: by its pinned certificates. A sender: by the certificate in the message, when it leads
 * to a trusted authority, names that very party, and is the one the hub says (signed) it verified. A sender whose suite this
 * office does not verify: by the hub's word alone, which names the exact bytes.
 */
final class Proofs {
    private final PartyId hub;
    private final List<X509Certificate> pinned;
    private final CertificatePaths paths;
    private final Set<String> suites;
    private final SafeXml xml;
    private final XmlVerifier verifier = new XmlVerifier();

    /** @param suites names of those this office verifies itself */
    Proofs(PartyId hub, List<X509Certificate> pinned, CertificatePaths paths, Collection<String> suites, SafeXml xml) {
        this.hub = hub;
        this.pinned = pinned;
        this.paths = paths;
        this.suites = Set.copyOf(suites);
        this.xml = xml;
    }

    /** A receipt whose signature holds, in this suite. */
    record Receipt(Header header, View view, String suite) {}

    /**
     * A message that is the sender's.
     *
     * @param certificate whose key signed it
     * @param signature as verified here; empty where the hub's word is relied on
     */
    record Message(
            Document document, Header header, X509Certificate certificate, Optional<VerifiedSignature> signature) {}

    /** A receipt the hub signed. */
    Receipt ofHub(byte[] wire) throws NotVerified {
        try {
            var document = xml.parse(wire);
            var signature = verifier.verify(document, pinned);
            var receipt = read(document, signature.suite().name());
            paths.check(signature.certificate(), receipt.view().at());
            if (!receipt.header().sender().equals(hub)) {
                throw new NotVerified("该回执不是枢纽的。", "This receipt is not the hub's.");
            }
            return receipt;
        } catch (Refused e) {
            throw new NotVerified(e);
        }
    }

    /**
     * A receipt the hub or, for {@code Received} and {@code Read}, a recipient signed.
     *
     * @param statement the hub's, where it came with one
     */
    Receipt ofAnyone(byte[] wire, Optional<byte[]> statement) throws NotVerified {
        try {
            var document = xml.parse(wire);
            if (Envelope.claimedSender(document).equals(hub)) {
                return ofHub(wire);
            }
            var message = statement.isPresent() ? message(wire, statement(statement.get(), wire)) : alone(wire);
            var receipt = read(message.document(), suite(message.certificate()));
            var kind = receipt.view().kind();
            if (kind != ReceiptKind.RECEIVED && kind != ReceiptKind.READ) {
                throw new NotVerified("只有枢纽可以签发这种回执。", "Only the hub may sign a receipt of this kind.");
            }
            return receipt;
        } catch (Refused e) {
            throw new NotVerified(e);
        }
    }

    /**
     * The hub's answer to bytes of ours.
     *
     * @throws NotVerified also when the receipt is about other bytes
     */
    Receipt answer(byte[] receipt, byte[] wire) throws NotVerified {
        var answer = ofHub(receipt);
        var kind = answer.view().kind();
        if (kind != ReceiptKind.ACCEPTED && kind != ReceiptKind.REFUSED) {
            throw new NotVerified("该回执不是对发送的答复。", "This receipt is no answer to a send.");
        }
        if (!answer.view().wireDigest().equals(Digest.of(wire))) {
            throw new NotVerified("该回执所指的不是我们发送的字节。", "This receipt is about other bytes than ours.");
        }
        return answer;
    }

    /** The hub's {@code Delivered} statement about these bytes. */
    Receipt statement(byte[] statement, byte[] wire) throws NotVerified {
        var delivered = ofHub(statement);
        if (delivered.view().kind() != ReceiptKind.DELIVERED) {
            throw new NotVerified("枢纽的声明不是 Delivered。", "The hub's statement is not Delivered.");
        }
        if (!delivered.view().wireDigest().equals(Digest.of(wire))) {
            throw new NotVerified("枢纽的声明所指的是另一些字节。", "The hub's statement is about other bytes.");
        }
        return delivered;
    }

    /** A message as the hub's statement describes it: same identifier, same sender, same certificate, valid when the hub saw it. */
    Message message(byte[] wire, Receipt delivered) throws NotVerified {
        var view = delivered.view();
        var signer = view.signer().orElseThrow(Proofs::nameless);
        try {
            var document = xml.parse(wire);
            var certificate = XmlVerifier.hinted(document);
            if (!CertificateName.digest(certificate).equals(signer.certificate())) {
                throw new NotVerified("签名证书不是枢纽核验过的那一张。", "The signing certificate is not the one the hub verified.");
            }
            var message = suites.contains(suite(certificate))
                    ? verified(document, certificate, signer.verifiedAt())
                    : relied(document, certificate, signer);
            if (!view.acknowledged().equals(Optional.of(message.header().id()))) {
                throw new NotVerified("枢纽的声明所指的是另一条消息。", "The hub's statement is about another message.");
            }
            return message;
        } catch (Refused e) {
            throw new NotVerified(e);
        }
    }

    /** The hub has signed that it verified these bytes, and with which certificate. */
    private static Message relied(Document document, X509Certificate certificate, SignedBy signer) throws NotVerified {
        if (!signer.suite().equals(suite(certificate))) {
            throw new NotVerified(
                    "枢纽的声明所写的算法组与签名证书不符。",
                    "The hub's statement names another suite than that of the signing certificate.");
        }
        var header = header(document);
        checkParty(certificate, header.sender());
        return new Message(document, header, certificate, Optional.empty());
    }

    private static String suite(X509Certificate certificate) {
        return new Suites().nameFor(certificate).orElse("");
    }

    private static NotVerified nameless() {
        return new NotVerified("枢纽的声明没有说明签名者。", "The hub's statement names no signer.");
    }

    /** A message without the hub's statement: judged at the time its signer claims. */
    Message alone(byte[] wire) throws NotVerified {
        try {
            var document = xml.parse(wire);
            var certificate = XmlVerifier.hinted(document);
            if (!suites.contains(suite(certificate))) {
                throw new NotVerified(
                        "该消息的签名算法组不在 office.yaml 的 suites 之内。请将枢纽的声明(.delivered.xml)放在该文件旁。",
                        "The message is signed in a suite that office.yaml does not name in suites. Put the hub's statement,"
                                + " .delivered.xml, beside the file.");
            }
            var claimed = verifier.verify(document, List.of(certificate)).claimedSigningTime();
            return verified(document, certificate, claimed);
        } catch (Refused e) {
            throw new NotVerified(e);
        }
    }

    private Message verified(Document document, X509Certificate certificate, Instant at) throws NotVerified, Refused {
        var signature = verifier.verify(document, List.of(certificate));
        paths.check(certificate, at);
        var header = header(document);
        checkParty(certificate, header.sender());
        return new Message(document, header, certificate, Optional.of(signature));
    }

    private static void checkParty(X509Certificate certificate, PartyId sender) throws NotVerified {
        if (!PartyName.of(certificate).filter(sender::equals).isPresent()) {
            throw new NotVerified(
                    "签名证书不属于发送方 " + sender + "。", "The signing certificate is not that of the sender " + sender + ".");
        }
    }

    private static Receipt read(Document document, String suite) throws NotVerified {
        var header = header(document);
        if (!header.type().isReceipt()) {
            throw new NotVerified("这不是回执。", "This is not a receipt.");
        }
        try {
            return new Receipt(header, ReceiptReader.read(document), suite);
        } catch (IllegalArgumentException | IllegalStateException | DateTimeException e) {
            throw unreadable(e);
        }
    }

    /** Signed by someone we believe is not yet well-formed: what does not read is not believed either. */
    private static Header header(Document document) throws NotVerified {
        try {
            return Envelope.header(document);
        } catch (IllegalArgumentException | IllegalStateException | DateTimeException e) {
            throw unreadable(e);
        }
    }

    private static NotVerified unreadable(RuntimeException cause) {
        var problem = new NotVerified("消息的信头无法读取。", "The message's header cannot be read.");
        problem.initCause(cause);
        return problem;
    }
}
