package org.guitu.hub;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.guitu.config.ConfigurationException;
import org.guitu.directory.Party;
import org.guitu.directory.PartyCertificate.Status;
import org.guitu.directory.Use;
import org.guitu.message.Digest;
import org.guitu.trust.CertificateName;
import org.guitu.trust.Identity;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;
import org.guitu.trust.LabelledKeys;
import org.guitu.trust.Lifetime;

/**
 * The key files of a hub: each that {@code hub.yaml} names, with those beside it that carry a label. Which of them is used is a
 * question of the moment: of each suite the newest signs whose certificate the directory holds in force, and the newest opens the
 * hub's channels.
 *
 * @param sign by file, that of {@code keys.sign} first
 * @param tls by file, that of {@code keys.tls} first
 * @param seen the files as they were when they were read
 */
record HubKeys(Map<Path, Identity> sign, Map<Path, Identity> tls, List<Digest> seen) {
    /** Reads them all; the first that cannot be used is one line. */
    static HubKeys read(HubOptions options, HubConfig config) throws ConfigurationException {
        // before they are read: what changes meanwhile is read again
        var seen = fingerprint(options, config);
        return new HubKeys(
                all(options, "sign", config.keys().sign()),
                all(options, "tls", config.keys().tls()),
                seen);
    }

    /** Of every file that is read, passwords included: reading keys again costs tenths of seconds, this nothing. */
    static List<Digest> fingerprint(HubOptions options, HubConfig config) throws ConfigurationException {
        var all = new ArrayList<Digest>();
        for (var key : List.of(config.keys().sign(), config.keys().tls())) {
            all.addAll(digests(LabelledKeys.files(options.data().resolve(key.file()))));
            all.addAll(digests(List.of(options.data().resolve(key.passwordFile()))));
        }
        return all;
    }

    private static List<Digest> digests(List<Path> files) throws ConfigurationException {
        try {
            return LabelledKeys.digests(files);
        } catch (IOException e) {
            throw ConfigurationException.in(
                    files.get(0), "or a file beside it cannot be read", "check its permissions");
        }
    }

    private static Map<Path, Identity> all(HubOptions options, String use, HubConfig.KeyFile key)
            throws ConfigurationException {
        var named = options.data().resolve(key.file());
        var read = new LinkedHashMap<Path, Identity>();
        for (var file : LabelledKeys.of(named)) {
            read.put(file, identity(options, use, key, file));
        }
        return read;
    }

    /** @param file that of the key, or one beside it, whose password lies in the {@code .password} of its own name */
    private static Identity identity(HubOptions options, String use, HubConfig.KeyFile key, Path file)
            throws ConfigurationException {
        try {
            var named = file.equals(options.data().resolve(key.file()));
            var password = named
                    ? new Secrets(System.getenv())
                            .password(
                                    "keys." + use + ".passwordFile",
                                    options.data().resolve(key.passwordFile()))
                    : KeyFiles.password(file, "", variable -> null);
            var identity = KeyFiles.read(file, password);
            return use.equals("tls") ? KeyFiles.forTls(file, identity) : identity;
        } catch (KeyFileException e) {
            throw new ConfigurationException(e.text().in(Locale.getDefault()), e);
        }
    }

    /**
     * What signs at that time: one key for each suite that has one in force, that of the first file's suite first.
     *
     * @param own the hub's entry in the directory
     * @throws ConfigurationException when there is none for the first suite, in which the hub speaks to whoever it does not know
     */
    List<Identity> signing(Optional<Party> own, Instant now) throws ConfigurationException {
        var signing = new ArrayList<Identity>();
        var known = own.map(party -> party.inForce(Use.SIGN, now)).orElse(List.of());
        var suites = sign.values().stream().map(Identity::suite).distinct().toList();
        for (var suite : suites) {
            var ofSuite = sign.values().stream()
                    .filter(one -> one.suite().equals(suite))
                    .toList();
            var newest = Identity.newest(ofSuite, known::contains);
            if (newest.isPresent()) {
                signing.add(newest.get());
            } else if (signing.isEmpty()) {
                throw notInForce(sign, "sign");
            }
        }
        return List.copyOf(signing);
    }

