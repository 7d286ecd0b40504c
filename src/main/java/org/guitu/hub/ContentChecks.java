package org.guitu.hub;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.guitu.agreement.Grants;
import org.guitu.config.ConfigurationException;
import org.guitu.directory.Directory;
import org.guitu.directory.Party;
import org.guitu.directory.PartyCertificate;
import org.guitu.directory.Use;
import org.guitu.family.Families;
import org.guitu.gate.MasterKey;
import org.guitu.message.Patience;
import org.guitu.message.Refused;
import org.guitu.trust.CertificatePaths;
import org.guitu.trust.KeyRing;
import org.guitu.trust.NoAnswer;
import org.guitu.xml.SchemasException;
import org.jspecify.annotations.Nullable;

/** What a hub is made of: the same files, read by the same readers, that a start would read. */
final class ContentChecks {
    private final HubOptions options;
    private final Clock clock;
    private final Findings findings;
    private @Nullable HubConfig config;
    private @Nullable Families families;
    private boolean workflowsRead;
    private @Nullable Directory directory;
    private @Nullable CertificatePaths paths;
    /** None while they cannot be read, which is a finding of its own. */
    private HubKeys own = new HubKeys(Map.of(), Map.of(), List.of());

    private List<X509Certificate> anchors = List.of();

    ContentChecks(HubOptions options, Clock clock, Findings findings) {
        this.options = options;
        this.clock = clock;
        this.findings = findings;
    }

    /** Runs them; the settings they read, or null when those cannot be used. */
    @Nullable
    HubConfig run() {
        findings.look("settings", this::settings);
        schemas();
        var settings = config;
        if (settings == null) {
            findings.skip("routes", "settings");
        } else {
            findings.look("routes", () -> routes(settings));
        }
        findings.look("directory", this::directory);
        var parties = directory;
        var types = families;
        if (parties == null) {
            findings.skip("grants", "directory");
            findings.skip("certificates", "directory");
        } else if (types == null) {
            findings.skip("grants", "workflows");
        } else {
            findings.look("grants", () -> grants(parties, types));
        }
        if (settings == null) {
            findings.skip("keys", "settings");
            findings.skip("revocation", "settings");
        } else {
            findings.look("keys", () -> keys(settings));
            findings.look("revocation", () -> revocation(settings));
        }
        if (parties != null) {
            findings.look("certificates", () -> certificates(parties));
        }
        return settings;
    }

    private String settings() throws ConfigurationException {
        var file = options.config().resolve("hub.yaml");
        var read = HubConfig.read(file, System.getenv());
        config = read;
        return say("settings.ok", file, read.environment(), read.party());
    }

    private void schemas() {
        findings.look("workflows", () -> {
            var loaded = compiled(() -> Families.load(options.schemas()));
            families = loaded;
            compiled(() -> {
                loaded.compileWorkflows();
                return loaded;
            });
            workflowsRead = true;
            return say("workflows.ok", loaded.all().size(), loaded.types());
        });
        var loaded = families;
        if (loaded == null) {
            findings.skip("schemas", "workflows");
            findings.skip("rules", "workflows");
            return;
        }
        findings.look("schemas", () -> {
            compiled(() -> {
                loaded.compileSchemas();
                return loaded;
            });
            return say("schemas.ok", loaded.all().size());
        });
        findings.look("rules", () -> {
            compiled(() -> {
                loaded.compileRules();
                return loaded;
            });
            return say("rules.ok", loaded.all().size());
        });
    }

    private interface Compiling {
        Families run() throws SchemasException;
    }

