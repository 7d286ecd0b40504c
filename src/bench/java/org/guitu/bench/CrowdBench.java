package org.guitu.bench;

import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import org.guitu.demo.Exercise;
import org.guitu.hub.broker.TlsClient;
import org.guitu.message.Console;
import org.guitu.message.PartyId;
import org.guitu.demo.HubProcess;
import org.guitu.soap.Contract;
import org.guitu.soap.Contract.Operation;
import org.guitu.soap.Part;
import org.guitu.soap.SoapClient;
import org.guitu.soap.Troubled;

/**
 * What a hub with the heap of the script holds when two parties bring and fetch the largest messages at both doors at once, each
 * with more calls than it has room for: that it stays, what it answers, and the most that was live after a collection.
 *
 * <p>{@code mvn -B -o -Pbench -Dbench.main=org.guitu.bench.CrowdBench -DskipTests verify}
 */
@Console
public final class CrowdBench {
    private static final List<PartyId> PARTIES = List.of(new PartyId("cn.35"), new PartyId("cn.53"));
    private static final int MEDIA = 5_830_000;
    private static final Duration LASTS = Duration.ofSeconds(60);
    private static final Pattern COLLECTED = Pattern.compile("Pause Full .*?(\\d+)M->(\\d+)M\\(");

    private final Exercise exercise;
    private final Path folder;
    private final Map<String, Integer> answers = new TreeMap<>();
    private final AtomicBoolean over = new AtomicBoolean();

    private CrowdBench(Exercise exercise, Path folder) {
        this.exercise = exercise;
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        var folder = Files.createTempDirectory("guitu-bench");
        var exercise = Exercise.prepare(Path.of("").toAbsolutePath(), folder, PARTIES, Clock.systemUTC());
        for (var party : PARTIES) {
            var file = exercise.config().resolve("parties").resolve(party + ".yaml");
            Files.writeString(file, Files.readString(file).replace("channel: jms", "channel: soap"));
        }
        new CrowdBench(exercise, folder).run();
    }

    private void run() throws Exception {
        var log = folder.resolve("gc.log");
        var options = List.of("-Xlog:gc:file=" + log);
        try (var hub = HubProcess.start(
                Path.of("").toAbsolutePath(), exercise.config(), exercise.data(), options)) {
            var door = URI.create("https://127.0.0.1:" + hub.soap() + Contract.PATH);
            int jms = hub.door();
            var crowd = new ArrayList<Thread>();
            for (var party : PARTIES) {
                var other = PARTIES.get(1 - PARTIES.indexOf(party));
                for (int i = 0; i < 8; i++) {
                    var wire = MemoryBench.message(exercise, party, other, MEDIA);
                    crowd.add(new Thread(() -> calls(party, door, "submit", client -> client.call(
                            Operation.SUBMIT, asked -> Part.bytes(asked, "Message", wire)))));
                }
                for (int i = 0; i < 4; i++) {
                    crowd.add(new Thread(() -> calls(party, door, "retrieve", client -> client.call(
                            Operation.RETRIEVE, asked -> Part.add(asked, "Max", (Object) 5)))));
                }
                for (int i = 0; i < 2; i++) {
                    var wire = MemoryBench.message(exercise, party, other, MEDIA);
                    crowd.add(new Thread(() -> sends(party, jms, wire)));
                }
            }
            crowd.forEach(Thread::start);
            new CountDownLatch(1).await(LASTS.toMillis(), TimeUnit.MILLISECONDS);
            over.set(true);
            for (var one : crowd) {
                one.join();
            }
            var small = MemoryBench.message(exercise, PARTIES.get(0), PARTIES.get(1), 0);
            try (var client = client(PARTIES.get(0), door)) {
                client.call(Operation.SUBMIT, asked -> Part.bytes(asked, "Message", small));
            }
            say("it is there, and takes a small message");
        } finally {
            answers.forEach((what, count) -> say("  %s: %d", what, count));
            int most = 0;
            for (var line : Files.readAllLines(log)) {
                var found = COLLECTED.matcher(line);
                most = found.find() ? Math.max(most, Integer.parseInt(found.group(2))) : most;
            }
            say("most that was live after a whole collection: %d MiB of 256", most);
        }
    }

    private SoapClient client(PartyId party, URI door) throws Exception {
        return Clients.of(
                party,
                exercise,
                org.guitu.trust.KeyFiles.certificates(folder.resolve("ca/ca.pem")).get(0),
                door);
    }

    private interface Call {
        void to(SoapClient client) throws Exception;
    }

    private void calls(PartyId party, URI door, String what, Call call) {
        while (!over.get()) {
            try (var client = client(party, door)) {
                while (!over.get()) {
                    call.to(client);
                    count(what + " answered");
                }
            } catch (Troubled e) {
                count(what + " " + e.trouble().refusal().code());
            } catch (Exception e) {
                count(what + " " + e.getClass().getSimpleName());
            }
        }
    }

    private void sends(PartyId party, int port, byte[] wire) {
        try (var factory = TlsClient.of(
                        Load.identity(exercise, party, "tls"),
                        org.guitu.trust.KeyFiles.certificates(folder.resolve("ca/ca.pem")),
                        port);
                var connection = factory.createConnection();
                var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            var to = session.createProducer(session.createQueue("hub.in." + party));
            while (!over.get()) {
                var message = session.createBytesMessage();
                message.writeBytes(wire);
                to.send(message);
                count("jms sent");
            }
        } catch (JMSException | org.guitu.trust.KeyFileException e) {
            count("jms " + e.getMessage());
        }
    }

    private synchronized void count(String what) {
        answers.merge(what, 1, Integer::sum);
    }

    private static void say(String text, Object... values) {
        System.out.println(String.format(Locale.ROOT, text, values));
    }
}
