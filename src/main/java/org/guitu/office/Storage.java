package org.guitu.office;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.guitu.message.ConversationId;
import org.guitu.message.MessageId;

/** The files of one office; nothing here needs keys, schemas or a line, so looking into them is quick. */
record Storage(Home home, Outbox outbox, Inbox inbox, ReceiptShelf shelf) {
    static Storage in(Path root, World world) throws IOException {
        var home = new Home(root).prepare();
        var sidecar = new Sidecar();
        return new Storage(
                home,
                new Outbox(home, sidecar, world.clock()),
                new Inbox(home, sidecar),
                new ReceiptShelf(home, sidecar, world.clock()));
    }

    /** The conversation of a message received or sent here. */
    Optional<ConversationId> conversation(MessageId id) throws IOException {
        var ours = outbox.find(id).map(item -> item.state().conversationId());
        return ours.isPresent() ? ours : inbox.find(id).map(known -> new ConversationId(known.conversation()));
    }
}
