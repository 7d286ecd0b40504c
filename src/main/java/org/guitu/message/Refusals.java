package org.guitu.message;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.guitu.message.Refusal.Retry;
import org.guitu.message.Refusal.Who;

/**
 * The catalogue of refusal codes: data in {@code refusals.properties}, one code with {@code who}, {@code retry},
 * {@code zh} and {@code en}; {@code {0}}, {@code {1}} … in a text stand for the arguments of one refusal.
 */
public final class Refusals {
    private static final Map<String, Entry> CATALOGUE = load();

    private Refusals() {}

    /** One code of the catalogue; the texts still have their placeholders. */
    public record Entry(String code, Who who, Retry retry, Labels text) {}

    /** Every code in order, for the documentation and for tests. */
    public static Map<String, Entry> all() {
        return CATALOGUE;
    }

    /** A refusal of the whole message. */
    public static Refused refused(String code, Object... arguments) {
        return new Refused(refusal(code, "", "", arguments));
    }

    /** A refusal that points at a place in the message. */
    public static Refused refusedAt(String place, String code, Object... arguments) {
        return new Refused(refusal(code, place, "", arguments));
    }

    /** A refusal with place and rule id; the texts of a rule come from the rule itself. */
    public static Refusal refusal(String code, String place, String rule, Object... arguments) {
        var entry = CATALOGUE.get(code);
        if (entry == null) {
            throw new IllegalArgumentException("no such refusal code: " + code);
        }
        var text =
                new Labels(fill(entry.text().zh(), arguments), fill(entry.text().en(), arguments));
        return new Refusal(code, entry.who(), entry.retry(), place, rule, text);
    }

    private static String fill(String text, Object... arguments) {
        var filled = text;
        for (int i = 0; i < arguments.length; i++) {
            filled = filled.replace("{" + i + "}", String.valueOf(arguments[i]));
        }
        return filled;
    }

    private static Map<String, Entry> load() {
        var properties = new Properties();
        try (var in = Refusals.class.getResourceAsStream("refusals.properties")) {
            if (in == null) {
                throw new IllegalStateException("refusals.properties is not in the jar");
            }
            properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var entries = new TreeMap<String, Entry>();
        for (var key : properties.stringPropertyNames()) {
            var code = key.substring(0, key.indexOf('.'));
            entries.computeIfAbsent(code, c -> entry(c, properties));
        }
        return java.util.Collections.unmodifiableMap(entries);
    }

    private static Entry entry(String code, Properties properties) {
        Station.ofCode(code);
        return new Entry(
                code,
                Who.valueOf(required(properties, code + ".who")),
                Retry.valueOf(required(properties, code + ".retry")),
                new Labels(required(properties, code + ".zh"), required(properties, code + ".en")));
    }

    private static String required(Properties properties, String key) {
        var value = properties.getProperty(key);
        if (value == null) {
            throw new IllegalStateException("refusals.properties lacks " + key);
        }
        return value;
    }
}
