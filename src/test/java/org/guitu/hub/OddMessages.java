package org.guitu.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Random;
import java.util.regex.Pattern;
import org.guitu.demo.Sample;
import org.guitu.message.Digest;

/**
 * Alerts of any size, written as no tool of ours would write them and yet the same to whoever verifies: what canonical form
 * does not keep is all in the bytes.
 */
final class OddMessages {
    private static final Pattern MEDIA = Pattern.compile("\\s*<Media>.*</Media>", Pattern.DOTALL);
    private static final Pattern ROOT = Pattern.compile("<Message (\\S+=\"[^\"]+\") (\\S+=\"[^\"]+\")>");
    private static final int MEDIA_BYTES = 5_000_000;

    private OddMessages() {}

    /** Seals and signs a document as its sender. */
    interface Signing {
        byte[] signed(String document) throws Exception;
    }

    /**
     * One of exactly this size, or the smallest there is.
     *
     * @param size 0 for the smallest
     * @param newline whether it ends with one
     */
    static byte[] alert(String from, String to, int size, boolean newline, Signing signing) throws Exception {
        var bare = written(from, to);
        if (size == 0) {
            return odd(signing.signed(smallest(bare)), newline).getBytes(StandardCharsets.UTF_8);
        }
        int room = size - bytes(odd(signing.signed(bare), newline)) - 2_000;
        // a sealed picture is base64 twice
        var text = room > 0 ? withMedia(bare, room / 16 * 9) : bare;
        var odd = odd(signing.signed(text), newline);
        return odd.replaceFirst("<Body\\s*>", "<Body" + " ".repeat(size - bytes(odd)) + ">")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String written(String from, String to) throws IOException {
        var sample = new Sample(RunningHub.HOME.resolve("schemas")).current("alert", "alert-issue", Instant.now());
        var addressed = sample.replaceFirst("(<Sender>\\s*<Party>)[^<]+", "$1" + from)
                .replaceFirst(
                        "(?s)<Recipients>.*</Recipients>",
                        "<Recipients><Recipient>" + to + "</Recipient></Recipients>");
        return MEDIA.matcher(addressed)
                .replaceFirst("")
                .replaceFirst(
                        "(<Circumstances>)", "$1\uD842\uDFB7 3 &gt; 2 &amp;&#13; \uD842\uDFB7\uD83E\uDD8A]]&gt;\n\t");
    }

    private static String smallest(String text) {
        return text.replaceAll("(?s)<(Guardian|Vehicle|a:Watch|ModusOperandi|Traces)>.*?</\\1>", "")
                .replaceAll(">[ \n]+<", "><");
    }

    private static String withMedia(String text, int bytes) {
        var media = new StringBuilder();
        var random = new Random(bytes);
        for (int left = bytes; left > 0; left -= MEDIA_BYTES) {
            var photo = new byte[Math.min(left, MEDIA_BYTES)];
            random.nextBytes(photo);
            media.append("<Media><Kind>PHOTO</Kind><MimeType>image/png</MimeType><Digest>")
                    .append(Digest.of(photo))
                    .append("</Digest><SizeBytes>")
                    .append(photo.length)
                    .append("</SizeBytes><Caption>测试图片</Caption><Content>")
                    .append(Base64.getEncoder().encodeToString(photo))
                    .append("</Content></Media>");
        }
        return text.replaceFirst("<ActionOnHit>", media + "<ActionOnHit>");
    }

    /** The same to a parser: line ends, references, quotes, order of attributes, blanks in tags, another declaration. */
    private static String odd(byte[] signed, boolean newline) {
        var text = new String(signed, StandardCharsets.UTF_8)
                .replaceFirst("^<\\?xml[^>]*>\\s*", "")
                .replace("3 &gt; 2", "3 > 2")
                .replace("\n", "\r\n")
                .replace("红", "&#x7EA2;")
                .replace("书", "&#20070;")
                .replaceFirst("\uD842\uDFB7\uD83E\uDD8A", "&#x20BB7;\uD83E\uDD8A")
                .replace(" listVersion=\"2019\"", "\n  listVersion = '2019' ")
                .replaceFirst("<Status>([^<]+)</Status>", "<Status\t>$1</Status\r\n>")
                .replaceAll("<(\\w+:\\w+) (Algorithm=\"[^\"]+\")></\\1>", "<$1 $2 />");
        var turned = ROOT.matcher(text).replaceFirst("<Message\t$2\r\n $1 >");
        return "<?xml version='1.0' encoding='utf-8' standalone='yes'?>\n" + turned.stripTrailing()
                + (newline ? "\r\n" : "");
    }
}
