package org.guitu.hub;

import java.time.Clock;
import java.util.Locale;
import java.util.stream.Stream;
import javax.net.ssl.TrustManager;
import org.guitu.agreement.Grants;
import org.guitu.config.ConfigurationException;
import org.guitu.config.Followed;
import org.guitu.directory.Directory;
import org.guitu.family.Families;
import org.guitu.gate.MasterKey;
import org.guitu.trust.CertificatePaths;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.SuiteUris;
import org.guitu.xml.SchemasException;

/**
 * Everything a hub is made of before it touches a network or a database: read and checked as a whole, so that whatever is
 * missing or wrong stops the start with one line.
 */
record Material(
        HubOptions options,
        HubConfig config,
        Families families,
        Followed<Directory> directory,
        Grants grants,
        LiveKeys keys,
        Followed<Trusted> trust,
        MasterKey master) {

    /** Reads and compiles the families of an installation. */
    @FunctionalInterface
    interface FamiliesOf {
        Families read(HubOptions options) throws ConfigurationException;
    }

    static Material read(HubOptions options, HubConfig config, Clock clock, FamiliesOf compiled)
            throws ConfigurationException {
        var grants = Grants.load(options.config().resolve("grants.yaml"), Directory.load(options.parties()));
        requireUris();
        var read = HubKeys.read(options, config);
        var trust = new Followed<>("trust", Trusted.files(options, config, clock));
        var master = MasterKey.read(options.data().resolve(config.keys().master()));
        // seconds of compiling, after what is found wrong at once
        var families = compiled.read(options);
        grants.requireTypes(families);
        var directory = new Followed<>("directory", Directory.files(options.parties(), parties -> {
            grants.check(parties);
            requireKnown(families, parties);
        }));
        var keys = new LiveKeys(options, config, read, directory, clock);
        return new Material(options, config, families, directory, grants, keys, trust, master);
    }

    static void requireUris() throws ConfigurationException {
        try {
            SuiteUris.requireTable();
        } catch (KeyFileException e) {
            throw new ConfigurationException(e.text().in(Locale.getDefault()), e);
        }
    }

    static Families families(HubOptions options) throws ConfigurationException {
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

    static TrustFolder trust(HubOptions options, HubConfig config) throws ConfigurationException {
        var folder = options.data().resolve(config.trust().anchors());
        var trust = TrustFolder.read(folder);
        if (config.environment() == HubConfig.Environment.PRODUCTION) {
            trust.requireStated(folder);
        }
        return trust;
    }

    /** The paths to the authorities of the moment. */
    CertificatePaths paths() {
        return trust.get().paths();
    }

    /** Whose channels are taken at this moment. */
    TrustManager channels() {
        return trust.get().channels();
    }
}
