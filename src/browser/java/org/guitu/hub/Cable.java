package org.guitu.hub;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The line between an office and a door of the hub: it hands bytes on both ways, and can be cut and joined again. */
final class Cable implements AutoCloseable {
    private final ServerSocket near = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final int far;
    private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
    private volatile boolean whole = true;

    /**
     * Lays one.
     *
     * @param far the port of the door it leads to, on this machine
     */
    Cable(int far) throws IOException {
        this.far = far;
        run("cable-" + far, this::answer);
    }

    /** The port an office connects to in place of the door's. */
    int port() {
        return near.getLocalPort();
    }

    /** Whatever is under way breaks off, and nothing comes through until it is joined. */
    void cut() {
        whole = false;
        ends.forEach(Cable::end);
    }

    void join() {
        whole = true;
    }

    private void answer() {
        while (!near.isClosed()) {
            try {
                var office = near.accept();
                ends.add(office);
                if (whole) {
                    connect(office);
                } else {
                    end(office);
                }
            } catch (IOException e) {
                // closed, or the door is: whoever connects sees that
            }
        }
    }

    private void connect(Socket office) throws IOException {
        var hub = new Socket(InetAddress.getLoopbackAddress(), far);
        ends.add(hub);
        if (!whole) {
            end(hub);
            end(office);
        }
        run("cable-out-" + far, () -> carry(office, hub));
        run("cable-in-" + far, () -> carry(hub, office));
    }

    private void carry(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // one side has ended, and with it the other
        } finally {
            end(from);
            end(to);
            ends.remove(from);
            ends.remove(to);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new AssertionError("a socket cannot be closed", e);
        }
    }

    private static void run(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        near.close();
        cut();
    }
}
