package org.guitu.office;

import java.nio.file.Path;
import org.guitu.message.Header;
import org.guitu.message.Labels;
import org.guitu.receipt.ReceiptReader.View;

/** Is told what happens while an office receives. Called on the receiving thread; every method does nothing by default. */
public interface Watcher {
    /**
     * A message is stored; the hub is told only after this returns, so what is done here is done at least once.
     *
     * @param file where the message is
     * @param known whether it was stored before already, and the hub offered it again
     */
    default void message(Header header, Path file, boolean known) {}

    /** What the reader of a stored message has to know: sealed for others, not to be opened, or against a rule when open. */
    default void note(Header header, Labels note) {}

    /** Something from the mailbox or the receipts did not verify; it is kept in this file. */
    default void rejected(Path file, Labels reason) {}

    /** A receipt about a message of ours is filed. */
    default void receipt(View receipt) {}

    /** A receipt or message of ours was sent, or was tried. */
    default void sent(Sent sent) {}

    /** Key files or certificates changed and cannot be used; those that were read before still are. */
    default void keys(Labels problem) {}

    /** Key files can all be used again. */
    default void keysWell() {}

    /** The line is down; it will be tried again. */
    default void lineDown(Labels reason) {}
}
