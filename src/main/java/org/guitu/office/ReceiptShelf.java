package org.guitu.office;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.guitu.message.Digest;
import org.guitu.message.MessageId;

/** Receipts that verified, filed under the message they are about; and, apart, whatever did not verify. */
final class ReceiptShelf {
    /** For receipts about something that had no readable identifier. */
    private static final String NAMELESS = "nameless";

    private final Home home;
    private final Sidecar sidecar;
    private final Clock clock;

    ReceiptShelf(Home home, Sidecar sidecar, Clock clock) {
        this.home = home;
        this.sidecar = sidecar;
        this.clock = clock;
    }

    /** Files a receipt; the same one again replaces itself. */
    Path file(Optional<MessageId> about, String kind, MessageId receipt, byte[] wire) throws IOException {
        var folder = DurableFiles.folder(
                home.receipts().resolve(about.map(id -> id.uuid().toString()).orElse(NAMELESS)));
        var file = folder.resolve(kind + "-" + receipt.uuid() + ".xml");
        DurableFiles.write(file, wire);
        return file;
    }

    /** The receipts about a message, in no particular order. */
    List<Path> about(MessageId id) throws IOException {
        var found = new ArrayList<Path>();
        var folder = home.receipts().resolve(id.uuid().toString());
        if (Files.isDirectory(folder)) {
            try (var files = Files.newDirectoryStream(folder, "*.xml")) {
                files.forEach(file -> {
                    // what the hub stated of a receipt stands beside it
                    if (!Inbox.isStatement(file)) {
                        found.add(file);
                    }
                });
            }
        }
        return found;
    }

    /** Why something that came over the line was not believed. */
    record Rejection(String at, String digest, String code, String zh, String en) {}

    /** Keeps what did not verify, with the reason beside it, for who has to look into it. */
    Path reject(byte[] wire, Optional<byte[]> statement, Sidecar.Problem because) throws IOException {
        var at = clock.instant();
        var stem = at.getEpochSecond() + "-" + UUID.randomUUID();
        var file = home.rejected().resolve(stem + ".xml");
        if (statement.isPresent()) {
            DurableFiles.write(Inbox.statement(file), statement.get());
        }
        DurableFiles.write(file, wire);
        sidecar.write(
                home.rejected().resolve(stem + ".json"),
                new Rejection(at.toString(), Digest.of(wire).hex(), because.code(), because.zh(), because.en()));
        return file;
    }
}
