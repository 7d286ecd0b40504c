package org.guitu.hub;

import java.io.IOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.guitu.gate.Unavailable;
import org.slf4j.LoggerFactory;

/** Looks at the record's blocks every second, on every node: a block made on another one is felt here too. */
final class Watch implements AutoCloseable {
    private final ScheduledExecutorService thread;

    private Watch(ScheduledExecutorService thread) {
        this.thread = thread;
    }

    static Watch start(BlockShutter shutter) {
        var thread = Executors.newSingleThreadScheduledExecutor(work -> {
            var daemon = new Thread(work, "blocks");
            daemon.setDaemon(true);
            return daemon;
        });
        var future = thread.scheduleWithFixedDelay(() -> look(shutter), 1, 1, TimeUnit.SECONDS);
        if (future.isDone()) {
            throw new IllegalStateException("the watch on blocks did not start");
        }
        return new Watch(thread);
    }

    private static void look(BlockShutter shutter) {
        try {
            shutter.refresh();
        } catch (IOException | Unavailable e) {
            // said once in health; the last known blocks stay in force
            LoggerFactory.getLogger("guitu.hub").debug("blocks were not read");
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
