package org.guitu.office;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.guitu.message.MessageId;

/**
 * The messages this office received. The message and the hub's statement are files in the folder the officer chose, named
 * by the message's UUID; what is known about them is in the home, and decides whether a copy is known already.
 */
final class Inbox {
    private static final String STATEMENT = ".delivered.xml";

    private final Home home;
    private final Sidecar sidecar;
    private final Listing<Sidecar.Receiving> all;

    Inbox(Home home, Sidecar sidecar) {
        this.home = home;
        this.sidecar = sidecar;
        this.all = new Listing<>(home.received(), this::look);
    }

    /** Where a message goes in this folder. */
    static Path message(Path folder, MessageId id) {
        return folder.resolve(id.uuid() + ".xml");
    }

    /** Where the hub's statement about a message stands: beside it. */
    static Path statement(Path message) {
        var name = message.getFileName().toString();
        var stem = name.endsWith(".xml") ? name.substring(0, name.length() - ".xml".length()) : name;
        return message.resolveSibling(stem + STATEMENT);
    }

    /** Whether this is such a statement, by its name. */
    static boolean isStatement(Path file) {
        return file.getFileName().toString().endsWith(STATEMENT);
    }

    /**
     * Stores message, statement and what is known about them, in that order: what is known here is whole on disk.
     *
     * @param known names the place of the message
     */
    void store(Sidecar.Receiving known, byte[] wire, byte[] statement) throws IOException {
        var message = known.path();
        DurableFiles.write(statement(message), statement);
        DurableFiles.write(message, wire);
        note(known);
    }

    /** Replaces what is known about a message. */
    void note(Sidecar.Receiving known) throws IOException {
        sidecar.write(place(known.messageId()), known);
    }

    Optional<Sidecar.Receiving> find(MessageId id) throws IOException {
        try {
            return Optional.of(sidecar.read(place(id), Sidecar.Receiving.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private Path place(MessageId id) {
        return home.received().resolve(id.uuid() + ".json");
    }

    /** Every received message, oldest first; a file is read again only when it changed. */
    List<Sidecar.Receiving> all() throws IOException {
        return all.all();
    }

    private List<Sidecar.Receiving> look() throws IOException {
        var all = new ArrayList<Sidecar.Receiving>();
        try (var files = Files.newDirectoryStream(home.received(), "*.json")) {
            for (var file : files) {
                all.add(sidecar.known(file, Sidecar.Receiving.class));
            }
        }
        all.sort(Comparator.comparing(Sidecar.Receiving::receivedAt));
        return all;
    }
}
