package org.guitu.bench;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.guitu.demo.Exercise;
import org.guitu.message.PartyId;
import org.guitu.message.Patience;
import org.guitu.soap.Caller;
import org.guitu.soap.SoapClient;
import org.guitu.soap.Trusting;
import org.guitu.soap.WsSecurity;

/** SOAP clients that sign what they ask and check what they are answered, as a partner's would. */
final class Clients {
    private Clients() {}

    static SoapClient of(PartyId party, Exercise exercise, X509Certificate anchor, URI address) throws Exception {
        var identity = Load.identity(exercise, party, "tls");
        var security = new WsSecurity(() -> identity, new Anybody(), (answer, memory) -> true, Clock.systemUTC());
        return SoapClient.to(
                new SoapClient.Line(
                        address, identity, Trusting.authorities(List.of(anchor)), Duration.ofSeconds(60)),
                security);
    }

    /** The same check for both: none of whose it is. */
    private record Anybody() implements Caller {
        @Override
        public PartyId ofChannel(Optional<X509Certificate> shown) {
            return new PartyId("cn.hub");
        }

        @Override
        public void requireSigner(PartyId party, X509Certificate signer) {}

        @Override
        public void requireStanding(X509Certificate certificate, Patience patience) {}
    }
}
