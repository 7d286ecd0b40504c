package org.guitu.hub.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.FileDeploymentManager;
import org.apache.activemq.artemis.core.config.impl.FileConfiguration;
import org.apache.activemq.artemis.core.io.aio.AIOSequentialFileFactory;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.server.JournalType;
import org.guitu.artemis.GivenContext;
import org.guitu.config.ConfigurationException;
import org.guitu.xml.Schemas;
import org.guitu.xml.SchemasException;

/**
 * Artemis inside the hub's own process: started with its door shut, so that the hub is whole before the first party can
 * connect; the hub itself connects in memory.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final String DOOR = "door";

    static {
        // Artemis gives the buffers of its journal back through Netty, which from Java 24 on takes none but its own
        // unless it
        // may use Unsafe: without this the broker ends when it deletes the first journal file
        System.setProperty("io.netty.noUnsafe", System.getProperty("io.netty.noUnsafe", "false"));
    }

    private final TellingServer server;
    private final BrokerAddress address;
    private final JournalType journal;
    private final CompletableFuture<Boolean> broken = new CompletableFuture<>();

    private EmbeddedBroker(TellingServer server, BrokerAddress address, JournalType journal) {
        this.server = server;
        server.registerIOCriticalErrorListener((cause, message, file) -> broken.complete(true));
        this.address = address;
        this.journal = journal;
    }

    /**
     * Where and how it runs.
     *
     * @param broker the file broker.xml
     * @param data its journal and users
     * @param disk how it uses the disk under {@code data}
     * @param host address the door listens on
     * @param port port of the door, 0 for any free one
     */
    public record Settings(Path broker, Path data, Disk disk, String host, int port) {}

    /**
     * How the journal is written.
     *
     * @param libaio whether to use it where it truly works on that file system
     * @param maxUsage percent of the disk in use at which the broker takes nothing more
     */
    public record Disk(boolean libaio, int maxUsage) {}

    /**
     * Starts the broker; nobody can connect from outside before {@link #openDoor()}.
     *
     * @param tls what its door shows and whom it lets in, asked for at every handshake
     */
    public static EmbeddedBroker start(Settings settings, SSLContext tls, BrokerUsers certificates)
            throws ConfigurationException {
        // a name nobody can claim, beside a password nobody can know
        var user = "hub-" + random();
        var password = random();
        var serverId = new SecureRandom().nextInt(1, Integer.MAX_VALUE);
        try {
            var configuration = configuration(settings, tls, serverId);
            var server = new TellingServer(configuration, new DirectoryLogin(certificates, user, password));
            server.start();
            return new EmbeddedBroker(
                    server,
                    BrokerAddress.inMemory("vm://" + serverId, user, password),
                    server.getConfiguration().getJournalType());
        } catch (ConfigurationException e) {
            throw e;
        } catch (Exception e) {
            throw new ConfigurationException(
                    settings.broker() + ": the embedded broker does not start (" + e.getMessage()
                            + "); check the data directory and the ports",
                    e);
        }
    }

    /** Reads broker.xml as the broker will, without starting one. */
    public static FileConfiguration read(Path broker) throws ConfigurationException {
        var configuration = new FileConfiguration();
        // where the file says nothing; the reader would try ASYNCIO and warn in words of its own
        configuration.setJournalType(JournalType.NIO);
        try {
            // first by our own reader, which names the line; the broker's writes to standard error
            Schemas.in(java.util.Objects.requireNonNull(broker.toAbsolutePath().getParent()))
                    .document(broker);
            var deployment = new FileDeploymentManager(broker.toUri().toURL().toString());
            deployment.addDeployable(configuration);
            deployment.readConfiguration();
            return configuration;
        } catch (SchemasException e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()), e);
        } catch (Exception e) {
            throw new ConfigurationException(
                    broker + ": cannot be read as an Artemis configuration (" + e.getMessage() + "); correct the file",
                    e);
        }
    }

    private static FileConfiguration configuration(Settings settings, SSLContext tls, int serverId)
            throws ConfigurationException, IOException {
        var configuration = read(settings.broker());
        Files.createDirectories(settings.data());
        var data = settings.data().toAbsolutePath();
        configuration.setBindingsDirectory(data.resolve("bindings").toString());
        configuration.setJournalDirectory(data.resolve("journal").toString());
        configuration.setPagingDirectory(data.resolve("paging").toString());
        configuration.setLargeMessagesDirectory(data.resolve("large-messages").toString());
        configuration.setMaxDiskUsage(settings.disk().maxUsage());
        journal(configuration, settings.disk().libaio(), data);
        configuration.setJMXManagementEnabled(false);
        configuration.addAcceptorConfiguration(
                new TransportConfiguration(InVMAcceptorFactory.class.getName(), Map.of("serverId", serverId), "in-vm"));
        var door = new HashMap<String, Object>();
        door.put("host", settings.host());
        door.put("port", settings.port());
        door.put("protocols", "CORE");
        door.put("sslEnabled", true);
        door.put(GivenContext.KEY, tls);
        door.put("enabledProtocols", BrokerAddress.PROTOCOLS);
        door.put("needClientAuth", true);
        door.put("handshake-timeout", 5);
        door.put("autoStart", false);
        configuration.addAcceptorConfiguration(
                new TransportConfiguration(NettyAcceptorFactory.class.getName(), door, DOOR));
        return configuration;
    }

    /** ASYNCIO where it is wanted and truly works: its library loads, and the file system takes its writes. */
    static void journal(Configuration configuration, boolean libaio, Path data) {
        // broker.xml sets one size and pause; Artemis keeps them apart by the kind of journal the file ended up with
        var parsedAio = configuration.getJournalType() == JournalType.ASYNCIO;
        var pause =
                parsedAio ? configuration.getJournalBufferTimeout_AIO() : configuration.getJournalBufferTimeout_NIO();
        var size = parsedAio ? configuration.getJournalBufferSize_AIO() : configuration.getJournalBufferSize_NIO();
        configuration.setJournalBufferTimeout_AIO(pause).setJournalBufferTimeout_NIO(pause);
        configuration.setJournalBufferSize_AIO(size).setJournalBufferSize_NIO(size);
        var works = libaio && AIOSequentialFileFactory.isSupported(data.toFile());
        configuration.setJournalType(works ? JournalType.ASYNCIO : JournalType.NIO);
    }

    private static String random() {
        var bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Asks this one at every login from now on. */
    public void ask(Porter porter) {
        server.ask(porter);
    }

    /** Lets parties connect; returns the port the door listens on. */
    public int openDoor() throws IOException {
        var acceptor = (NettyAcceptor) server.getRemotingService().getAcceptor(DOOR);
        try {
            acceptor.start();
        } catch (Exception e) {
            throw new IOException("the JMS door cannot listen: " + e.getMessage(), e);
        }
        return acceptor.getActualPort();
    }

    /** Shuts the door: no new connections; used first when the hub stops. */
    public void shutDoor() {
        try {
            server.getRemotingService().getAcceptor(DOOR).stop();
        } catch (Exception e) {
            org.slf4j.LoggerFactory.getLogger(EmbeddedBroker.class).warn("the JMS door did not shut cleanly", e);
        }
    }

    /** Runs this when the broker gives up by itself, because its disk fails; at once when it has. */
    public void whenBroken(Runnable then) {
        var unused = broken.thenRun(then);
    }

    /** That of the connection in memory. */
    public BrokerAddress address() {
        return address;
    }

    /** What the journal truly uses: ASYNCIO when libaio loaded, else NIO. */
    public JournalType journal() {
        return journal;
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            org.slf4j.LoggerFactory.getLogger(EmbeddedBroker.class).warn("the broker did not stop cleanly", e);
        }
    }
}
