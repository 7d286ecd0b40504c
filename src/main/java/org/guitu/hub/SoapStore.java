package org.guitu.hub;

import java.io.IOException;
import java.util.EnumSet;
import org.guitu.config.ConfigurationException;
import org.guitu.door.soap.SoapDoor;
import org.guitu.soap.Contract;
import org.guitu.soap.Contract.Operation;
import org.guitu.soap.ContractFiles;
import org.guitu.soap.SoapServer;

/** The HTTPS server with the SOAP door in it. */
final class SoapStore implements AutoCloseable {
    private final SoapServer server;
    private final SoapDoor door;

    private SoapStore(SoapServer server, SoapDoor door) {
        this.server = server;
        this.door = door;
    }

    static SoapStore open(Material material, SoapParts parts) throws ConfigurationException {
        var config = material.config();
        var door = parts.door();
        var settings = config.doors().soap();
        // base64 makes four bytes of three, and an envelope stands around it
        long bytes = config.limits().messageBytes() * 4L / 3 + (1 << 20);
        try {
            var server = SoapServer.start(
                    new SoapServer.Settings(
                            settings.host(),
                            settings.port(),
                            material.options().data().resolve("soap"),
                            bytes,
                            settings.patience(),
                            parts.room()),
                    new SoapServer.Tls(material.keys()::channel, material::channels),
                    parts.security(),
                    new SoapServer.Offer(
                            Contract.PATH,
                            ContractFiles.in(material.options().schemas()),
                            EnumSet.complementOf(EnumSet.of(Operation.DELIVER)),
                            door),
                    parts.log());
            parts.start();
            return new SoapStore(server, door);
        } catch (IOException e) {
            door.close();
            throw new ConfigurationException("hub.yaml: doors.soap: " + e.getMessage() + "; choose a free port", e);
        }
    }

    int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.shut();
        door.close();
        server.close();
    }
}
