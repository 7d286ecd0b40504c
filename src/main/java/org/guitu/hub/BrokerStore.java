package org.guitu.hub;

import jakarta.jms.JMSException;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.guitu.config.ConfigurationException;
import org.guitu.directory.Directory;
import org.guitu.hub.broker.BrokerPlan;
import org.guitu.hub.broker.BrokerSetup;
import org.guitu.hub.broker.BrokerUsers;
import org.guitu.hub.broker.EmbeddedBroker;
import org.guitu.hub.broker.TlsStores;
import org.guitu.message.PartyId;
import org.slf4j.LoggerFactory;

/** The broker the hub works with, embedded or external, kept in step with the directory. */
final class BrokerStore implements AutoCloseable {
    private final Optional<EmbeddedBroker> embedded;
    private final Lines lines;
    private final BrokerSetup setup;
    private final PartyId hub;
    private final Clock clock;
    private final int externalPort;

    private BrokerStore(
            Optional<EmbeddedBroker> embedded, Lines lines, BrokerSetup setup, Material material, Clock clock) {
        this.embedded = embedded;
        this.lines = lines;
        this.setup = setup;
        this.hub = material.config().party();
        this.clock = clock;
        this.externalPort = material.config().doors().jms().port();
    }

    static BrokerStore open(Material material, Clock clock) throws ConfigurationException {
        var config = material.config();
        var data = material.options().data().resolve(config.broker().data());
        var tls = TlsStores.write(data, material.tls(), material.anchors());
        var users = new BrokerUsers(data);
        try {
            if (config.broker().mode() == HubConfig.Mode.EXTERNAL) {
                var url = tls.connect(config.broker().url());
                var setup = new BrokerSetup(url, "", "", users);
                var store = new BrokerStore(Optional.empty(), new Lines(url, "", ""), setup, material, clock);
                setup.apply(store.plan(material.directory().get(), party -> false));
                return store;
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
                    tls,
                    users);
            var setup = new BrokerSetup(broker.url(), broker.user(), broker.password(), users);
            var lines = new Lines(broker.url(), broker.user(), broker.password());
            var store = new BrokerStore(Optional.of(broker), lines, setup, material, clock);
            setup.apply(store.plan(material.directory().get(), party -> false));
            return store;
        } catch (IOException e) {
            throw new ConfigurationException(
                    "hub.yaml: broker: " + e.getMessage() + "; check that it runs and lets the hub in", e);
        }
    }

    private BrokerPlan plan(Directory directory, java.util.function.Predicate<PartyId> blocked) {
        return BrokerPlan.of(directory, hub, blocked, clock.instant());
    }

    Lines lines() {
        return lines;
    }

    /** Brings the broker to a changed directory or changed blocks; on failure it stays as it was and says so. */
    void apply(Directory directory, java.util.function.Predicate<PartyId> blocked) {
        try {
            setup.apply(plan(directory, blocked));
        } catch (IOException e) {
            LoggerFactory.getLogger("guitu.hub")
                    .atError()
                    .addKeyValue("event", "broker-setup")
                    .log("the broker could not be brought up to the directory");
        }
    }

    /** Ends what a party has open on the broker. */
    void disconnect(PartyId party) throws IOException {
        setup.disconnect(party.value());
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

    /** Journal type for the ready line. */
    String journal() {
        return embedded.map(broker -> "journal " + broker.journal()).orElse("external");
    }

    Optional<String> problem() {
        try (var connection = lines.factory().createConnection()) {
            connection.getMetaData();
            return Optional.empty();
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
