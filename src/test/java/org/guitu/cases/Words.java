package org.guitu.cases;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.guitu.message.Digest;

/**
 * What a case cannot write down because it differs with each run. In the texts of a case, {@code {{now-PT1H}}} is a time,
 * {@code {{100*x}}} is x a hundred times, {@code {{digest 1}}} the digest of what the first step sent; identifiers of the
 * samples become others, the same throughout the case.
 */
final class Words {
    private static final Pattern SAMPLE_ID = Pattern.compile("urn:uuid:5a3c0000-[0-9a-f-]{27}");
    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:Z|[+-]\\d\\d:\\d\\d)");
    private static final Pattern SENT_AT = Pattern.compile("<SentAt>(" + TIME.pattern() + ")</SentAt>");
    private static final Pattern DAY = Pattern.compile("(?<=>)\\d{4}-\\d\\d-\\d\\d(?=<)");
    private static final Pattern REPEATED = Pattern.compile("\\{\\{(\\d+)\\*(.*?)\\}\\}");
    private static final Pattern NOW = Pattern.compile("\\{\\{now([+-]PT\\w+)?\\}\\}");
    private static final Pattern DIGEST = Pattern.compile("\\{\\{digest (\\d)\\}\\}");

    private final Instant now;
    private final Map<String, String> ids = new TreeMap<>();
    private final List<byte[]> sent = new ArrayList<>();

    Words(Instant now) {
        this.now = now.truncatedTo(ChronoUnit.SECONDS);
    }

    /** A second later with each step, so that signing the same again gives other bytes. */
    Clock signing() {
        return Clock.fixed(now.minusSeconds(60).plusSeconds(sent.size()), ZoneOffset.UTC);
    }

    void sent(byte[] wire) {
        sent.add(wire);
    }

    byte[] wire(int step) {
        return sent.get(step - 1);
    }

    /** A document of this run: identifiers are new, and every time keeps its distance from {@code SentAt}. */
    String fresh(String document, Duration fromNow) {
        var withIds = renewed(document);
        var sentAt = SENT_AT.matcher(withIds);
        if (!sentAt.find()) {
            return withIds;
        }
        var moved = Duration.between(OffsetDateTime.parse(sentAt.group(1)).toInstant(), now.plus(fromNow));
        var days = Math.floorDiv(moved.toSeconds(), Duration.ofDays(1).toSeconds());
        var withTimes = TIME.matcher(withIds)
                .replaceAll(time -> DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                        OffsetDateTime.parse(time.group()).plus(moved)));
        return DAY.matcher(withTimes)
                .replaceAll(day ->
                        java.time.LocalDate.parse(day.group()).plusDays(days).toString());
    }

    String edited(String text, List<WireCase.Edit> edits) {
        var result = text;
        for (var edit : edits) {
            var matcher = Pattern.compile(edit.find(), Pattern.DOTALL).matcher(result);
            if (!matcher.find()) {
                throw new AssertionError("the edit finds nothing: " + edit.find());
            }
            result = matcher.replaceAll(renewed(edit.put()));
        }
        return result;
    }

    /** The sample's own identifiers, each by the one it has in this run. */
    private String renewed(String text) {
        return SAMPLE_ID
                .matcher(expanded(text))
                .replaceAll(id -> ids.computeIfAbsent(id.group(), any -> "urn:uuid:" + UUID.randomUUID()));
    }

    private String expanded(String text) {
        var withTimes = NOW.matcher(text).replaceAll(word -> {
            var offset = word.group(1);
            var shift = offset == null
                    ? Duration.ZERO
                    : offset.startsWith("-")
                            ? Duration.parse(offset.substring(1)).negated()
                            : Duration.parse(offset.substring(1));
            return now.plus(shift).toString();
        });
        var withDigests = DIGEST.matcher(withTimes)
                .replaceAll(word -> Matcher.quoteReplacement(Base64.getEncoder()
                        .encodeToString(
                                Digest.of(wire(Integer.parseInt(word.group(1)))).raw())));
        return REPEATED.matcher(withDigests)
                .replaceAll(word -> Matcher.quoteReplacement(word.group(2).repeat(Integer.parseInt(word.group(1)))));
    }
}
