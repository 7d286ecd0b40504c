package org.guitu.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/**
 * Changes bytes at random, and XML also where it hurts: tags, values and texts change places or become what no schema and no
 * parser of times, numbers or base64 likes. The same seed makes the same changes; {@code -Dhostile.seed} takes another.
 */
public final class Mutations {
    /** Every run of the tests tries the same, so that a red one can be repeated. */
    private static final long SEED = Long.getLong("hostile.seed", 20_261_127);

    /** Octets of an XML declaration with its line end. */
    private static final int PROLOGUE = 39;

    private static final Pattern TAG = Pattern.compile("<[^>]*>");
    private static final Pattern VALUE = Pattern.compile("(?<==\")[^\"]*(?=\")");
    private static final Pattern TEXT = Pattern.compile("(?<=>)[^<>]*[^<>\\s][^<>]*(?=<)");

    private static final List<String> ODD = List.of(
            "",
            " ",
            "0",
            "-1",
            "+1",
            "1e9",
            "NaN",
            "99999999999999999999",
            "2026-11-23T24:00:00Z",
            "2026-11-23T08:00:60Z",
            "2026-11-23T08:00:00",
            "2026-11-23T08:00:00.1234567890123Z",
            "2026-11-23T08:00:00+14:00",
            "0000-01-01T00:00:00Z",
            "-2026-11-23T08:00:00Z",
            "12026-11-23T08:00:00Z",
            "9999999999-12-31T24:00:00Z",
            "9999-12-31T24:00:00Z",
            "2026-02-30",
            "P1Y",
            "P99999999999999999999D",
            "urn:uuid:",
            "urn:uuid:00000000-0000-0000-0000-000000000000",
            "cn.",
            "cn.hub",
            "@border.cn-vn",
            "=",
            "====",
            "AA==AA==",
            "/",
            "x/y",
            "#",
            "]]>",
            "<![CDATA[ ]]>",
            "&#0;",
            "&#xD800;",
            "&#x202E;",
            "&#13;",
            "&x;",
            "<x/>",
            "<!-- -->",
            "<?x?>",
            "\uFFFE",
            "\uD842\uDFB7",
            "\"",
            "' x='",
            "x".repeat(5_000));

    private static final List<String> PIECES = List.of(
            "<!DOCTYPE x [<!ENTITY y 'z'>]>",
            "<!--",
            "<![CDATA[",
            "]]>",
            "<?",
            " xmlns=\"\"",
            " xmlns:ds=\"urn:other\"",
            " xsi:type=\"x\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"",
            " xml:id=\"guitu-signature\"",
            " xml:base=\"http://127.0.0.1:1/\"",
            " xml:space=\"preserve\"",
            " Id=\"guitu-signed-properties\"",
            "<a>".repeat(100),
            "\u0000",
            "\uFEFF",
            "\r",
            "\u0085");

    private final Random random;

    private final List<BiFunction<byte[], byte[], byte[]>> ways = List.of(
            (sound, other) -> flipped(sound),
            (sound, other) -> without(sound),
            (sound, other) -> doubled(sound),
            (sound, other) -> noise(sound),
            (sound, other) -> cut(sound),
            this::spliced,
            (sound, other) -> into(sound, pick(PIECES)),
            (sound, other) -> swapped(sound, TAG),
            (sound, other) -> swapped(sound, VALUE),
            (sound, other) -> swapped(sound, TEXT),
            (sound, other) -> replaced(sound, TAG, ""),
            (sound, other) -> replaced(sound, VALUE, pick(ODD)),
            (sound, other) -> replaced(sound, TEXT, pick(ODD)),
            (sound, other) -> replaced(sound, TEXT, pick(ODD)));

    /** @param salt so that two tests do not try the same */
    public Mutations(String salt) {
        this(SEED + salt.hashCode());
    }

    public Mutations(long seed) {
        this.random = new Random(seed);
    }

