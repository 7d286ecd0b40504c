package org.guitu.hub;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.guitu.directory.Use;
import org.guitu.gate.Unavailable;
import org.guitu.hub.broker.BrokerUsers;
import org.guitu.message.Digest;
import org.guitu.message.PartyId;
import org.guitu.trust.CertificateName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the broker to who may come in, and the hub to its keys: by the directory, the administrators' blocks and the dates of
 * certificates. Looks
 * every second, on every node, so that a block made on another one is felt here too and what failed is tried again.
 */
final class Access implements RecordedAdministration.Shutter, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("guitu.hub");

    private final Material material;
    private final Blocks blocks;
    private final BrokerStore broker;
    /** One each for the blocks, the broker and the keys: a broker or a token that does not answer holds up no block. */
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(3, work -> {
        var daemon = new Thread(work, "access");
        daemon.setDaemon(true);
        return daemon;
    });

    private volatile boolean failing;

    Access(Material material, Blocks blocks, BrokerStore broker) {
        this.material = material;
        this.blocks = blocks;
        this.broker = broker;
    }

    /** Begins to look. */
    Access start() {
        // nothing to wait for: neither throws
        var unusedBlocks = threads.scheduleWithFixedDelay(this::read, 1, 1, TimeUnit.SECONDS);
        var unusedBroker = threads.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
        var unusedKeys = threads.scheduleWithFixedDelay(material.keys()::look, 1, 1, TimeUnit.SECONDS);
        return this;
    }

    @Override
    public Optional<String> subject(PartyId party, Optional<Digest> certificate) {
        // what is blocked can be let in again, though it has left the directory
        var blocked = certificate.flatMap(blocks::subject);
        if (blocked.isPresent()) {
            return blocked;
        }
        var known = material.directory().get().party(party);
        return certificate.isEmpty()
                ? known.map(all -> "")
                : known.stream()
                        .flatMap(found -> found.certificates().stream())
                        .filter(one -> CertificateName.digest(one.certificate()).equals(certificate.get()))
                        .map(one -> one.use() == Use.TLS ? BrokerUsers.subject(one.certificate()) : "")
                        .findFirst();
    }

    @Override
    public void refresh() throws IOException {
        follow();
        material.keys().look();
    }

    /** While the record is away by what it said last: files and clock go on. */
    private void follow() throws IOException {
        try {
            blocks.refresh();
        } finally {
            broker.follow(blocks);
        }
    }

    /** For the doors of this node; what fails here the broker's look says. */
    private void read() {
        try {
            blocks.refresh();
            // the broker's own look may hang at a call
            broker.take(blocks);
        } catch (IOException | RuntimeException e) {
            LOG.atDebug()
                    .addKeyValue("event", "access")
                    .log("the record does not say who is blocked, or the broker's users are not written");
        }
    }

    /** A task that throws never runs again, and access would silently stand still. */
    private void look() {
        try {
            follow();
            failing = false;
        } catch (IOException | RuntimeException e) {
            // health says it as long as it lasts; the last known blocks stay in force
            if (!failing && !(e instanceof Unavailable)) {
                LOG.atError()
                        .addKeyValue("event", "access")
                        .addKeyValue("cause", e.getClass().getSimpleName())
                        .log("the broker could not be brought up to directory and blocks; trying again");
            }
            failing = true;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
