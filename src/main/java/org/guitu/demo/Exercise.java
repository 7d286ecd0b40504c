package org.guitu.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.guitu.message.PartyId;
import org.guitu.trust.Identity;
import org.guitu.trust.Issuance;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Order;
import org.guitu.trust.Issuance.Purpose;
import org.guitu.trust.Issuance.Validity;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;

/**
 * A folder with everything an exercise needs: {@code config/} and {@code data/} of a hub, {@code offices/<party>/} with keys
 * and settings, all under one demo CA made here. Nothing of it is ever in git; making it again is deleting the folder.
 */
public final class Exercise {
    /** Long enough for a demo kept up over a season; the CA is of this machine and trusted by nobody else. */
    private static final Duration VALID = Duration.ofDays(180);

    private static final PartyId HUB = new PartyId("cn.hub");

    private final Path folder;

    private Exercise(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes the folder, or takes it as it is when it is whole.
     *
     * @param home the installation, whose {@code config/} is copied
     * @param joined the parties that get certificates, besides the hub
     */
    public static Exercise prepare(Path home, Path folder, List<PartyId> joined, Clock clock)
            throws IOException, KeyFileException {
        var exercise = new Exercise(folder);
        var done = folder.resolve("prepared");
        if (Files.exists(done)) {
            exercise.copyConfig(home.resolve("config"));
            exercise.join(joined, clock);
            return exercise;
        }
        var begun = folder.resolve("preparing");
        if (Files.exists(begun)) {
            // what an interrupted preparation left: no half of it is used; a folder without this mark is not ours to
            // empty
            for (var made : List.of("ca", "config", "data", "offices")) {
                exercise.delete(folder.resolve(made));
            }
        }
        Files.createDirectories(folder);
        Files.writeString(begun, "");
        exercise.make(home, joined, clock);
        Files.move(begun, done);
        return exercise;
    }

    private void make(Path home, List<PartyId> joined, Clock clock) throws IOException, KeyFileException {
        copyConfig(home.resolve("config"));
        Files.writeString(config().resolve("hub.yaml"), """
                # The exercise's hub: every other key has its default (see config/hub.yaml of the installation).
                environment: exercise
                doors:
                  jms:
                    host: 127.0.0.1
                    port: 0
                  soap:
                    host: 127.0.0.1
                    port: 0
                management:
                  host: 127.0.0.1
                  port: 0
                """);
        var now = clock.instant();
        var validity = new Validity(now.minus(Duration.ofMinutes(10)), now.plus(VALID));
        var issuance = new Issuance();
        var authority = issuance.authority("Guitu demo CA", Kind.EC_P256, validity);
        KeyFiles.write(folder.resolve("ca"), "ca", authority);
        var anchors = Files.createDirectories(data().resolve("trust"));
        Files.copy(folder.resolve("ca/ca.pem"), anchors.resolve("ca.pem"), StandardCopyOption.REPLACE_EXISTING);
        keys(issuance, authority, validity, HUB, data().resolve("keys"), List.of("localhost", "127.0.0.1"));
        KeyFiles.secret(data().resolve("keys").resolve("cn.hub.master.key"));
        for (var party : joined) {
            keys(issuance, authority, validity, party, office(party).resolve("keys"), List.of());
        }
    }

    /** Gives keys to those who have none yet: an exercise that was made for fewer parties takes more in. */
    private void join(List<PartyId> joined, Clock clock) throws IOException, KeyFileException {
        var authority = KeyFiles.read(folder.resolve("ca/ca.p12"), KeyFiles.password(folder.resolve("ca/ca.password")));
        var until = authority.certificate().getNotAfter().toInstant();
        for (var party : joined) {
            var keys = office(party).resolve("keys");
            var validity = new Validity(clock.instant().minus(Duration.ofMinutes(10)), until);
            if (!Files.exists(keys)) {
                keys(new Issuance(), authority, validity, party, keys, List.of());
            } else if (!Files.exists(keys.resolve(party + ".encrypt.p12"))) {
                sealed(new Issuance(), authority, validity, party, keys);
            }
        }
    }

    /** Lets the hub call this party there: one line of its file in the directory. */
    public void push(PartyId party, URI endpoint) throws IOException {
        var file = config().resolve("parties").resolve(party + ".yaml");
        var draft = config().resolve(party + ".yaml.new");
        Files.writeString(
                draft,
                Files.readString(file)
                        .replaceFirst("(?m)^channel: soap$(\npush: .*)?", "channel: soap\npush: " + endpoint));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void keys(
            Issuance issuance, Identity authority, Validity validity, PartyId party, Path into, List<String> hosts)
            throws IOException, KeyFileException {
        var signing = issuance.issue(authority, new Order(party, Purpose.SIGN, kind(party), validity, List.of()));
        var tls = issuance.issue(authority, new Order(party, Purpose.TLS, Kind.EC_P256, validity, hosts));
        register(party + ".sign", signing, into);
        register(party + ".tls", tls, into);
        if (!party.equals(HUB)) {
            // the hub carries what is sealed and reads none of it
            sealed(issuance, authority, validity, party, into);
        }
    }

    private void sealed(Issuance issuance, Identity authority, Validity validity, PartyId party, Path into)
            throws IOException, KeyFileException {
        var order = new Order(party, Purpose.ENCRYPT, kind(party), validity, List.of());
        register(party + ".encrypt", issuance.issue(authority, order), into);
    }

    /** The key for the party, its certificate for the directory too. */
    private void register(String stem, Identity identity, Path into) throws IOException, KeyFileException {
        KeyFiles.write(into, stem, identity);
        Files.copy(
                into.resolve(stem + ".pem"),
                config().resolve("parties").resolve(stem + ".pem"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** One liaison agency has RSA keys, so that both kinds of suite are seen at work. */
    private static Kind kind(PartyId party) {
        return party.country().equals("vn") ? Kind.RSA_3072 : Kind.EC_P256;
    }

    /** The installation's settings as they are now; the hub's own and all certificates are the exercise's. */
    private void copyConfig(Path from) throws IOException {
        Files.createDirectories(config().resolve("parties"));
        try (var files = Files.walk(from)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var target = config().resolve(from.relativize(file).toString());
                if (!target.equals(config().resolve("hub.yaml"))
                        && !file.toString().endsWith(".pem")) {
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private void delete(Path made) throws IOException {
        if (Files.exists(made)) {
            try (var files = Files.walk(made)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** Writes an office's settings for a hub that listens on these ports now; returns the office's home. */
    public Path connect(PartyId party, int jms, int soap) throws IOException {
        var home = office(party);
        Files.writeString(
                home.resolve("office.yaml"),
                String.format(
                        Locale.ROOT,
                        """
                # One office of the exercise; its keys are in keys/.
                party: %s
                unit: %s
                officer: %s
                keys:
                  sign: keys/%s.sign.p12
                  tls: keys/%s.tls.p12
                  encrypt: keys/%s.encrypt.p12
                hub:
                  party: cn.hub
                  host: 127.0.0.1
                  port: %d
                  soap: https://127.0.0.1:%d/liaison/1.0/liaison
                  certificate: ../../config/parties/cn.hub.sign.pem
                trust: ../../ca/ca.pem
                directory: ../../config/parties
                status: Exercise
                language: %s
                """,
                        party,
                        party.country().equals("cn") ? "演练值班室" : "Exercise duty desk",
                        party.country().equals("cn") ? "演练值班员" : "Exercise duty officer",
                        party,
                        party,
                        party,
                        jms,
                        soap,
                        party.country().equals("cn") ? "zh" : "en"),
                StandardCharsets.UTF_8);
        return home;
    }

    public Path config() {
        return folder.resolve("config");
    }

    public Path data() {
        return folder.resolve("data");
    }

    /** Home of a party's office. */
    public Path office(PartyId party) {
        return folder.resolve("offices").resolve(party.value());
    }
}
