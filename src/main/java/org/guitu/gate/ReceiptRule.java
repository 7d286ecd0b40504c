package org.guitu.gate;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.guitu.directory.Directory;
import org.guitu.gate.Decision.Acknowledges;
import org.guitu.gate.Decision.Planned;
import org.guitu.message.PartyId;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.receipt.ReceiptKind;
import org.guitu.receipt.ReceiptReader;

/** A party may acknowledge what was delivered to it, once each, to the party that sent it; nothing else. */
public final class ReceiptRule {
    /** What the record says in place of a grant: a receipt is owed, not allowed. */
    private static final String GRANT = "receipt";

    private final Memory memory;
    private final Supplier<Directory> directory;
    private final Supplier<UUID> ids;
    private final PartyId self;

    /** @param self the hub: what is acknowledged to it ends in the record */
    public ReceiptRule(Memory memory, Supplier<Directory> directory, Supplier<UUID> ids, PartyId self) {
        this.memory = memory;
        this.directory = directory;
        this.ids = ids;
        this.self = self;
    }

    Decision decide(Validated validated) throws Refused {
        var header = validated.header();
        var kind = ReceiptKind.ofElement(header.type().name())
                .filter(ReceiptKind::byRecipient)
                .orElseThrow(() -> Refusals.refusedAt("/Message/Header/Type", "GT-5011", header.type()));
        var receipt = ReceiptReader.read(validated.verified().received().document());
        var acknowledged = receipt.acknowledged();
        if (acknowledged.isEmpty() || !acknowledged.equals(header.inReplyTo())) {
            throw Refusals.refusedAt("/Message/Header/InReplyTo", "GT-5004", header.sender());
        }
        var message = acknowledged.get();
        var addressed = memory.addressed(message, header.sender())
                .orElseThrow(() -> Refusals.refusedAt("/Message/Header/InReplyTo", "GT-5004", header.sender()));
        if (!addressed.wireDigest().equals(receipt.wireDigest())
                || !addressed.conversation().equals(header.conversation())) {
            throw Refusals.refusedAt("/Message/Body", "GT-5006");
        }
        var to = addressed.sender();
        if (!header.recipients().equals(List.of(to.value())) || !header.copyTo().isEmpty()) {
            throw Refusals.refusedAt(
                    "/Message/Header/Recipients", "GT-5002", header.recipients().get(0));
        }
        var sender = directory.get().party(to);
        var planned = new Planned(
                ids.get(),
                to,
                false,
                GRANT,
                sender.map(p -> p.joined(validated.verified().received().at())).orElse(false),
                sender.map(org.guitu.directory.Party::telephone).orElse(""),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        var acknowledges = new Acknowledges(
                message,
                header.sender(),
                kind == ReceiptKind.READ ? Acknowledges.Kind.READ : Acknowledges.Kind.RECEIVED);
        var deliveries = to.equals(self) ? List.<Planned>of() : List.of(planned);
        return new Decision(0, Optional.empty(), "", deliveries, Optional.of(acknowledges), Decision.Sequel.NONE);
    }
}
