package org.guitu.soap;

import java.security.cert.X509Certificate;
import java.util.Optional;
import org.guitu.message.PartyId;
import org.guitu.message.Patience;
import org.guitu.message.Refused;

/** Whom the other end of a line may be. */
public interface Caller {
    /**
     * The party at the other end of the TLS channel.
     *
     * @param shown the client's certificate at the handshake; none at a client's own end, which took the server's there
     * @throws Refused GT-2011 when nobody's, GT-2004 blocked, GT-2005 not in force, else as the gate refuses a party
     */
    PartyId ofChannel(Optional<X509Certificate> shown) throws Refused;

    /**
     * Asked of every request, before anything of it is read.
     *
     * @param shown the client's certificate at the handshake
     * @throws Refused GT-2026 when this caller comes too often
     */
    default void admit(Optional<X509Certificate> shown) throws Refused {
        // a client's own end is not called
    }

    /**
     * Requires that this party may sign its envelopes with this certificate.
     *
     * @throws Refused GT-2018 none of that party's, GT-2004 blocked, GT-2005 not in force
     */
    void requireSigner(PartyId party, X509Certificate signer) throws Refused;

    /**
     * Requires that the authorities behind a certificate stand by it; asked about who signed an envelope and who opened the
     * channel, once the signature was verified.
     *
     * @param patience of the call, also for what is asked about its message
     * @throws Refused GT-3143 no trusted authority, GT-3145 weak, GT-3147 revoked, GT-3151 its authority is, GT-3148 nobody can say now
     */
    void requireStanding(X509Certificate certificate, Patience patience) throws Refused;
}
