package org.guitu.hub;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.guitu.config.BadValue;
import org.guitu.config.ConfigurationException;
import org.guitu.config.Yaml;
import org.guitu.trust.AuthorityStatus;
import org.guitu.trust.AuthorityStatus.Sources;
import org.guitu.trust.CertificatePaths;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;

/**
 * The authorities: {@code <name>.pem}, and beside each {@code <name>.yaml}, which says who is asked whether a certificate
 * of that authority is revoked.
 *
 * @param sources every authority, with where it is asked
 * @param unasked files of authorities that are not asked, because their file says so
 * @param unstated files of authorities nobody has said anything about: not asked either
 */
record TrustFolder(Map<X509Certificate, Sources> sources, List<String> unasked, List<String> unstated) {
    private static final String WEB = "https?://[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?(/[!-~]{0,500})?";

    /** The keys of {@code <name>.yaml}. */
    record Asked(Optional<String> ocsp, Optional<String> crl, Optional<Revocation> revocation) {
        Asked {
            ocsp.ifPresent(place -> BadValue.unless(place.matches(WEB), "ocsp", "must be an http or https address"));
            crl.ifPresent(place ->
                    BadValue.unless(place.matches(WEB) || !place.contains(":"), "crl", "must be an address or a file"));
            BadValue.unless(
                    revocation.isPresent() != (ocsp.isPresent() || crl.isPresent()),
                    "revocation",
                    "must be none, or ocsp or crl must say where to ask");
        }

        /** Files are beside this one. */
        Sources sources(Path folder) {
            return new Sources(
                    ocsp.map(URI::create),
                    crl.map(place -> place.matches(WEB)
                            ? URI.create(place)
                            : folder.resolve(place).toUri()));
        }
    }

    enum Revocation {
        @JsonProperty("none")
        NONE
    }

    static TrustFolder read(Path folder) throws ConfigurationException {
        var sources = new LinkedHashMap<X509Certificate, Sources>();
        var unasked = new ArrayList<String>();
        var unstated = new ArrayList<String>();
        for (var file : files(folder)) {
            var beside = sibling(file, ".pem", ".yaml");
            var asked = Files.exists(beside) ? Optional.of(Yaml.read(beside, Asked.class)) : Optional.<Asked>empty();
            if (asked.isEmpty()) {
                unstated.add(file.getFileName().toString());
            } else if (asked.get().revocation().isPresent()) {
                unasked.add(file.getFileName().toString());
            }
            for (var authority : certificates(file)) {
                var said = asked.map(one -> one.sources(folder)).orElse(Sources.NONE);
                var before = sources.put(authority, said);
                if (before != null && !before.equals(said)) {
                    throw ConfigurationException.in(
                            file, "holds an authority that another file holds too", "keep one of the two");
                }
            }
        }
        return new TrustFolder(sources, List.copyOf(unasked), List.copyOf(unstated));
    }

    /** Of what the reader of anchors finds too; a statement about no authority would be a mistyped name. */
    private static List<Path> files(Path folder) throws ConfigurationException {
        try {
            KeyFiles.anchors(folder);
            try (var found = Files.list(folder)) {
                var all = found.sorted().toList();
                for (var file : all) {
                    if (file.toString().endsWith(".yaml") && !all.contains(sibling(file, ".yaml", ".pem"))) {
                        throw ConfigurationException.in(
                                file, "belongs to no authority", "name it after the .pem it is about");
                    }
                }
                return all.stream()
                        .filter(file -> file.toString().endsWith(".pem"))
                        .toList();
            }
        } catch (KeyFileException e) {
            throw new ConfigurationException(e.text().in(Locale.getDefault()), e);
        } catch (IOException e) {
            throw ConfigurationException.in(folder, "cannot be read", "check its permissions");
        }
    }

    /** Whether this file is an authority or says something of one. */
    static boolean isOfAuthority(Path file) {
        return file.toString().endsWith(".pem") || file.toString().endsWith(".yaml");
    }

    private static Path sibling(Path file, String ending, String other) {
        var name = file.getFileName().toString();
        return file.resolveSibling(name.substring(0, name.length() - ending.length()) + other);
    }

    private static List<X509Certificate> certificates(Path file) throws ConfigurationException {
        try {
            return KeyFiles.certificates(file);
        } catch (KeyFileException e) {
            throw new ConfigurationException(e.text().in(Locale.getDefault()), e);
        }
    }

    List<X509Certificate> anchors() {
        return List.copyOf(sources.keySet());
    }

    /** Paths to these authorities, which are asked about revocation within these bounds. */
    CertificatePaths paths(HubConfig.Revocation bounds, Clock clock) {
        // one below another of them is asked about there: an anchor is asked about nowhere
        var below = sources.keySet().stream()
                .filter(one -> sources.keySet().stream()
                        .anyMatch(other -> !other.equals(one) && CertificatePaths.isIssued(one, other)))
                .toList();
        // where each vouches for another, none stands above
        var intermediates = below.size() < sources.size() ? below : List.<X509Certificate>of();
        var anchors = sources.keySet().stream()
                .filter(one -> !intermediates.contains(one))
                .map(one -> new TrustAnchor(one, null))
                .collect(Collectors.toSet());
        return new CertificatePaths(anchors, intermediates, new AuthorityStatus(sources, bounds.bounds(), clock));
    }

    /** Where lives depend on it, that nobody is asked has to be somebody's decision. */
    void requireStated(Path folder) throws ConfigurationException {
        if (!unstated.isEmpty()) {
            throw ConfigurationException.in(
                    folder.resolve(unstated.get(0)),
                    "nothing says where this authority is asked about revocation",
                    "write ocsp, crl or 'revocation: none' into a .yaml of that name");
        }
    }
}
