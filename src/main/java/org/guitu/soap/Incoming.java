package org.guitu.soap;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.guitu.message.Refusals;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request as it comes in: so many bytes, and so long to arrive. It may be kept until somebody works on it; how
 * its arrival ended is learnt by whoever reads so far.
 */
final class Incoming extends ServletInputStream {
    private static final int PIECE = 64 << 10;

    private final ServletInputStream in;
    private final long most;
    private final Duration patience;
    private final long until;
    private final Deque<byte[]> kept = new ArrayDeque<>();
    /** Of the first piece that is kept, so many are read. */
    private int at;

    private long bytes;
    private @Nullable IOException broken;
    /** Whether it is not waited for what may still come. */
    private boolean dead;

    private boolean tooMuch;

    Incoming(ServletInputStream in, long most, Duration patience) {
        this.in = in;
        this.most = most;
        this.patience = patience;
        this.until = System.nanoTime() + patience.toNanos();
    }

    /** Bytes that came in so far. */
    long bytes() {
        return bytes;
    }

    /** Whether nothing more comes on the line. */
    boolean hasArrived() {
        return in.isFinished();
    }

    /** Keeps what comes in until there are more bytes than this; whether that was all. */
    boolean keep(long atMost) {
        try {
            while (bytes <= atMost) {
                if (!keepPiece((int) Math.min(PIECE, atMost + 1 - bytes))) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            // said to whoever reads so far
            return true;
        }
    }

    /** Keeps whole pieces, however little comes at a time: many small ones would take more than their bytes. */
    private boolean keepPiece(int size) throws IOException {
        var piece = new byte[size];
        int have = 0;
        try {
            for (int read = 0; have < size && read >= 0; have += Math.max(0, read)) {
                read = arrive(piece, have, size - have);
            }
            return have == size;
        } finally {
            if (have > 0) {
                kept.add(have == size ? piece : Arrays.copyOf(piece, have));
            }
        }
    }

    /** Whether more came than may. */
    boolean wasTooMuch() {
        return tooMuch;
    }

    /** Lets go of what is kept and of so many bytes that still come; whether nothing more comes then. */
    boolean skipToItsEnd(long atMost) {
        forget();
        var scratch = new byte[8192];
        try {
            int read = 0;
            for (long left = atMost; left > 0 && read >= 0 && !dead; left -= read) {
                read = comeIn(scratch, 0, scratch.length);
            }
            return read < 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Lets go of what is kept. */
    void forget() {
        kept.clear();
        at = 0;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        var piece = kept.peek();
        if (piece == null) {
            return arrive(into, offset, length);
        }
        int read = Math.min(length, piece.length - at);
        System.arraycopy(piece, at, into, offset, read);
        at += read;
        if (at == piece.length) {
            kept.remove();
            at = 0;
        }
        return read;
    }

    private int arrive(byte[] into, int offset, int length) throws IOException {
        if (broken != null) {
            throw new IOException("broken before", broken);
        }
        try {
            int read = comeIn(into, offset, length);
            bytes += Math.max(0, read);
            if (bytes > most) {
                tooMuch = true;
                throw new IOException("too much", Refusals.refused("GT-1033", most));
            }
            return read;
        } catch (IOException e) {
            broken = e;
            throw e;
        }
    }

    private int comeIn(byte[] into, int offset, int length) throws IOException {
        try {
            requireTime();
            int read = in.read(into, offset, length);
            if (read >= 0) {
                requireTime();
            }
            return read;
        } catch (SocketTimeoutException e) {
            dead = true;
            throw slow();
        } catch (IOException e) {
            dead = true;
            throw e;
        }
    }

    private void requireTime() throws IOException {
        if (System.nanoTime() > until) {
            throw slow();
        }
    }

    private IOException slow() {
        return new IOException("too slow", Refusals.refused("GT-1037", patience.toSeconds()));
    }

    @Override
    public boolean isFinished() {
        return kept.isEmpty() && in.isFinished();
    }

    @Override
    public boolean isReady() {
        return !kept.isEmpty() || in.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
        in.setReadListener(listener);
    }
}
