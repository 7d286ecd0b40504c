package org.guitu.trust;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.guitu.message.Labels;

/**
 * What a {@code .p11} file says in place of a key: where the token is, and which of its keys is meant.
 *
 * @param library the token's PKCS#11 module
 * @param slot the slot that the token is in, 0 to 2147483647
 * @param key label of the certificate that lies in the token with the key
 */
record TokenFile(Path library, int slot, String key) {
    static final String ENDING = ".p11";

    private static final Set<String> FIELDS = Set.of("library", "slot", "key");
    /** What needs no quoting in the settings of the JDK's own provider. */
    private static final Pattern PLAIN = Pattern.compile("/[\\w./+@ -]{1,4000}", Pattern.UNICODE_CHARACTER_CLASS);

    static boolean is(Path file) {
        return file.toString().endsWith(ENDING);
    }

    /**
     * Reads one: {@code library}, {@code slot} and {@code key}, as {@link Properties}.
     *
     * @throws KeyFileException when a field is missing, unknown or wrong, or the module is not there
     */
    static TokenFile read(Path file, byte[] bytes) throws KeyFileException {
        var fields = new Properties();
        try {
            fields.load(new StringReader(new String(bytes, StandardCharsets.UTF_8)));
        } catch (IOException | IllegalArgumentException e) {
            throw new KeyFileException(shape(file), e);
        }
        if (!fields.stringPropertyNames().equals(FIELDS)) {
            throw new KeyFileException(shape(file));
        }
        var library = fields.getProperty("library").strip();
        if (!PLAIN.matcher(library).matches() || !Files.isRegularFile(Path.of(library))) {
            throw new KeyFileException(new Labels(
                    file + ":没有 PKCS#11 模块 " + library + "；请安装令牌的驱动，并写明其绝对路径",
                    file + ": there is no PKCS#11 module " + library
                            + "; install the token's software and give its absolute path"));
        }
        try {
            int slot = Integer.parseUnsignedInt(fields.getProperty("slot").strip());
            var key = fields.getProperty("key").strip();
            if (slot >= 0 && !key.isEmpty()) {
                return new TokenFile(Path.of(library), slot, key);
            }
        } catch (NumberFormatException e) {
            throw new KeyFileException(shape(file), e);
        }
        throw new KeyFileException(shape(file));
    }

    private static Labels shape(Path file) {
        return new Labels(
                file + " 不是令牌文件；须恰好三行：library（模块的绝对路径）、slot（槽位编号）、key（证书标签）",
                file
                        + " does not name a key in a token; it has exactly three lines: library (absolute path of the module), "
                        + "slot (its number) and key (label of the certificate)");
    }
}
