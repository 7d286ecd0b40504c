package org.guitu.peers;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.guitu.trust.CertificateRequest;
import org.guitu.trust.Identity;
import org.guitu.trust.Issuance;
import org.guitu.trust.Issuance.Order;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;

/**
 * A token of SoftHSM2 for this process, and what docs/keys.md has done with one: keytool of the JDK makes keys in it and puts
 * certificates there. Without the package softhsm2, or outside the profile {@code peers}, its tests fail.
 */
public final class SoftHsm {
    public static final String PIN = "2580";

    private static final Path LIBRARY = Path.of("/usr/lib/softhsm/libsofthsm2.so");
    private static final Pattern SLOT = Pattern.compile("reassigned to slot (\\d+)");

    private final Path folder;
    private final String slot;
    private final Path settings;

    private SoftHsm(Path folder, String slot, Path settings) {
        this.folder = folder;
        this.slot = slot;
        this.settings = settings;
    }

    /** The module looks for its tokens once a process, so all tests of one share theirs. */
    private static final class Shared {
        static final SoftHsm TOKEN = initialised();
    }

    public static SoftHsm token() {
        return Shared.TOKEN;
    }

    private static SoftHsm initialised() {
        var named = System.getenv("SOFTHSM2_CONF");
        if (named == null) {
            throw new AssertionError("SOFTHSM2_CONF is not set: run with -Ppeers");
        }
        try {
            var configuration = Path.of(named).toAbsolutePath();
            var folder = Files.createDirectories(configuration.resolveSibling("softhsm2"));
            // tests of another process make their token in the same folder
            try (var channel = FileChannel.open(
                            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var lock = channel.lock()) {
                assert lock.isValid();
                var tokens = Files.createDirectories(folder.resolve("tokens"));
                Files.writeString(configuration, "directories.tokendir = " + tokens + "\n");
                var made = Program.run(
                        folder,
                        List.of(
                                "softhsm2-util",
                                "--init-token",
                                "--free",
                                "--label",
                                UUID.randomUUID().toString().substring(0, 8),
                                "--so-pin",
                                "13579",
                                "--pin",
                                PIN));
                var slot = SLOT.matcher(made.output());
                if (!made.well() || !slot.find()) {
                    throw new AssertionError("no token: " + made.output());
                }
                var own = Files.createTempDirectory(folder, "process");
                return new SoftHsm(own, slot.group(1), settings(own, slot.group(1)));
            }
        } catch (IOException e) {
            throw new AssertionError("no token: apt-get install softhsm2", e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Path settings(Path folder, String slot) throws IOException {
        return Files.writeString(folder.resolve("pkcs11.cfg"), """
                name = token
                library = %s
                slot = %s
                attributes(generate, CKO_PRIVATE_KEY, *) = {
                  CKA_TOKEN = true
                  CKA_SENSITIVE = true
                  CKA_EXTRACTABLE = false
                }
                """.formatted(LIBRARY, slot));
    }

    public String slot() {
        return slot;
    }

    /** Makes a key of this label in the token, with the certificate that the authority gives for it. */
    public List<java.security.cert.X509Certificate> make(String label, Identity authority, Order order)
            throws IOException, InterruptedException, KeyFileException {
        generate(label, settings, order.kind());
        var request = folder.resolve(label + ".csr");
        keytool(settings, "-certreq", "-alias", label, "-file", request.toString());
        var chain = CertificateRequest.read(request).certified(authority, order);
        var reply = folder.resolve(label + ".pem");
        for (int i = 0; i < chain.size(); i++) {
            var one = folder.resolve(label + "." + i + ".pem");
            KeyFiles.writeCertificate(one, chain.get(i));
            Files.writeString(
                    reply, Files.readString(one), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        keytool(settings, "-importcert", "-noprompt", "-alias", label, "-file", reply.toString());
        return chain;
    }

    /** Makes a key that the token would give away: in clear, or where it is sensitive only wrapped by another key. */
    public void makeExtractable(String label, boolean sensitive) throws IOException, InterruptedException {
        var loose = Files.writeString(
                folder.resolve("loose.cfg"),
                Files.readString(settings)
                        .replace("CKA_SENSITIVE = true", "CKA_SENSITIVE = " + sensitive)
                        .replace("CKA_EXTRACTABLE = false", "CKA_EXTRACTABLE = true"));
        generate(label, loose, Issuance.Kind.EC_P256);
    }

    /** Takes a key away, as if its token had been pulled out. */
    public void remove(String label) throws IOException, InterruptedException {
        keytool(settings, "-delete", "-alias", label);
    }

    private void generate(String label, Path settings, Issuance.Kind kind) throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of("-genkeypair", "-alias", label, "-dname", "CN=" + label, "-keyalg"));
        words.addAll(
                kind == Issuance.Kind.EC_P256
                        ? List.of("EC", "-groupname", "secp256r1")
                        : List.of("RSA", "-keysize", "3072"));
        keytool(settings, words.toArray(String[]::new));
    }

    private void keytool(Path settings, String... words) throws IOException, InterruptedException {
        var line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                "-keystore",
                "NONE",
                "-storetype",
                "PKCS11",
                "-addprovider",
                "SunPKCS11",
                "-providerarg",
                settings.toString(),
                "-storepass",
                PIN));
        line.addAll(List.of(words));
        var ended = Program.run(folder, line);
        if (!ended.well()) {
            throw new AssertionError(String.join(" ", words) + ": " + ended.output());
        }
    }

    /** Writes {@code <stem>.p11}, which names the key of this label, and {@code <stem>.password} with the PIN. */
    public Path name(Path directory, String stem, String label) throws IOException {
        Files.createDirectories(directory);
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var file = directory.resolve(stem + ".p11");
        var password = directory.resolve(stem + ".password");
        for (var one : List.of(file, password)) {
            Files.deleteIfExists(one);
            Files.createFile(one, ownerOnly);
        }
        Files.writeString(file, "library = " + LIBRARY + "\nslot = " + slot + "\nkey = " + label + "\n");
        Files.writeString(password, PIN + "\n");
        return file;
    }
}
