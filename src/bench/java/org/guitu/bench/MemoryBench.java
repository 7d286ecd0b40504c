package org.guitu.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.guitu.demo.Exercise;
import org.guitu.demo.HubProcess;
import org.guitu.demo.Sample;
import org.guitu.message.Console;
import org.guitu.message.Digest;
import org.guitu.message.PartyId;
import org.guitu.soap.Contract;
import org.guitu.soap.Contract.Operation;
import org.guitu.soap.Item;
import org.guitu.soap.Part;
import org.guitu.soap.SoapClient;
import org.guitu.trust.XmlSigner;
import org.guitu.xml.SafeXml;
import org.guitu.xml.XmlLimits;

/**
 * What a message of nearly 10 MiB costs a hub in memory: the smallest heap with which it is accepted over SOAP, and is then
 * fetched there, less the smallest for one of 6 KB. The heap has a small young half that large arrays never enter, so each
 * megabyte more is one that was really held.
 *
 * <p>{@code mvn -B -o -Pbench -Dbench.main=org.guitu.bench.MemoryBench -DskipTests verify}
 */
@Console
public final class MemoryBench {
    private static final PartyId SENDER = new PartyId("cn.35");
    private static final PartyId RECIPIENT = new PartyId("cn.53");
    private static final int YOUNG = 16;
    private static final int LEAST = 48;
    private static final int MOST = 220;
    private static final int MEDIUM = 6_000_000;
    private static final int MEDIA = 5_830_000;

    private final Path home = Path.of("").toAbsolutePath();
    private final Exercise exercise;
    private final X509Certificate anchor;
    private final Map<String, Leg> tried = new HashMap<>();

    private MemoryBench(Exercise exercise, X509Certificate anchor) {
        this.exercise = exercise;
        this.anchor = anchor;
    }

    /** How far one message came. */
    private enum Leg {
        NOWHERE,
        ACCEPTED,
        FETCHED
    }

    public static void main(String[] arguments) throws Exception {
        var folder = Files.createTempDirectory("guitu-bench");
        var exercise =
                Exercise.prepare(Path.of("").toAbsolutePath(), folder, List.of(SENDER, RECIPIENT), Clock.systemUTC());
        for (var party : List.of(SENDER, RECIPIENT)) {
            var file = exercise.config().resolve("parties").resolve(party + ".yaml");
            Files.writeString(file, Files.readString(file).replace("channel: jms", "channel: soap"));
        }
        var anchor = org.guitu.trust.KeyFiles.certificates(folder.resolve("ca/ca.pem"))
                .get(0);
        new MemoryBench(exercise, anchor).run();
    }

    private void run() throws Exception {
        for (var leg : List.of(Leg.ACCEPTED, Leg.FETCHED)) {
            int small = smallest(leg, 0);
            int bytes = message(MEDIA).length;
            int large = smallest(leg, MEDIA);
            say(
                    "%s: %d MiB of heap for 6 KB, %d MiB for %.2f MiB: %.2f times its size (3 is asked)",
                    leg.name().toLowerCase(Locale.ROOT),
                    small,
                    large,
                    bytes / 1048576.0,
                    (large - small) / (bytes / 1048576.0));
        }
    }

    /** Megabytes. */
    private int smallest(Leg asked, int media) throws Exception {
        int enough = MOST;
        int little = LEAST;
        while (enough - little > 1) {
            int middle = (enough + little) / 2;
            var reached = tried.get(media + " in " + middle);
            if (reached == null) {
                reached = reached(middle, media);
                tried.put(media + " in " + middle, reached);
            }
            say("  %d bytes of media in %d MiB: %s", media, middle, reached);
            if (reached.compareTo(asked) >= 0) {
                enough = middle;
            } else {
                little = middle;
            }
        }
        return enough;
    }

    private Leg reached(int heap, int media) throws Exception {
        var options = List.of("-XX:+UseSerialGC", "-Xmn" + YOUNG + "m", "-Xms" + heap + "m", "-Xmx" + heap + "m");
        var reached = Leg.NOWHERE;
        try (var hub = HubProcess.start(home, exercise.config(), exercise.data(), options)) {
            var door = URI.create("https://127.0.0.1:" + hub.soap() + Contract.PATH);
            var wire = message(media);
            try (var client = Clients.of(SENDER, exercise, anchor, door)) {
                client.call(Operation.SUBMIT, asked -> Part.bytes(asked, "Message", wire));
            }
            reached = Leg.ACCEPTED;
            try (var client = Clients.of(RECIPIENT, exercise, anchor, door)) {
                fetch(client, Digest.of(wire));
            }
            reached = Leg.FETCHED;
        } catch (IOException | SoapClient.Unanswered | org.guitu.soap.Troubled e) {
            return reached;
        }
        return reached;
    }

    private static void fetch(SoapClient client, Digest sought) throws Exception {
        long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (System.nanoTime() < until) {
            var answer = client.call(Operation.RETRIEVE, asked -> {
                Part.add(asked, "Max", (Object) 1);
                Part.add(asked, "Wait", (Object) 5);
            });
            var items = Part.all(answer.children("Item"), "Item", 1, Item::read);
            for (var item : items) {
                client.call(
                        Operation.ACKNOWLEDGE, asked -> Part.add(asked, "Taken", (Object) item.delivery()));
                if (Digest.of(item.document()).equals(sought)) {
                    return;
                }
            }
        }
        throw new IOException("it does not come");
    }

    private byte[] message(int media) throws Exception {
        return message(exercise, SENDER, RECIPIENT, media);
    }

    /** A new alert with photographs of so many bytes together. */
    static byte[] message(Exercise exercise, PartyId from, PartyId to, int media) throws Exception {
        var schemas = Path.of("").toAbsolutePath().resolve("schemas");
        var text = new Sample(schemas)
                .current("alert", "alert-issue", Clock.systemUTC().instant())
                .replaceFirst("(<Sender>\\s*<Party>)[^<]+", "$1" + from)
                .replaceFirst(
                        "(?s)<Recipients>.*</Recipients>",
                        "<Recipients><Recipient>" + to + "</Recipient></Recipients>")
                .replaceFirst("(?s)\\s*<Media>.*</Media>", "");
        var with = new StringBuilder();
        var random = new Random();
        for (int left = media; left > 0; left -= MEDIUM) {
            var photo = new byte[Math.min(left, MEDIUM)];
            random.nextBytes(photo);
            with.append("<Media><Kind>PHOTO</Kind><MimeType>image/png</MimeType><Digest>")
                    .append(Digest.of(photo))
                    .append("</Digest><SizeBytes>")
                    .append(photo.length)
                    .append("</SizeBytes><Caption>测试图片</Caption><Content>")
                    .append(Base64.getEncoder().encodeToString(photo))
                    .append("</Content></Media>");
        }
        var document = new SafeXml(XmlLimits.standard())
                .parse(text.replaceFirst("<ActionOnHit>", with + "<ActionOnHit>")
                        .getBytes(StandardCharsets.UTF_8));
        Load.Seal.of(exercise, schemas).on(document);
        new XmlSigner(Load.identity(exercise, from, "sign").signer(), Clock.systemUTC()).sign(document);
        return SafeXml.bytes(document);
    }

    private static void say(String text, Object... values) {
        System.out.println(String.format(Locale.ROOT, text, values));
    }
}
