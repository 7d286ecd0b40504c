package org.guitu.trust;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.guitu.message.Digest;

/** The key files of one name: the one that settings name, and beside it its successors and those of other suites, each with a label. */
public final class LabelledKeys {
    private static final byte[] SALT = salt();

    private LabelledKeys() {}

    private static byte[] salt() {
        var salt = new byte[16];
        new SecureRandom().nextBytes(salt);
        return salt;
    }

    private static Digest salted(byte[] content) {
        return Digest.of(ByteBuffer.allocate(SALT.length + content.length)
                .put(SALT)
                .put(content)
                .array());
    }

    /** This file, then those beside it in order: {@code x.p12}, {@code x.2027.p12}; those in a token too, {@code x.2028.p11}. */
    public static List<Path> of(Path file) {
        var all = new ArrayList<>(List.of(file));
        var name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        var folder = file.toAbsolutePath().getParent();
        if (dot > 0 && folder != null) {
            var pattern = Pattern.compile(Pattern.quote(name.substring(0, dot)) + "\\.[a-z0-9-]+("
                    + Pattern.quote(name.substring(dot)) + "|" + Pattern.quote(TokenFile.ENDING) + ")");
            try (var beside = Files.list(folder)) {
                beside.filter(one ->
                                pattern.matcher(one.getFileName().toString()).matches())
                        .filter(LabelledKeys::mayHoldKey)
                        .sorted()
                        .forEach(all::add);
            } catch (IOException | UncheckedIOException e) {
                // what is wrong with the folder is said of the file itself
                return all;
            }
        }
        return List.copyOf(all);
    }

    /** A PEM file beside a key may be a certificate alone. */
    private static boolean mayHoldKey(Path file) {
        try {
            return !file.toString().endsWith(".pem")
                    || Files.readString(file, StandardCharsets.ISO_8859_1).contains("PRIVATE KEY");
        } catch (IOException e) {
            return true;
        }
    }

    /** Every file that reading these keys looks at: each, its password, and the certificates beside it. */
    public static List<Path> files(Path named) {
        return of(named).stream()
                .flatMap(file -> Stream.of(file, KeyFiles.passwordFile(file), KeyFiles.sibling(file, ".pem")))
                .distinct()
                .toList();
    }

    /**
     * Salted SHA-256 of each file, of nothing where there is none: dates would not do, as a copy may keep an old one, and without a
     * salt a short PIN in a password file could be guessed from it.
     */
    public static List<Digest> digests(Collection<Path> files) throws IOException {
        var all = new ArrayList<Digest>();
        for (var file : files) {
            all.add(salted(Files.exists(file) ? Files.readAllBytes(file) : new byte[0]));
        }
        return all;
    }
}
