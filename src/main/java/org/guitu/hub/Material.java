package org.guitu.hub;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.guitu.agreement.Grants;
import org.guitu.config.ConfigurationException;
import org.guitu.directory.Directory;
import org.guitu.directory.LiveDirectory;
import org.guitu.directory.Use;
import org.guitu.family.Families;
import org.guitu.gate.MasterKey;
import org.guitu.message.PartyId;
import org.guitu.trust.CertificatePaths;
import org.guitu.trust.Identity;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;
import org.guitu.trust.KeyRing;
import org.guitu.xml.SchemasException;

/**
 * Everything a hub is made of before it touches a network or a database: read and checked as a whole, so that whatever is
 * missing or wrong stops the start with one line.
 */
record Material(
        HubOptions options,
        HubConfig config,
        Families families,
        LiveDirectory directory,
        Grants grants,
        List<Identity> signing,
        Identity tls,
        TrustFolder trust,
        MasterKey master) {

    static Material read(HubOptions options, HubConfig config, Clock clock) throws ConfigurationException {
        var grants = Grants.load(options.config().resolve("grants.yaml"), Directory.load(options.parties()));
        var signing = signing(options, config.keys());
        var tls = identity(options, "tls", config.keys().tls());
        var trust = trust(options, config);
        var master = MasterKey.read(options.data().resolve(config.keys().master()));
        // seconds of compiling, after what is found wrong at once
        var families = families(options);
        grants.requireTypes(families);
        var directory =
                LiveDirectory.follow(options.parties(), config.directory().check(), read -> {
                    grants.check(read);
                    requireKnown(families, read);
                });
        try {
            for (var identity : signing) {
                requireInForce(directory.get(), config.party(), identity.certificate(), options, clock.instant());
            }
        } catch (ConfigurationException e) {
            directory.close();
            throw e;
        }
        return new Material(options, config, families, directory, grants, signing, tls, trust, master);
    }

    private static Families families(HubOptions options) throws ConfigurationException {
        try {
            var families = Families.load(options.schemas());
            families.compileAll();
            return families;
        } catch (SchemasException e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()), e);
        }
    }

    /** A copy or a notice to somebody who is not there would be lost without a word. */
    static void requireKnown(Families families, Directory directory) throws ConfigurationException {
        for (var family : families.all()) {
            var workflow = family.workflow();
            var unknown = Stream.concat(
                            workflow.roles().stream().filter(role -> !directory.knows(role)),
                            workflow.addressees().stream()
                                    .filter(name -> directory.expand(name).isEmpty()))
                    .findFirst();
            if (unknown.isPresent()) {
                throw ConfigurationException.in(
                        family.folder().resolve("workflow.yaml"),
                        "names " + unknown.get() + ", which the directory does not know",
                        "correct it or add it to config/parties");
            }
        }
    }

    /** That of {@code keys.sign} first; no two of one suite, or nobody could tell which signs. */
    static List<Identity> signing(HubOptions options, HubConfig.Keys keys) throws ConfigurationException {
        var all = new ArrayList<Identity>();
        all.add(identity(options, "sign", keys.sign()));
        var suites = new HashSet<>(List.of(suite(all.get(0))));
        for (var key : keys.alsoSign()) {
            var identity = identity(options, "alsoSign", key);
            if (!suites.add(suite(identity))) {
                throw ConfigurationException.in(
                        options.data().resolve(key.file()),
                        "is a second key of suite " + suite(identity),
                        "name one key a suite in keys.sign and keys.alsoSign");
            }
            all.add(identity);
        }
        return List.copyOf(all);
    }

    private static String suite(Identity identity) {
        return identity.signer().suite().name();
    }

    /** The keys the hub signs with. */
    KeyRing signing(Clock clock) {
        return new KeyRing(signing, clock);
    }

    static Identity identity(HubOptions options, String name, HubConfig.KeyFile key) throws ConfigurationException {
        var password = new Secrets(System.getenv())
                .password("keys." + name + ".passwordFile", options.data().resolve(key.passwordFile()));
        try {
            var file = options.data().resolve(key.file());
            var identity = KeyFiles.read(file, password);
            return name.equals("tls") ? KeyFiles.forTls(file, identity) : identity;
        } catch (KeyFileException e) {
            throw new ConfigurationException(line(e), e);
        }
    }

    static TrustFolder trust(HubOptions options, HubConfig config) throws ConfigurationException {
        var folder = options.data().resolve(config.trust().anchors());
        var trust = TrustFolder.read(folder);
        if (config.environment() == HubConfig.Environment.PRODUCTION) {
            trust.requireStated(folder);
        }
        return trust;
    }

    List<X509Certificate> anchors() {
        return trust.anchors();
    }

    private static String line(KeyFileException e) {
        return e.text().in(java.util.Locale.getDefault());
    }

    /** The hub's own certificate must be in the directory, or nobody could verify its receipts. */
    static void requireInForce(
            Directory directory, PartyId party, X509Certificate signing, HubOptions options, Instant now)
            throws ConfigurationException {
        var own = directory.party(party);
        if (own.isEmpty()) {
            throw ConfigurationException.in(
                    options.parties(), "the hub itself, " + party + ", is not there", "add its file");
        }
        if (!own.get().inForce(Use.SIGN, now).contains(signing)) {
            throw ConfigurationException.in(
                    options.parties(),
                    "the certificate of " + signing.getSubjectX500Principal() + " is not in force for " + party,
                    "put the certificates of keys.sign and keys.alsoSign there as " + party + ".sign[.<label>].pem");
        }
    }

    CertificatePaths paths(Clock clock) {
        return trust.paths(config.trust().revocation(), clock);
    }
}