    /** One to three changes; now and then nothing is left. */
    public byte[] of(byte[] sound, byte[] other) {
        var changed = sound;
        for (int i = random.nextInt(3); i >= 0; i--) {
            if (changed.length > 0) {
                changed = pick(ways).apply(changed, other);
            }
        }
        return changed;
    }

    /** One or two texts or values that say something odd, or change places: well-formed, and of the same shape. */
    public byte[] saying(byte[] sound) {
        var changed = sound;
        for (int i = random.nextInt(2); i >= 0; i--) {
            changed = switch (random.nextInt(6)) {
                case 0 -> swapped(changed, TEXT);
                case 1 -> replaced(changed, VALUE, pick(ODD));
                default -> replaced(changed, TEXT, pick(ODD));
            };
        }
        return changed;
    }

    /** Bytes of no meaning, fewer than so many. */
    public byte[] noise(int most) {
        var bytes = new byte[random.nextInt(most)];
        random.nextBytes(bytes);
        return bytes;
    }

    public <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private byte[] flipped(byte[] sound) {
        var changed = sound.clone();
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        return changed;
    }

    private byte[] without(byte[] sound) {
        int from = random.nextInt(sound.length);
        int to = Math.min(sound.length, from + 1 + random.nextInt(40));
        return joined(sound, 0, from, sound, to, sound.length);
    }

    private byte[] doubled(byte[] sound) {
        int from = random.nextInt(sound.length);
        int to = Math.min(sound.length, from + 1 + random.nextInt(400));
        return joined(sound, 0, to, sound, from, sound.length);
    }

    private byte[] noise(byte[] sound) {
        var changed = sound.clone();
        int from = random.nextInt(changed.length);
        for (int i = from; i < Math.min(changed.length, from + 4); i++) {
            changed[i] = (byte) random.nextInt(256);
        }
        return changed;
    }

    private byte[] cut(byte[] sound) {
        return Arrays.copyOf(sound, random.nextInt(sound.length));
    }

    private byte[] spliced(byte[] sound, byte[] other) {
        return joined(sound, 0, random.nextInt(sound.length), other, random.nextInt(other.length + 1), other.length);
    }

    private byte[] into(byte[] sound, String piece) {
        // often where a document begins
        int at = random.nextInt(4) == 0 ? Math.min(sound.length, PROLOGUE) : random.nextInt(sound.length);
        var bytes = piece.getBytes(StandardCharsets.UTF_8);
        return joined(joined(sound, 0, at, bytes, 0, bytes.length), 0, at + bytes.length, sound, at, sound.length);
    }

    private static byte[] joined(byte[] one, int from, int to, byte[] other, int otherFrom, int otherTo) {
        var out = new ByteArrayOutputStream(one.length + other.length);
        out.write(one, from, to - from);
        out.write(other, otherFrom, otherTo - otherFrom);
        return out.toByteArray();
    }

    /** Two places of this form change what stands there. */
    private byte[] swapped(byte[] sound, Pattern form) {
        var text = text(sound);
        var places = places(text, form);
        if (places.size() < 2) {
            return sound;
        }
        int one = random.nextInt(places.size() - 1);
        int other = one + 1 + random.nextInt(places.size() - one - 1);
        var first = places.get(one);
        var second = places.get(other);
        return bytes(text.substring(0, first.from)
                + text.substring(second.from, second.to)
                + text.substring(first.to, second.from)
                + text.substring(first.from, first.to)
                + text.substring(second.to));
    }

    private byte[] replaced(byte[] sound, Pattern form, String by) {
        var text = text(sound);
        var places = places(text, form);
        if (places.isEmpty()) {
            return sound;
        }
        var place = pick(places);
        return bytes(
                text.substring(0, place.from) + text(by.getBytes(StandardCharsets.UTF_8)) + text.substring(place.to));
    }

    private record Place(int from, int to) {}

    private static List<Place> places(String text, Pattern form) {
        var places = new ArrayList<Place>();
        var matcher = form.matcher(text);
        while (matcher.find()) {
            places.add(new Place(matcher.start(), matcher.end()));
        }
        return places;
    }

    /** A character a byte, so that no byte is lost. */
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
