package org.guitu.office.line;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.guitu.message.PartyId;
import org.guitu.soap.SoapClient;
import org.guitu.soap.Trusting;
import org.guitu.soap.WsSecurity;

/** Lines over SOAP: opening one connects to nobody yet, the first call does. */
public final class SoapLines implements Lines {
    /** A 10 MiB message over a border post's 2 Mbit/s takes 55 s, and the hub may hold it for 30 s. */
    private static final Duration ANSWER = Duration.ofMinutes(2);

    private final PartyId hub;
    private final URI address;
    private final TlsIdentity tls;
    private final Clock clock;

    /**
     * @param hub whom the other end has to be
     * @param address of its liaison service
     * @param tls of our channel; its key signs the envelopes too
     */
    public SoapLines(PartyId hub, URI address, TlsIdentity tls, Clock clock) {
        this.hub = hub;
        this.address = address;
        this.tls = tls;
        this.clock = clock;
    }

    @Override
    public Line open() {
        var caller = new HubCaller(hub, address.getHost(), tls.anchors());
        // an answer belongs to the TLS channel it comes over: an old one cannot come in its place
        var security = new WsSecurity(tls::own, caller, (answer, memory) -> true, clock);
        var line = new SoapClient.Line(address, tls.own(), Trusting.authorities(tls.anchors()), ANSWER);
        int port = address.getPort() < 0 ? 443 : address.getPort();
        return new SoapLine(SoapClient.to(line, security), new HubAddress(address.getHost(), port), tls);
    }
}