    /**
     * What opens the hub's channels at that time: the newest that the directory holds in force; where it holds none of the hub's at
     * all, the newest by its own dates.
     *
     * @param own the hub's entry in the directory
     * @param blocked certificates that count nowhere, whatever the directory still holds
     * @throws ConfigurationException when there is no key in force, or the newest may not be served from where the first is
     */
    Identity channel(Optional<Party> own, Instant now, Predicate<X509Certificate> blocked)
            throws ConfigurationException {
        var newest = Identity.newest(tls.values(), usable(own, now).and(blocked.negate()))
                .orElseThrow(() -> notInForce(tls, "tls"));
        var missing = new TreeSet<>(
                CertificateName.hosts(tls.values().iterator().next().certificate()));
        CertificateName.hosts(newest.certificate()).forEach(missing::remove);
        if (!missing.isEmpty()) {
            // every office and partner would turn away, while nothing here seems wrong
            var file = tls.entrySet().stream()
                    .filter(key -> key.getValue().equals(newest))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseThrow();
            throw ConfigurationException.in(
                    file,
                    "its certificate lacks the hosts " + String.join(", ", missing) + " of the one it follows",
                    "have it issued with --host for each");
        }
        return newest;
    }

    private static Predicate<X509Certificate> usable(Optional<Party> own, Instant now) {
        var held = own.map(party -> party.certificates().stream()
                        .filter(one -> one.use() == Use.TLS)
                        .toList())
                .orElse(List.of());
        return held.isEmpty()
                ? certificate -> Lifetime.of(certificate).holds(now)
                : certificate ->
                        held.stream().anyMatch(one -> one.certificate().equals(certificate) && one.inForce(now));
    }

    private static ConfigurationException notInForce(Map<Path, Identity> keys, String use) {
        var first = keys.entrySet().iterator().next();
        var subject = first.getValue().certificate().getSubjectX500Principal();
        return ConfigurationException.in(
                first.getKey(),
                "the certificate of " + subject
                        + " is not in force for the hub, and no key of its suite beside it has one that is",
                use.equals("sign")
                        ? "put a certificate in force into config/parties as cn.hub.sign[.<label>].pem"
                        : "renew it (guitu keys renew), and put the certificate into config/parties as cn.hub.tls[.<label>].pem");
    }

    /**
     * When the hub's certificates for that use count of which it has the keys, by what they are for: to sign, each suite by itself,
     * as each has readers who know no other. A TLS certificate counts by its own dates where the directory holds none of the hub's.
     */
    Map<String, List<Lifetime>> terms(Party own, Use use) {
        var name = use.name().toLowerCase(Locale.ROOT);
        var held = own.certificates().stream().filter(one -> one.use() == use).toList();
        if (use == Use.TLS && held.isEmpty()) {
            return Map.of(
                    name,
                    tls.values().stream()
                            .map(key -> Lifetime.of(key.certificate()))
                            .toList());
        }
        var keys = (use == Use.SIGN ? sign : tls).values();
        var suites =
                use == Use.SIGN ? keys.stream().map(Identity::suite).distinct().toList() : List.<String>of();
        var terms = new TreeMap<String, List<Lifetime>>();
        for (var key : keys) {
            held.stream()
                    .filter(one ->
                            one.status() == Status.ACTIVE && key.certificate().equals(one.certificate()))
                    .forEach(one -> terms.computeIfAbsent(
                                    suites.size() < 2 ? name : name + " " + key.suite(), suite -> new ArrayList<>())
                            .add(new Lifetime(one.from(), one.until())));
        }
        return terms;
    }

    /** Of the suites in which the directory knows keys of these that have begun, those that none of these signs in. */
    Set<String> missing(Optional<Party> own, List<Identity> signing, Instant now) {
        var held = own.map(Party::certificates).orElse(List.of()).stream()
                .filter(one -> !one.from().isAfter(now))
                .toList();
        var missing = new TreeSet<String>();
        sign.values().stream()
                .filter(key -> held.stream().anyMatch(one -> one.certificate().equals(key.certificate())))
                .forEach(key -> missing.add(key.suite()));
        signing.forEach(key -> missing.remove(key.suite()));
        return missing;
    }

    /** Those that nobody would know a message or a channel by: their certificates are not in force. */
    List<Path> unused(Optional<Party> own, Instant now) {
        var known = own.map(party -> party.inForce(Use.SIGN, now)).orElse(List.of());
        return Stream.concat(
                        without(sign, certificate -> !known.contains(certificate)),
                        without(tls, usable(own, now).negate()))
                .toList();
    }

    @Override
    public String toString() {
        return "HubKeys" + sign.keySet() + tls.keySet();
    }

    private static Stream<Path> without(Map<Path, Identity> keys, Predicate<X509Certificate> unused) {
        return keys.entrySet().stream()
                .filter(key -> unused.test(key.getValue().certificate()))
                .map(Map.Entry::getKey);
    }
}
