package org.guitu.hub.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The thread the server belongs to: it starts it, and starts it again on the same port if it ends by itself. It must
 * live as long as the hub, because the parent-death signal follows the thread and not the process.
 */
final class Keeper {
    private static final int PORTS_TO_TRY = 5;
    private static final long PAUSE_MILLIS = 500;

    /** Tells whether the server on this port answers. */
    interface Probe {
        boolean answers(int port);
    }

    private final Cluster cluster;
    private final Probe probe;
    private final long patienceNanos;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::keep, "postgres-keeper");
    private final Object launching = new Object();
    private volatile @Nullable Process server;

    Keeper(Cluster cluster, Probe probe, long patienceSeconds) {
        this.cluster = cluster;
        this.probe = probe;
        this.patienceNanos = TimeUnit.SECONDS.toNanos(patienceSeconds);
        thread.setDaemon(true);
        thread.start();
    }

    /** The port, once the server answers on it. */
    CompletableFuture<Integer> port() {
        return port;
    }

    private void keep() {
        try {
            int found = begin();
            port.complete(found);
            watch(found);
        } catch (NotStarted e) {
            port.completeExceptionally(e);
        } catch (InterruptedException e) {
            // nobody has a reason to interrupt this thread; if it ends, so does the server
            Thread.currentThread().interrupt();
            port.completeExceptionally(new NotStarted("The start of PostgreSQL was interrupted", e));
        }
    }

    private int begin() throws NotStarted, InterruptedException {
        for (int tries = 0; tries < PORTS_TO_TRY; tries++) {
            int candidate = freePort();
            if (launched(candidate) && ready(candidate)) {
                return candidate;
            }
        }
        throw new NotStarted("PostgreSQL does not start (" + cluster.place() + "): " + cluster.lastWords());
    }

    private boolean launched(int candidate) throws NotStarted {
        synchronized (launching) {
            if (closing.getCount() == 0) {
                return false;
            }
            try {
                server = cluster.launch(candidate);
                return true;
            } catch (IOException e) {
                throw new NotStarted("PostgreSQL cannot be run (" + Binaries.reason(e) + ")", e);
            }
        }
    }

    /** Waits until the server answers or has ended, for example because another process took the port. */
    private boolean ready(int candidate) throws InterruptedException {
        var process = server;
        long deadline = System.nanoTime() + patienceNanos;
        while (process != null && System.nanoTime() < deadline) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                return false;
            }
            if (probe.answers(candidate)) {
                return true;
            }
        }
        stopServer();
        return false;
    }

    private void watch(int found) throws InterruptedException {
        var process = server;
        while (process != null) {
            process.waitFor();
            if (closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
            try {
                cluster.clearLeftovers();
                process = launched(found) ? server : null;
            } catch (NotStarted e) {
                // the next round tries again; meanwhile the hub answers "try later"
                System.getLogger(Keeper.class.getName()).log(System.Logger.Level.ERROR, e.getMessage());
            }
        }
    }

    /** Stops the server for good and waits for its end. */
    void close() {
        synchronized (launching) {
            closing.countDown();
        }
        stopServer();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stopServer() {
        var process = server;
        if (process != null && process.isAlive() && !cluster.stop("fast")) {
            process.destroyForcibly(); // the write-ahead log makes up for it
        }
    }

    /** The process of the server that runs now, or ran last. */
    @Nullable
    Process server() {
        return server;
    }

    private static int freePort() throws NotStarted {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new NotStarted("No free port on 127.0.0.1 (" + Binaries.reason(e) + ")", e);
        }
    }
}
