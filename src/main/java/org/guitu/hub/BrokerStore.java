package org.guitu.hub;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.guitu.config.ConfigurationException;
import org.guitu.hub.broker.BrokerAddress;
import org.guitu.hub.broker.BrokerPlan;
import org.guitu.hub.broker.BrokerSetup;
import org.guitu.hub.broker.BrokerUsers;
import org.guitu.hub.broker.EmbeddedBroker;
import org.guitu.hub.broker.Porter;
import org.guitu.message.PartyId;
import org.guitu.trust.TlsContext;

/** The broker the hub works with, embedded or external, kept in step with the directory. */
final class BrokerStore implements AutoCloseable {
    private final Optional<EmbeddedBroker> embedded;
    private final Lines lines;
    private final BrokerSetup setup;
    private final PartyId hub;
    private final Material material;
    private final Clock clock;
    private final int externalPort;
    private volatile Optional<String> behind = Optional.empty();

    private BrokerStore(
            Optional<EmbeddedBroker> embedded, Lines lines, BrokerSetup setup, Material material, Clock clock) {
        this.embedded = embedded;
        this.lines = lines;
        this.setup = setup;
        this.hub = material.config().party();
        this.material = material;
        this.clock = clock;
        this.externalPort = material.config().doors().jms().port();
    }

    static BrokerStore open(Material material, Clock clock) throws ConfigurationException {
        var config = material.config();
        var data = material.options().data().resolve(config.broker().data());
        var users = new BrokerUsers(data);
        try {
            if (config.broker().mode() == HubConfig.Mode.EXTERNAL) {
                var address = BrokerAddress.outside(
                        config.broker().url(), material.keys()::towardsBroker, material::channels);
                var setup = new BrokerSetup(address, users);
                return new BrokerStore(Optional.empty(), new Lines(address), setup, material, clock);
            }
            var broker = EmbeddedBroker.start(
                    new EmbeddedBroker.Settings(
                            material.options().config().resolve("broker.xml"),
                            data,
                            new EmbeddedBroker.Disk(
                                    config.broker().journal() == HubConfig.Journal.AUTO,
                                    config.broker().maxDiskUsage()),
                            config.doors().jms().host(),
                            config.doors().jms().port()),
                    TlsContext.of(material.keys()::channel, material::channels),
                    users);
            var setup = new BrokerSetup(broker.address(), users);
            return new BrokerStore(Optional.of(broker), new Lines(broker.address()), setup, material, clock);
        } catch (IOException e) {
            throw new ConfigurationException(
                    "hub.yaml: broker: " + e.getMessage() + "; check that it runs and lets the hub in", e);
        }
    }

    Lines lines() {
        return lines;
    }

    /**
     * Brings the broker to what directory, blocks and clock say at this moment; whoever lost its access is cut off, and comes in
     * no more even while an earlier call waits for a broker that does not answer.
     *
     * @throws IOException when it could not be: ask again
     */
    void follow(Blocks blocks) throws IOException {
        try {
            try {
                take(blocks);
            } finally {
                // also where the users cannot be written: what is open is closed nevertheless
                setup.follow();
            }
            behind = Optional.empty();
        } catch (IOException e) {
            behind = Optional.of("is not at the directory and the blocks as they are now");
            throw e;
        }
    }

    /**
     * Lets nobody in any more who may not come in, whatever the broker is at; one after the other, so that what was seen before
     * never comes after.
     */
    synchronized void take(Blocks blocks) throws IOException {
        var now = clock.instant();
        var paths = material.paths();
        var plan = BrokerPlan.of(blocks.get(), hub, blocks, blocks.subjects(), now)
                .without(certificate -> !paths.mayCall(certificate, now));
        if (embedded.isEmpty()) {
            setup.take(plan);
        } else {
            // a door that has nothing to show is shut, also to who is in
            setup.take(material.keys().isShut() ? plan.withoutAnybody() : plan.withoutHub());
        }
    }

    /** Asked by the embedded broker at every login; one outside has limits and words of its own. */
    void ask(Porter porter) {
        embedded.ifPresent(broker -> broker.ask(porter));
    }

    int openDoor() throws ConfigurationException {
        if (embedded.isEmpty()) {
            return externalPort;
        }
        try {
            return embedded.get().openDoor();
        } catch (IOException e) {
            throw new ConfigurationException("hub.yaml: doors.jms: " + e.getMessage() + "; choose a free port", e);
        }
    }

    /** No new connections; used first when the hub stops. */
    void shutDoor() {
        embedded.ifPresent(EmbeddedBroker::shutDoor);
    }

    /** Runs this when the embedded broker gives up; an external one comes back by itself. */
    void whenBroken(Runnable then) {
        embedded.ifPresent(broker -> broker.whenBroken(then));
    }

    /** Journal type for the ready line. */
    String journal() {
        return embedded.map(broker -> "journal " + broker.journal()).orElse("external");
    }

    Optional<String> problem() {
        try (var connection = lines.factory().createConnection()) {
            connection.getMetaData();
            return behind;
        } catch (JMSException e) {
            return Optional.of("cannot be reached");
        }
    }

    @Override
    public void close() {
        lines.close();
        setup.close();
        embedded.ifPresent(EmbeddedBroker::close);
    }
}
