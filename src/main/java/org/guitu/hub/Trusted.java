package org.guitu.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import javax.net.ssl.TrustManager;
import org.guitu.config.ConfigurationException;
import org.guitu.config.Followed;
import org.guitu.soap.Trusting;
import org.guitu.trust.CertificatePaths;

/**
 * The authorities a hub trusts at one moment, as its doors ask for them.
 *
 * @param paths to them, for what is signed, sealed and called with
 * @param channels whose certificate leads to one of them at the handshake
 */
record Trusted(List<X509Certificate> anchors, CertificatePaths paths, TrustManager channels) {
    /** Of the files in the folder that the configuration names; lists of revoked certificates beside them are read when asked for. */
    static Followed.Source<Trusted> files(HubOptions options, HubConfig config, Clock clock) {
        var folder = options.data().resolve(config.trust().anchors());
        return new Followed.Source<>() {
            @Override
            public List<Path> files() throws ConfigurationException {
                try (var found = Files.list(folder)) {
                    return found.filter(TrustFolder::isOfAuthority).sorted().toList();
                } catch (IOException e) {
                    throw ConfigurationException.in(folder, "cannot be read", "check its permissions");
                }
            }

            @Override
            public Trusted read() throws ConfigurationException {
                var trust = Material.trust(options, config);
                return new Trusted(
                        trust.anchors(),
                        trust.paths(config.trust().revocation(), clock),
                        Trusting.authorities(trust.anchors()));
            }
        };
    }

    @Override
    public String toString() {
        return anchors.size() + " authorities";
    }
}
