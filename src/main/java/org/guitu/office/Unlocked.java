package org.guitu.office;

import java.nio.file.Path;
import org.guitu.office.line.JmsLines;
import org.guitu.office.line.Lines;
import org.guitu.office.line.SoapLines;
import org.guitu.trust.CertificateName;
import org.guitu.trust.CertificatePaths;
import org.guitu.trust.XmlSigner;

/** The parts of an office that need its keys, made together when the first of them is needed, and anew when a key changed. */
record Unlocked(
        Credentials credentials,
        Proofs proofs,
        Composer composer,
        XmlSigner signer,
        SealBox seals,
        Acknowledging acknowledging,
        OpenLine sending,
        OpenLine receiving) {

    /** What carries this office's messages. */
    @FunctionalInterface
    interface LinesOf {
        Lines lines(OfficeConfig config, Credentials credentials);
    }

    /**
     * The line to the door of the hub that this office uses: JMS where it is named, unless SOAP is asked for.
     *
     * @throws OfficeProblem when {@code office.yaml} does not name the door asked for
     */
    static LinesOf carrier(Path home, OfficeConfig config, boolean soap) throws OfficeProblem {
        var clock = World.real().clock();
        var hub = config.hub();
        if (!soap && hub.address().isPresent()) {
            return (same, credentials) ->
                    new JmsLines(config.party(), hub.address().get(), credentials.client(), clock);
        }
        var address = hub.soap().orElseThrow(() -> noSoap(home));
        return (same, credentials) -> new SoapLines(hub.party(), address, credentials.client(), clock);
    }

    static OfficeProblem noSoap(Path home) {
        return OfficeProblem.configuration(
                home + " 的 office.yaml 缺少 hub.soap（枢纽 SOAP 服务的地址）。",
                home + ": office.yaml lacks hub.soap, the address of the hub's SOAP service.");
    }

    static Unlocked with(
            OfficeConfig config, Credentials credentials, Storage storage, World world, Office.Wiring wiring) {
        var signer = new XmlSigner(credentials.sign().signer(), world.clock());
        var digest = CertificateName.digest(credentials.sign().certificate());
        var lines = wiring.carrier().lines(config, credentials);
        var xml = wiring.xml();
        return new Unlocked(
                credentials,
                new Proofs(
                        config.hub().party(),
                        credentials.hub(),
                        new CertificatePaths(credentials.anchors()),
                        config.settings().suites(),
                        xml),
                new Composer(config.self(), digest, config.settings().status(), world),
                signer,
                new SealBox(credentials, config.directory(), wiring.checks(), xml, world),
                new Acknowledging(config.self(), signer, storage.outbox(), xml, world),
                new OpenLine(lines),
                new OpenLine(lines));
    }
}
