package org.guitu.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
import org.guitu.trust.Suites;

/**
 * A folder with everything an exercise needs: {@code config/} and {@code data/} of a hub, {@code offices/<party>/} with keys
 * and settings, under two demo CAs made here: one for everybody, one of SM2 that only domestic offices trust. Nothing of it is ever in git; making it again is deleting the folder.
 */
public final class Exercise {
    /** Long enough for a demo kept up over a season; the CA is of this machine and trusted by nobody else. */
    private static final Duration VALID = Duration.ofDays(180);

    private static final PartyId HUB = new PartyId("cn.hub");

    /** It signs with SM2, so that with the liaison agency of RSA every suite is seen at work. */
    private static final PartyId GUANGDONG = new PartyId("cn.44");

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
            exercise.domestic(clock);
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
        var validity = validity(clock, clock.instant().plus(VALID));
        authority("ca", new Issuance().authority("Guitu demo CA", Kind.EC_P256, validity));
        keys(authority("ca"), validity, HUB, data().resolve("keys"), List.of("localhost", "127.0.0.1"));
        KeyFiles.secret(data().resolve("keys").resolve("cn.hub.master.key"));
        domestic(clock);
        join(joined, clock);
    }

    private static Validity validity(Clock clock, Instant until) {
        return new Validity(clock.instant().minus(Duration.ofMinutes(10)), until);
    }

    /** One that certificates may end at. */
    private void authority(String stem, Identity authority) throws IOException, KeyFileException {
        KeyFiles.write(folder.resolve("ca"), stem, authority);
        Files.copy(
                folder.resolve("ca").resolve(stem + ".pem"),
                Files.createDirectories(data().resolve("trust")).resolve(stem + ".pem"),
                StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(
                data().resolve("trust").resolve(stem + ".yaml"),
                "# the exercise's own authority revokes nothing\nrevocation: none\n");
    }

    private Identity authority(String stem) throws KeyFileException {
        var ca = folder.resolve("ca");
        return KeyFiles.read(ca.resolve(stem + ".p12"), KeyFiles.password(ca.resolve(stem + ".password")));
    }

    /** The authority of SM2, the hub's key under it, and what a domestic office trusts; an exercise made before gets them too. */
    private void domestic(Clock clock) throws IOException, KeyFileException {
        var ca = folder.resolve("ca");
        if (Files.exists(ca.resolve("domestic.pem"))) {
            return;
        }
        var validity = validity(clock, until(authority("ca")));
        authority("sm2", new Issuance().authority("Guitu demo CA of SM2", Kind.SM2, validity));
        var order = new Order(HUB, Purpose.SIGN, Kind.SM2, validity, List.of());
        register(HUB + ".sign.sm2", new Issuance().issue(authority("sm2"), order), data().resolve("keys"));
        var parties = config().resolve("parties");
        together(ca.resolve("hub.pem"), parties.resolve(HUB + ".sign.pem"), parties.resolve(HUB + ".sign.sm2.pem"));
        together(ca.resolve("domestic.pem"), ca.resolve("ca.pem"), ca.resolve("sm2.pem"));
    }

    private static void together(Path file, Path first, Path second) throws IOException {
        Files.writeString(file, Files.readString(first) + Files.readString(second));
    }

    private static Instant until(Identity authority) {
        return authority.certificate().getNotAfter().toInstant();
    }

    /** Gives keys to those who have none yet: an exercise that was made for fewer parties takes more in. */
    private void join(List<PartyId> joined, Clock clock) throws IOException, KeyFileException {
        var authority = authority("ca");
        for (var party : joined) {
            var keys = office(party).resolve("keys");
            var validity = validity(clock, until(authority));
            if (!Files.exists(keys)) {
                keys(authority, validity, party, keys, List.of());
            } else if (!Files.exists(keys.resolve(party + ".encrypt.p12"))) {
                sealed(authority, validity, party, keys);
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

    private void keys(Identity authority, Validity validity, PartyId party, Path into, List<String> hosts)
            throws IOException, KeyFileException {
        var issuance = new Issuance();
        boolean sm2 = party.equals(GUANGDONG);
        var order = new Order(party, Purpose.SIGN, sm2 ? Kind.SM2 : kind(party), validity, List.of());
        var signing = issuance.issue(sm2 ? authority("sm2") : authority, order);
        var tls = issuance.issue(authority, new Order(party, Purpose.TLS, Kind.EC_P256, validity, hosts));
        register(party + ".sign", signing, into);
        register(party + ".tls", tls, into);
        if (!party.equals(HUB)) {
            // the hub carries what is sealed and reads none of it
            sealed(authority, validity, party, into);
        }
    }

    private void sealed(Identity authority, Validity validity, PartyId party, Path into)
            throws IOException, KeyFileException {
        var order = new Order(party, Purpose.ENCRYPT, kind(party), validity, List.of());
        register(party + ".encrypt", new Issuance().issue(authority, order), into);
    }

    /** The key for the party, its certificate for the directory too. */
    private void register(String stem, Identity identity, Path into) throws IOException, KeyFileException {
        KeyFiles.write(into, stem, identity);
        Files.copy(
                into.resolve(stem + ".pem"),
                config().resolve("parties").resolve(stem + ".pem"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** One liaison agency has RSA keys. */
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
        boolean domestic = party.country().equals("cn");
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
                  certificate: ../../%s
                trust: ../../ca/%s
                suites: %s
                directory: ../../config/parties
                status: Exercise
                language: %s
                """,
                        party,
                        domestic ? "演练值班室" : "Exercise duty desk",
                        domestic ? "演练值班员" : "Exercise duty officer",
                        party,
                        party,
                        party,
                        jms,
                        soap,
                        domestic ? "ca/hub.pem" : "config/parties/cn.hub.sign.pem",
                        domestic ? "domestic.pem" : "ca.pem",
                        domestic ? new Suites().names() : Suites.INTERNATIONAL,
                        domestic ? "zh" : "en"),
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
