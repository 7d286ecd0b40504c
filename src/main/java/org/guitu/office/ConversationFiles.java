package org.guitu.office;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.guitu.message.MessageId;
import org.guitu.office.Conversation.Entry;
import org.guitu.receipt.ReceiptKind;

/** The files of one conversation as they lie in the office's folder, each under a name that says only what it is. */
public final class ConversationFiles {
    private static final String XML = ".xml";

    private final Office office;

    public ConversationFiles(Office office) {
        this.office = office;
    }

    /** What a file is. */
    public enum What {
        MESSAGE,
        /** What the hub signed about the message or receipt that stands beside it. */
        STATEMENT,
        RECEIPT
    }

    /**
     * One file.
     *
     * @param name of identifiers and type names; a statement stands beside what it is about, where {@code verify} looks for it
     * @param file where it is; it may be gone, as an officer may put received messages elsewhere
     * @param about the message it is, or belongs to
     * @param receipt which receipt it is, or is about
     */
    public record Filed(String name, Path file, What what, Entry about, Optional<ReceiptKind> receipt) {}

    /** All of them, message by message. */
    public List<Filed> of(Conversation conversation) throws IOException, OfficeProblem {
        var filed = new ArrayList<Filed>();
        for (var entry : conversation.entries()) {
            var stem = String.format(
                    Locale.ROOT,
                    "%03d-%s-%s",
                    conversation.entries().indexOf(entry) + 1,
                    entry.type().name(),
                    entry.id().uuid());
            var file = office.file(entry.id());
            add(filed, new Filed(stem + XML, file, What.MESSAGE, entry, Optional.empty()));
            for (var receipt : receipts(entry.id())) {
                var name = stem + ".receipts/" + receipt.kind().element() + "-" + receipt.uuid() + XML;
                add(filed, new Filed(name, receipt.file(), What.RECEIPT, entry, Optional.of(receipt.kind())));
            }
        }
        return List.copyOf(filed);
    }

    /** With the hub's statement where there is one. */
    private static void add(List<Filed> filed, Filed one) {
        filed.add(one);
        var statement = Inbox.statement(one.file());
        if (Files.exists(statement)) {
            var name = Inbox.statement(Path.of(one.name())).toString();
            filed.add(new Filed(name, statement, What.STATEMENT, one.about(), one.receipt()));
        }
    }

    private record Receipt(ReceiptKind kind, String uuid, Path file) {}

    /** Those that came and, for a message that was received, those this office signed. */
    private List<Receipt> receipts(MessageId id) throws IOException {
        var receipts = new ArrayList<Receipt>();
        for (var file : office.storage().shelf().about(id).stream().sorted().toList()) {
            var name = file.getFileName().toString();
            int dash = name.indexOf('-');
            ReceiptKind.ofElement(name.substring(0, Math.max(dash, 0)))
                    .ifPresent(kind -> receipts.add(
                            new Receipt(kind, name.substring(dash + 1, name.length() - XML.length()), file)));
        }
        for (var item : office.storage().outbox().all()) {
            if (item.state().acknowledges().equals(Optional.of(id.value()))) {
                ReceiptKind.ofElement(item.state().messageType().name())
                        .ifPresent(kind ->
                                receipts.add(new Receipt(kind, item.id().uuid().toString(), item.message())));
            }
        }
        return receipts;
    }
}
