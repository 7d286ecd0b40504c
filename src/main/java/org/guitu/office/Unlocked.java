package org.guitu.office;

import org.guitu.office.line.JmsLines;
import org.guitu.office.line.Lines;
import org.guitu.trust.CertificatePaths;
import org.guitu.trust.XmlSigner;
import org.guitu.xml.SafeXml;

/** The parts of an office that need its keys, made together when the first of them is needed. */
record Unlocked(
        Proofs proofs,
        Composer composer,
        XmlSigner signer,
        Acknowledging acknowledging,
        OpenLine sending,
        OpenLine receiving) {

    /** What carries this office's messages. */
    @FunctionalInterface
    interface LinesOf {
        Lines lines(OfficeConfig config, Credentials credentials);
    }

    static LinesOf jms(Home home, World world) {
        return (config, credentials) -> new JmsLines(
                config.party(), config.hub().address(), credentials.client(), home.temporary(), world.clock());
    }

    static Unlocked with(OfficeConfig config, Storage storage, World world, SafeXml xml, LinesOf carrier)
            throws OfficeProblem {
        var credentials = Credentials.load(config);
        var signer = new XmlSigner(credentials.sign().signer(), world.clock());
        var digest = Proofs.digest(credentials.sign().certificate());
        var lines = carrier.lines(config, credentials);
        return new Unlocked(
                new Proofs(config.hub().party(), credentials.hub(), new CertificatePaths(credentials.anchors()), xml),
                new Composer(config.self(), digest, config.settings().status(), world),
                signer,
                new Acknowledging(config.self(), signer, storage.outbox(), xml, world),
                new OpenLine(lines),
                new OpenLine(lines));
    }
}
