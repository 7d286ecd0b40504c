package org.guitu.gate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.guitu.config.ConfigurationException;
import org.guitu.demo.Exercise;
import org.guitu.demo.Sample;
import org.guitu.directory.Directory;
import org.guitu.directory.Use;
import org.guitu.family.Families;
import org.guitu.message.Channel;
import org.guitu.message.Digest;
import org.guitu.message.PartyId;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.seal.Sealing;
import org.guitu.seal.TestSealing;
import org.guitu.trust.CertificatePaths;
import org.guitu.trust.Identity;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;
import org.guitu.trust.Suites;
import org.guitu.trust.VerifiedSignature;
import org.guitu.trust.XmlSigner;
import org.guitu.trust.XmlVerifier;
import org.guitu.xml.Envelope;
import org.guitu.xml.SafeXml;
import org.guitu.xml.XmlLimits;

/** Receive, authenticate, verify and validate as a hub's gate has them, with an exercise's directory and without a record. */
final class Stations {
    /** Those that send the samples and get them. */
    static final List<PartyId> JOINED = Stream.of(
                    "cn.52", "cn.44", "cn.35", "cn.53", "cn.jco", "cn.53.border.hekou", "vn.mps")
            .map(PartyId::new)
            .toList();

    private static final Path SCHEMAS = Path.of("schemas").toAbsolutePath();

    private final Exercise exercise;
    private final Clock clock;
    private final SafeXml xml = new SafeXml(XmlLimits.standard());
    private final Families families;
    private final Directory directory;
    private final Sealing sealing;
    private final Receiver receiver;
    private final Authenticator authenticator;
    private final Verifier verifier;
    private final Validator validator;

    private Stations(Exercise exercise, Families families, Directory directory, List<X509Certificate> anchors) {
        this.exercise = exercise;
        this.clock = Clock.fixed(Clock.systemUTC().instant(), ZoneOffset.UTC);
        this.families = families;
        this.directory = directory;
        var paths = new CertificatePaths(
                anchors.stream().map(anchor -> new TrustAnchor(anchor, null)).collect(Collectors.toSet()));
        this.sealing = new Sealing(() -> directory, () -> paths);
        this.receiver = new Receiver(xml, clock);
        this.authenticator = new Authenticator(() -> directory, party -> false);
        this.verifier = new Verifier(new XmlVerifier(), () -> paths, Duration.ofMinutes(5));
        this.validator = new Validator(
                families,
                sealing,
                Validator.Environment.EXERCISE,
                new Validator.Times(Duration.ofMinutes(5), Duration.ofDays(7)));
    }

    static Stations of(Exercise exercise) throws ConfigurationException, KeyFileException {
        var anchors = new ArrayList<X509Certificate>();
        for (var name : List.of("ca.pem", "sm2.pem")) {
            anchors.addAll(
                    KeyFiles.certificates(exercise.data().resolve("trust").resolve(name)));
        }
        return new Stations(
                exercise,
                TestSealing.families(SCHEMAS),
                Directory.load(exercise.config().resolve("parties")),
                anchors);
    }

    /** A signed message and whose it is. */
    record Letter(String name, PartyId sender, byte[] wire) {}

    Received receive(byte[] wire, PartyId sender) throws Refused {
        return receiver.receive(wire, new Channel("jms", sender, "1", Duration.ZERO));
    }

    Verified verify(Received received) throws Refused {
        return verifier.verify(authenticator.authenticate(received));
    }

    Validated validate(Verified verified) throws Refused {
        return validator.validate(verified);
    }

    /** As if its signature were right: what a sender may write that signs what it writes. */
    Verified trusted(Received received) throws Refused {
        var authenticated = authenticator.authenticate(received);
        var certificate = authenticated.party().known(Use.SIGN).get(0);
        var signature = new VerifiedSignature(
                certificate,
                new Suites().byCertificate(certificate),
                Digest.of(received.wire()),
                received.at(),
                List.of());
        return new Verified(authenticated, Envelope.claimedId(received.document()), signature);
    }

    /** Every sample of every family that its sender may send now, sealed and signed. */
    List<Letter> letters() throws IOException, KeyFileException {
        var letters = new ArrayList<Letter>();
        try (var files = Files.walk(SCHEMAS)) {
            for (var file : files.filter(Stations::isSample).sorted().toList()) {
                var family = SCHEMAS.relativize(file).getName(0).toString();
                var name = file.getFileName().toString().replace(".xml", "");
                try {
                    var letter = letter(family, name);
                    validate(verify(receive(letter.wire, letter.sender)));
                    letters.add(letter);
                } catch (Refused e) {
                    // some are signed by who has not joined, or build on another day
                }
            }
        }
        return letters;
    }

    private static boolean isSample(Path file) {
        return file.toString().endsWith(".xml") && file.resolveSibling("").endsWith("1.0/samples");
    }

    /** As a hub verifies that blocks these certificates. */
    Verified verify(Received received, Predicate<X509Certificate> blocked) throws Refused {
        return verifier.verify(
                new Authenticator(() -> directory.blocking(blocked), party -> false).authenticate(received));
    }

    /** The time that stands still here. */
    Instant now() {
        return clock.instant();
    }

    Letter letter(String family, String name) throws IOException, KeyFileException, Refused {
        return letter(family, name, clock.instant());
    }

    /** @param signed when its signature says it was made */
    Letter letter(String family, String name, Instant signed) throws IOException, KeyFileException, Refused {
        var text = new Sample(SCHEMAS).current(family, name, clock.instant());
        var message = xml.parse(text.getBytes(StandardCharsets.UTF_8));
        var sender = Envelope.claimedSender(message);
        if (!JOINED.contains(sender)) {
            throw Refusals.refused("GT-2003", sender);
        }
        sealing.seal(message, families.sealables(message), clock.instant());
        new XmlSigner(identity(sender).signer(), Clock.fixed(signed, ZoneOffset.UTC)).sign(message);
        return new Letter(family + "/" + name, sender, SafeXml.bytes(message));
    }

    Identity identity(PartyId party) throws KeyFileException {
        var file = exercise.office(party).resolve("keys").resolve(party + ".sign.p12");
        return KeyFiles.read(file, KeyFiles.password(file.resolveSibling(party + ".sign.password")));
    }
}
