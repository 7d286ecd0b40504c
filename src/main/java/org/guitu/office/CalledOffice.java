package org.guitu.office;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.guitu.message.Refusal;
import org.guitu.office.line.PushedLines;
import org.guitu.office.line.SoapLines;

/** An office that does not fetch: the hub calls it, at an endpoint of its own. */
public final class CalledOffice implements AutoCloseable {
    private final Office office;
    private final PushedLines lines;

    private CalledOffice(Office office, PushedLines lines) {
        this.office = office;
        this.lines = lines;
    }

    /**
     * Opens the office in this folder, and its endpoint.
     *
     * @param listen address to listen on
     * @param port 0 takes any free one
     * @param refusals learns of every call that was refused
     * @throws IOException when the port cannot be had
     * @throws OfficeProblem when {@code office.yaml} is missing or wrong, or does not name the hub's SOAP service
     */
    public static CalledOffice at(Path home, String listen, int port, Consumer<Refusal> refusals)
            throws IOException, OfficeProblem {
        var clock = World.real().clock();
        var config = OfficeYaml.read(home);
        var hub = config.hub();
        var soap = hub.soap().orElseThrow(() -> Unlocked.noSoap(home));
        var credentials = new LiveCredentials(config, clock);
        var authorities = credentials.get().authorities();
        var endpoint = new PushedLines.Endpoint(
                listen,
                port,
                () -> credentials.current().tls(),
                authorities,
                hub.party(),
                soap.getHost(),
                new Home(home).temporary().resolve("endpoint"));
        var lines = new PushedLines(endpoint, clock, (from, refusal, cause) -> refusals.accept(refusal));
        var office = Office.open(
                home,
                config,
                (same, keys) -> lines.beside(new SoapLines(hub.party(), soap, keys.client(), clock)),
                credentials);
        return new CalledOffice(office, lines);
    }

    public Office office() {
        return office;
    }

    public int port() {
        return lines.port();
    }

    @Override
    public void close() {
        office.close();
        lines.close();
    }
}
