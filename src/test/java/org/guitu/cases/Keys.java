package org.guitu.cases;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.guitu.demo.Exercise;
import org.guitu.message.PartyId;
import org.guitu.trust.Identity;
import org.guitu.trust.Issuance;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Order;
import org.guitu.trust.Issuance.Purpose;
import org.guitu.trust.Issuance.Validity;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;
import org.guitu.trust.Signer;
import org.guitu.trust.WeakKeys;
import org.guitu.trust.WeakKeys.Flaw;

/**
 * Every key a case can sign with, all made in this run: those of the parties, and of Guizhou {@code unregistered} (a good
 * certificate the directory does not hold), {@code sm2} (a good one of that suite), {@code expired} and {@code early} (which it holds) and {@code untrusted} (which
 * it holds, of an authority nobody trusts), those of {@link WeakKeys} ({@code rsa-of-2048-bits} and so on, which it holds), and likewise {@code unregistered channel} and {@code untrusted channel} for TLS.
 */
final class Keys {
    static final PartyId GUIZHOU = new PartyId("cn.52");

    private final Exercise exercise;
    private final Map<String, Identity> special;
    private final Map<String, Signer> weak;

    private Keys(Exercise exercise, Map<String, Identity> special, Map<String, Signer> weak) {
        this.exercise = exercise;
        this.special = special;
        this.weak = weak;
    }

    /** Makes the special ones and registers those that the directory is to hold. */
    static Keys make(Exercise exercise, Path folder, Instant now) throws IOException, KeyFileException {
        var issuance = new Issuance();
        var good = new Validity(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(30)));
        var past = new Validity(now.minus(Duration.ofDays(30)), now.minus(Duration.ofDays(1)));
        var future = new Validity(now.plus(Duration.ofDays(1)), now.plus(Duration.ofDays(30)));
        var authority = read(folder.resolve("ca"), "ca");
        var other = issuance.authority("Nobody's CA", Kind.EC_P256, good);
        var special = Map.of(
                "unregistered", issuance.issue(authority, order(good)),
                "sm2", issuance.issue(authority, new Order(GUIZHOU, Purpose.SIGN, Kind.SM2, good, List.of())),
                "expired", issuance.issue(authority, order(past)),
                "early", issuance.issue(authority, order(future)),
                "untrusted", issuance.issue(other, order(good)),
                "unregistered channel", issuance.issue(authority, channel(good)),
                "untrusted channel", issuance.issue(other, channel(good)));
        for (var name : List.of("sm2", "expired", "early", "untrusted")) {
            var stem = GUIZHOU + ".sign." + name;
            KeyFiles.write(folder.resolve("special"), stem, requireNonNull(special.get(name)));
            Files.copy(
                    folder.resolve("special").resolve(stem + ".pem"),
                    exercise.config().resolve("parties").resolve(stem + ".pem"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        return new Keys(exercise, special, weak(exercise, new WeakKeys(authority, GUIZHOU, good)));
    }

    private static Map<String, Signer> weak(Exercise exercise, WeakKeys keys) throws KeyFileException {
        var made = new HashMap<String, Signer>();
        // those two are refused by the directory already
        for (var flaw : EnumSet.complementOf(EnumSet.of(Flaw.CURVE_UNNAMED, Flaw.KIND_UNKNOWN))) {
            var name = flaw.name().toLowerCase(Locale.ROOT).replace('_', '-');
            var signer = keys.signer(flaw);
            var pem = exercise.config().resolve("parties").resolve(GUIZHOU + ".sign." + name + ".pem");
            KeyFiles.writeCertificate(pem, signer.certificate());
            made.put(name, signer);
        }
        return made;
    }

    private static Order order(Validity validity) {
        return new Order(GUIZHOU, Purpose.SIGN, Kind.EC_P256, validity, List.of());
    }

    private static Order channel(Validity validity) {
        return new Order(GUIZHOU, Purpose.TLS, Kind.EC_P256, validity, List.of());
    }

    private static Identity read(Path folder, String stem) throws KeyFileException {
        return KeyFiles.read(folder.resolve(stem + ".p12"), KeyFiles.password(folder.resolve(stem + ".password")));
    }

    /** What signs with the key of a party, or one of the special ones. */
    Signer signing(String name) throws KeyFileException {
        var flawed = weak.get(name);
        if (flawed != null) {
            return flawed;
        }
        var found = special.get(name);
        return (found != null ? found : party(name, "sign")).signer();
    }

    /** The TLS key of a party, or one of the special ones. */
    Identity channel(String name) throws KeyFileException {
        var found = special.get(name);
        return found != null ? found : party(name, "tls");
    }

    private Identity party(String party, String use) throws KeyFileException {
        return read(exercise.office(new PartyId(party)).resolve("keys"), party + "." + use);
    }
}
