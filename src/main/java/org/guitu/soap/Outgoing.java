package org.guitu.soap;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.time.Duration;

/**
 * The bytes of an answer on their way: counted, and broken off where the reader takes longer over them than a request may take to
 * arrive. Closing and flushing are the doorkeeper's.
 */
final class Outgoing extends ServletOutputStream {
    /** Bytes that are written before it is looked how long it takes. */
    private static final int PIECE = 8 << 10;

    private final ServletOutputStream out;
    private final Duration patience;
    private long written;
    private long until;

    /** @param patience how long it may take from the first byte on */
    Outgoing(ServletOutputStream out, Duration patience) {
        this.out = out;
        this.patience = patience;
    }

    /** How many bytes were written. */
    long written() {
        return written;
    }

    /** It begins anew: nothing was sent yet. */
    void forget() {
        written = 0;
    }

    @Override
    public void write(int one) throws IOException {
        requireTime();
        out.write(one);
        written++;
    }

    @Override
    public void write(byte[] bytes, int at, int length) throws IOException {
        for (int done = 0; done < length; done += PIECE) {
            requireTime();
            int piece = Math.min(PIECE, length - done);
            out.write(bytes, at + done, piece);
            written += piece;
        }
    }

    private void requireTime() throws IOException {
        if (written == 0) {
            until = System.nanoTime() + patience.toNanos();
        } else if (System.nanoTime() - until > 0) {
            throw new IOException("the answer is not read");
        }
    }

    @Override
    public void flush() {
        // when it is whole
    }

    @Override
    public void close() {
        // the doorkeeper closes it
    }

    @Override
    public boolean isReady() {
        return out.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        out.setWriteListener(listener);
    }
}
