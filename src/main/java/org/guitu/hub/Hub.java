package org.guitu.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.guitu.config.ConfigurationException;
import org.guitu.hub.broker.EmbeddedBroker;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * A running hub. It starts from the inside out, so that its doors open last and only when everything behind them stands,
 * and stops the other way round.
 */
public final class Hub implements AutoCloseable {
    private final Deque<Step> toStop = new ArrayDeque<>();
    private String readyLine = "";
    private @Nullable BrokerStore broker;

    private Hub() {}

    /** One thing to stop; said by name when it does not stop cleanly. */
    private record Step(String name, AutoCloseable what) {}

    /**
     * Starts a hub.
     *
     * @param log form of the log; hub.yaml decides when it is null
     * @param progress gets a line before what takes seconds
     * @throws ConfigurationException with one line when anything is missing, wrong or unknown; nothing runs then
     */
    public static Hub start(HubOptions options, HubConfig.@Nullable Format log, Consumer<String> progress)
            throws ConfigurationException {
        return start(options, log, progress, Clock.systemUTC(), Material::families);
    }

    /** @param families reads those of the installation, compiled */
    static Hub start(
            HubOptions options,
            HubConfig.@Nullable Format log,
            Consumer<String> progress,
            Clock clock,
            Material.FamiliesOf families)
            throws ConfigurationException {
        var hub = new Hub();
        try {
            hub.run(options, log, progress, clock, families);
            return hub;
        } catch (ConfigurationException | RuntimeException e) {
            hub.close();
            throw e;
        }
    }

    private void run(
            HubOptions options,
            HubConfig.@Nullable Format log,
            Consumer<String> progress,
            Clock clock,
            Material.FamiliesOf families)
            throws ConfigurationException {
        var config = HubConfig.read(options.config().resolve("hub.yaml"), System.getenv());
        HubLog.start(log == null ? config.log().format() : log, clock);
        ownerOnly(options.data());
        // what can be read quickly comes first, so that a mistake in it is said at once
        var routes = BeltLine.load(
                options, Parts.BEANS, Parts.settings(config), config.stop().drain());
        if (config.broker().mode() == HubConfig.Mode.EMBEDDED) {
            EmbeddedBroker.read(options.config().resolve("broker.xml"));
        }
        var material = Material.read(options, config, clock, families);
        var looks = config.directory().check();
        keep("directory", material.directory().start(looks));
        keep("trust", material.trust().start(looks));
        var record = keep("record", RecordStore.open(options, config, progress));
        var broker = keep("broker", BrokerStore.open(material, clock));
        this.broker = broker;
        var parts = keep("gate", new Parts(material, record.source(), broker.lines(), routes, clock));
        var belt = keep("belt", routes);
        var access = keep("access", new Access(material, parts.blocks(), broker));
        follow(access);
        var expiry = keep(
                "expiry",
                new ExpiryWatch(
                        parts.blocks(),
                        material.keys()::files,
                        () -> material.trust().get().anchors(),
                        clock));
        var management = keep(
                "management",
                Management.start(config, parts.state(broker, record, expiry), parts.administration(access)));
        parts.countInto(management.meters());
        expiry.start(management.meters());
        belt.start(broker.lines().factory(), parts.beans());
        keep("jobs", Jobs.start(record.source(), parts.jobs(belt)));
        access.start();
        broker.ask(parts.logins());
        var door = broker.openDoor();
        toStop.push(new Step("door", broker::shutDoor));
        var soap = keep("soap door", SoapStore.open(material, parts.soap()));
        var run = new HubRun(
                door,
                soap.port(),
                management.port(),
                record.url(),
                ProcessHandle.current().pid());
        writeRunFile(options, run);
        readyLine = Ready.line(material, belt.routes(), broker, run, clock.instant());
        LoggerFactory.getLogger("guitu.hub")
                .atInfo()
                .addKeyValue("event", "ready")
                .log(readyLine);
    }

    /** Whatever the umask: what lies in a mailbox lies in the broker's journal too, in clear until it is fetched. */
    private static void ownerOnly(Path data) throws ConfigurationException {
        try {
            Files.createDirectories(data);
            if (Files.getFileStore(data).supportsFileAttributeView(PosixFileAttributeView.class)) {
                Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
            }
        } catch (IOException e) {
            throw ConfigurationException.in(
                    data, "cannot be made or kept to its owner", "start the hub as the user that owns it");
        }
    }

    /** The broker knows who may come in, blocks included, before there is a door. */
    private static void follow(Access access) throws ConfigurationException {
        try {
            access.refresh();
        } catch (IOException e) {
            throw new ConfigurationException(
                    "hub.yaml: broker: " + e.getMessage() + "; check that it runs and lets the hub in", e);
        }
    }

    private <T extends AutoCloseable> T keep(String name, T part) {
        toStop.push(new Step(name, part));
        return part;
    }

    /** Tells clients on this machine where the doors are: ports may have been chosen at start. */
    private void writeRunFile(HubOptions options, HubRun run) throws ConfigurationException {
        var file = HubRun.in(options.data());
        try {
            run.write(file);
        } catch (IOException e) {
            throw ConfigurationException.in(file, "cannot be written", "make the data directory writable");
        }
        toStop.push(new Step("run file", () -> Files.deleteIfExists(file)));
    }

    /** Runs this when a part the hub cannot be without has given up: it is to be stopped and started anew. */
    public void whenBroken(Runnable then) {
        java.util.Objects.requireNonNull(broker).whenBroken(then);
    }

    /** One line for the operator: counts and doors. */
    public String readyLine() {
        return readyLine;
    }

    @Override
    public void close() {
        while (!toStop.isEmpty()) {
            var step = toStop.pop();
            try {
                step.what().close();
            } catch (Exception e) {
                LoggerFactory.getLogger("guitu.hub")
                        .atWarn()
                        .addKeyValue("event", "stop")
                        .addKeyValue("part", step.name())
                        .addKeyValue("cause", e.getClass().getSimpleName())
                        .log("a part did not stop cleanly");
            }
        }
    }
}
