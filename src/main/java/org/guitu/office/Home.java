package org.guitu.office;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The folders of one office. Names hold identifiers only, never content.
 *
 * <pre>
 * office.yaml
 * outbox/0000000012-&lt;uuid&gt;/   message.xml state.json: signed, not yet answered, in the order of writing
 * sent/&lt;uuid&gt;/               the same after Accepted
 * refused/&lt;uuid&gt;/            the same after a final Refused
 * inbox/&lt;uuid&gt;.xml           what was received, unless receive --to names another folder
 * received/&lt;uuid&gt;.json       what is known about each received message, and where it is
 * received/&lt;uuid&gt;.rung       the command of --on-flash was started for it
 * receipts/&lt;uuid&gt;/           receipts about that message, each as Kind-&lt;uuid&gt;.xml
 * rejected/                  what did not verify, with the reason
 * drafts/&lt;uuid&gt;.xml          what officers are writing at the desk, in clear
 * cache/                     what can be made again at any time: stylesheets made of the families' rules
 * tmp/
 * </pre>
 */
record Home(Path root) {
    Path outbox() {
        return root.resolve("outbox");
    }

    Path sent() {
        return root.resolve("sent");
    }

    Path refused() {
        return root.resolve("refused");
    }

    Path inbox() {
        return root.resolve("inbox");
    }

    Path received() {
        return root.resolve("received");
    }

    Path receipts() {
        return root.resolve("receipts");
    }

    Path rejected() {
        return root.resolve("rejected");
    }

    Path drafts() {
        return root.resolve("drafts");
    }

    Path cache() {
        return root.resolve("cache");
    }

    Path temporary() {
        return root.resolve("tmp");
    }

    /** Held while a message gets its place in the outbox: moments. */
    Path queueLock() {
        return root.resolve(".queue.lock");
    }

    /** Held while the outbox is being sent: one sender at a time keeps the order within a conversation. */
    Path sendingLock() {
        return root.resolve(".sending.lock");
    }

    Home prepare() throws IOException {
        for (var folder : new Path[] {
            outbox(), sent(), refused(), inbox(), received(), receipts(), rejected(), drafts(), cache(), temporary()
        }) {
            DurableFiles.folder(folder);
        }
        return this;
    }
}