    private static Families compiled(Compiling work) throws ConfigurationException {
        try {
            return work.run();
        } catch (SchemasException e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()), e);
        }
    }

    private String routes(HubConfig settings) throws ConfigurationException {
        try (var belt = BeltLine.load(
                options, Parts.BEANS, Parts.settings(settings), settings.stop().drain())) {
            return say("routes.ok", belt.routes());
        }
    }

    private String directory() throws ConfigurationException {
        var read = Directory.load(options.parties());
        if (families != null && workflowsRead) {
            Material.requireKnown(families, read);
        }
        directory = read;
        var now = clock.instant();
        var joined = read.parties().stream().filter(party -> party.joined(now)).count();
        return say("directory.ok", read.parties().size(), joined);
    }

    private String grants(Directory parties, Families types) throws ConfigurationException {
        Grants.load(options.config().resolve("grants.yaml"), parties).requireTypes(types);
        return say("grants.ok");
    }

    private String keys(HubConfig settings) throws ConfigurationException, Findings.Doubt {
        var toMake = new KeysToMake(options, settings).commands();
        if (!toMake.isEmpty()) {
            throw new ConfigurationException(say("keys.none", String.join(" && ", toMake)));
        }
        Material.requireUris();
        var keys = HubKeys.read(options, settings);
        own = keys;
        MasterKey.read(options.data().resolve(settings.keys().master()));
        var anchors = Material.trust(options, settings).anchors().size();
        var parties = directory;
        if (parties == null) {
            return say("keys.read", keys.sign().size() + keys.tls().size(), anchors);
        }
        var entry = parties.party(settings.party());
        var signing = keys.signing(entry, clock.instant());
        var channel = keys.channel(entry, clock.instant(), certificate -> false);
        requireUnderstood(new KeyRing(signing, clock), parties);
        var unused = keys.unused(entry, clock.instant());
        if (!unused.isEmpty()) {
            throw new Findings.Doubt(say(
                    "keys.unused",
                    unused.stream().map(Path::toString).collect(Collectors.joining(", ")),
                    options.parties()));
        }
        return say(
                "keys.ok",
                days(end(entry, signing.get(0).certificate())),
                days(end(entry, channel.certificate())),
                anchors);
    }

    /** Who is asked; whether they answer is seen with the certificates, each of which is asked about. */
    private String revocation(HubConfig settings) throws ConfigurationException, Findings.Doubt {
        var trust = Material.trust(options, settings);
        paths = trust.paths(settings.trust().revocation(), clock);
        anchors = trust.anchors();
        if (!trust.unstated().isEmpty()) {
            throw new Findings.Doubt(say("revocation.unstated", String.join(", ", trust.unstated())));
        }
        int asked = trust.anchors().size() - trust.unasked().size();
        return trust.unasked().isEmpty()
                ? say("revocation.ok", asked)
                : say("revocation.unasked", asked, String.join(", ", trust.unasked()));
    }

    /** Whoever cannot verify what the hub signs has no proof of anything. */
    private void requireUnderstood(KeyRing keys, Directory parties) throws Findings.Doubt {
        var without = parties.parties().stream()
                .filter(party -> party.joined(clock.instant()) && !keys.isUnderstood(party.suites()))
                .map(party -> party.id().value())
                .toList();
        if (!without.isEmpty()) {
            throw new Findings.Doubt(say("keys.not-understood", String.join(", ", without)));
        }
    }

    /** Those that have ended are not wrong: their party has left. Those that lead to no anchor are refused every time. */
    private String certificates(Directory parties) throws ConfigurationException, Findings.Doubt {
        int inForce = 0;
        Instant first = Instant.MAX;
        var wrong = new ArrayList<String>();
        for (var party : parties.parties()) {
            for (var use : Use.values()) {
                for (var certificate : party.inForce(use, clock.instant())) {
                    refusal(party, use, certificate).ifPresent(wrong::add);
                    inForce++;
                    var end = end(Optional.of(party), certificate);
                    first = end.isBefore(first) ? end : first;
                }
            }
        }
        if (inForce == 0) {
            throw new Findings.Doubt(
                    say("certificates.none", options.parties(), options.data().resolve("ca")));
        }
        var soon = Ending.of(parties, own, anchors, clock.instant());
        var ending = soon.isEmpty()
                ? Optional.<String>empty()
                : Optional.of(say(
                        "certificates.soon", soon.stream().map(Ending::toString).collect(Collectors.joining(", "))));
        if (!wrong.isEmpty()) {
            // all of it: what ends soon is no better for what is refused already
            ending.ifPresent(wrong::add);
            throw new ConfigurationException(String.join("; ", wrong));
        }
        if (ending.isPresent()) {
            throw new Findings.Doubt(ending.get());
        }
        return say("certificates.ok", inForce, days(first));
    }

    /** As the doors will ask: of who signs and who calls the SOAP door also whether it is revoked. */
    private Optional<String> refusal(Party party, Use use, X509Certificate certificate) {
        var known = paths;
        if (known == null || use == Use.ENCRYPT) {
            return Optional.empty();
        }
        try {
            if (use == Use.SIGN) {
                known.check(certificate, clock.instant());
            } else if (party.channel().equals("soap")) {
                known.checkCaller(certificate, clock.instant(), Patience.fresh());
            } else {
                known.requirePath(certificate, clock.instant());
            }
            return Optional.empty();
        } catch (Refused e) {
            return Optional.of(say(
                    use == Use.TLS ? "certificates.channel" : "certificates.path",
                    party.id(),
                    e.refusal().code(),
                    e.refusal().text().in(java.util.Locale.getDefault()),
                    e.getCause() instanceof NoAnswer silent
                            ? ": " + silent.getMessage()
                            : e.refusal().code().equals("GT-3143") ? say("certificates.anchor") : ""));
        }
    }

    /** By the directory, which may end it sooner than its own dates. */
    private static Instant end(Optional<Party> owner, X509Certificate certificate) {
        return owner.stream()
                .flatMap(party -> party.certificates().stream())
                .filter(one -> one.certificate().equals(certificate))
                .map(PartyCertificate::until)
                .findFirst()
                .orElseGet(() -> certificate.getNotAfter().toInstant());
    }

    private long days(Instant end) {
        return ChronoUnit.DAYS.between(clock.instant(), end);
    }

    private String say(String key, Object... arguments) {
        return findings.words().say(key, arguments);
    }
}
