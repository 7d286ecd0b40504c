package org.guitu.office;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.guitu.config.ConfigurationException;
import org.guitu.message.Labels;
import org.guitu.message.Refused;
import org.guitu.message.Warning;
import org.guitu.seal.Sealing;
import org.guitu.trust.CertificatePaths;
import org.guitu.trust.Opener;
import org.guitu.xml.SafeXml;
import org.w3c.dom.Document;

/**
 * Seals what leaves this office and opens what came to it. The directory it seals by is a copy of the hub's; the hub refuses
 * what was sealed by an old one.
 */
final class SealBox {
    private final Optional<Path> parties;
    private final CertificatePaths paths;
    private final Opener opener;
    private final Checks checks;
    private final World world;

    SealBox(Credentials credentials, Optional<Path> parties, Checks checks, SafeXml xml, World world) {
        this.parties = parties;
        this.paths = new CertificatePaths(credentials.anchors());
        this.opener = new Opener(credentials.encrypt(), xml);
        this.checks = checks;
        this.world = world;
    }

    /**
     * A message as this office can read it.
     *
     * @param notes what its reader has to know: sealed for others, damaged, or against a rule that only shows when it is open
     */
    record Opened(Document document, List<Labels> notes) {}

    /** Seals in place what has to be sealed; returns whether there was anything. */
    boolean seal(Document clear) throws Refused, OfficeProblem {
        var parts = checks.sealables(clear);
        return !parts.isEmpty() && sealing().seal(clear, parts, world.clock().instant());
    }

    /** Checks a message sealed elsewhere or before as the hub will. */
    void require(Document message) throws Refused, OfficeProblem {
        var parts = checks.sealables(message);
        if (!parts.isEmpty()) {
            sealing().require(message, parts, world.clock().instant());
        }
    }

    /** Opens a message whose signature was verified; the rules about what was sealed run now. */
    Opened open(Document verified) throws OfficeProblem {
        try {
            return switch (opener.open(verified)) {
                case NOTHING_SEALED -> new Opened(verified, List.of());
                case FOR_OTHERS ->
                    new Opened(
                            verified,
                            List.of(new Labels(
                                    "有密封内容，不是给本机构的。",
                                    "It holds sealed content that is for others, not for this office.")));
                case OPENED -> new Opened(verified, notes(checks.check(verified)));
            };
        } catch (Refused e) {
            // it was accepted and is kept; whoever reads it has to know
            var text = e.refusal();
            return new Opened(
                    verified,
                    List.of(new Labels(
                            text.code() + " " + text.text().zh(),
                            text.code() + " " + text.text().en())));
        }
    }

    /** The same for a program that only looks for something in it: no rule is run, and what cannot be opened stays sealed. */
    Document peek(Document verified) throws Refused {
        opener.open(verified);
        return verified;
    }

    private static List<Labels> notes(List<Warning> warnings) {
        return warnings.stream().map(Warning::text).toList();
    }

    /** By the directory as it is now: a process that runs for days must not seal for last week's certificates. */
    private Sealing sealing() throws OfficeProblem {
        var folder = parties.orElseThrow(() -> OfficeProblem.configuration(
                "消息含有须密封的内容，而 office.yaml 没有写明 directory（机构目录的副本）。请填写后重试。",
                "The message holds what must be sealed, but office.yaml names no directory, the copy of the hub's parties. Add it"
                        + " and try again."));
        try {
            return Sealing.by(folder, paths);
        } catch (ConfigurationException e) {
            var problem = OfficeProblem.configuration(
                    "无法使用机构目录副本：" + e.getMessage(), "The copy of the directory cannot be used: " + e.getMessage());
            problem.initCause(e);
            throw problem;
        }
    }
}
