package org.guitu.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.guitu.message.Labels;

/**
 * How the suite without standard URIs is spelled in messages. One process belongs to one installation ({@code guitu.home}), whose
 * table it reads once; without a table the default holds.
 */
public final class SuiteUris {
    private static final String TABLE = "schemas/exchange/1.0/suites.properties";

    private static final Pattern KEY = Pattern.compile("sm2-sm3(\\.[1-9][0-9]?)?");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    /** In use between China's customs and traders. */
    private static final String CUSTOMS = "http://www.chinaport.gov.cn/2022/04/xmldsig#";

    static final List<Spelling> DEFAULT = List.of(new Spelling(CUSTOMS + "sm2-sm3", CUSTOMS + "sm3"));

    private static final List<Spelling> INSTALLED = installed();

    private SuiteUris() {}

    /** The URIs of a suite's signature method and of its digest method. */
    record Spelling(String signature, String digest) {}

    /** Those of SM2 with SM3, the one that is written first. */
    static List<Spelling> sm2() {
        return INSTALLED;
    }

    private static List<Spelling> installed() {
        try {
            return read(table());
        } catch (KeyFileException e) {
            // who sends or receives asks first whether the table is right
            return DEFAULT;
        }
    }

    private static Path table() {
        return Path.of(System.getProperty("guitu.home", "")).resolve(TABLE);
    }

    /**
     * Requires that the installation's table can be used.
     *
     * @throws KeyFileException when a line is wrong: another suite, no absolute URIs, or one that means something else already
     */
    public static void requireTable() throws KeyFileException {
        read(table());
    }

    static List<Spelling> read(Path table) throws KeyFileException {
        if (!Files.exists(table)) {
            return DEFAULT;
        }
        var lines = new Properties();
        try (var in = new InputStreamReader(
                new ByteArrayInputStream(PrivateFiles.readPublic(table)), StandardCharsets.UTF_8)) {
            lines.load(in);
        } catch (IOException | IllegalArgumentException e) {
            throw wrong(table, "-");
        }
        var taken = new HashSet<>(Suites.STANDARD);
        var spellings = new ArrayList<Spelling>();
        for (var key : new TreeSet<>(lines.stringPropertyNames())) {
            var uris = SPACE.split(lines.getProperty(key).strip(), -1);
            if (!KEY.matcher(key).matches() || uris.length != 2 || !isAbsolute(uris[0]) || !isAbsolute(uris[1])) {
                throw wrong(table, key);
            }
            if (!taken.add(uris[0]) || Suites.STANDARD.contains(uris[1])) {
                throw wrong(table, key);
            }
            spellings.add(new Spelling(uris[0], uris[1]));
        }
        if (!lines.isEmpty() && !lines.containsKey("sm2-sm3")) {
            throw wrong(table, "sm2-sm3");
        }
        return spellings.isEmpty() ? DEFAULT : List.copyOf(spellings);
    }

    private static boolean isAbsolute(String uri) {
        try {
            return new URI(uri).isAbsolute();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static KeyFileException wrong(Path table, String key) {
        return new KeyFileException(
                new Labels(
                        table + "：" + key + " 一行有误；应为 sm2-sm3[.数字] = 签名方法 URI 摘要方法 URI，且不得与其他算法相同",
                        table + ": " + key
                                + " is wrong; write sm2-sm3[.NUMBER] = signature URI, digest URI, none of which names another algorithm"));
    }
}
