package org.guitu.office;

import java.io.IOException;
import java.nio.file.Path;

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
}
