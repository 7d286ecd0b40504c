package org.guitu.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.guitu.message.Digest;

/**
 * A sample document made current: identifiers of this run in place of the sample's own, times moved by whole days so that it
 * was written just now. What a digest inside is made over is left alone.
 */
public final class Sample {
    private static final Pattern ID =
            Pattern.compile("urn:uuid:5a3c0000-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern TIME =
            Pattern.compile(">(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?(?:Z|[+-]\\d\\d:\\d\\d))<");
    private static final Pattern SENT_AT = Pattern.compile("<SentAt>([^<]+)</SentAt>");

    private final Path schemas;
    private final Map<String, String> ids = new HashMap<>();

    public Sample(Path schemas) {
        this.schemas = schemas;
    }

    /** The sample {@code <family>/1.0/samples/<name>.xml}, current. */
    public String current(String family, String name, Instant now) throws IOException {
        var text = Files.readString(
                schemas.resolve(family).resolve("1.0/samples").resolve(name + ".xml"), StandardCharsets.UTF_8);
        var renewed = ID.matcher(text)
                .replaceAll(id -> ids.computeIfAbsent(id.group(), known -> "urn:uuid:" + UUID.randomUUID()));
        var moved = family.equals("agreement") ? renewed : moved(renewed, now);
        return SENT_AT.matcher(moved).replaceFirst("<SentAt>" + now.truncatedTo(ChronoUnit.MILLIS) + "</SentAt>");
    }

    private static String moved(String text, Instant now) {
        var sent = SENT_AT.matcher(text);
        if (!sent.find()) {
            throw new IllegalArgumentException("the sample has no SentAt");
        }
        var days = Math.floorDiv(
                Duration.between(OffsetDateTime.parse(sent.group(1)).toInstant(), now)
                        .toSeconds(),
                86_400L);
        return TIME.matcher(text)
                .replaceAll(time -> ">"
                        + DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                                OffsetDateTime.parse(time.group(1)).plusDays(days))
                        + "<");
    }

    /** The document with this picture in its {@code Media}, digest and size with it. */
    public static String withPhoto(String text, byte[] photo) {
        return text.replaceFirst("<Digest>[0-9a-f]{64}</Digest>", "<Digest>" + Digest.of(photo) + "</Digest>")
                .replaceFirst("<SizeBytes>\\d+</SizeBytes>", "<SizeBytes>" + photo.length + "</SizeBytes>")
                .replaceFirst(
                        "<Content>[^<]*</Content>",
                        "<Content>" + Base64.getEncoder().encodeToString(photo) + "</Content>");
    }

    /** The document as a new message of the same conversation. */
    public static String renewed(String text) {
        return text.replaceFirst(
                "<MessageId>[^<]+</MessageId>", "<MessageId>urn:uuid:" + UUID.randomUUID() + "</MessageId>");
    }
}
