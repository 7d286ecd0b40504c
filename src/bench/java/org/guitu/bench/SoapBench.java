package org.guitu.bench;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.guitu.demo.Exercise;
import org.guitu.demo.HubProcess;
import org.guitu.message.Console;
import org.guitu.message.PartyId;
import org.guitu.soap.Contract;
import org.guitu.soap.Contract.Operation;
import org.guitu.soap.Item;
import org.guitu.soap.Part;
import org.guitu.trust.KeyFiles;

/**
 * What {@code Submit} costs beside a bare CXF echo in the same run: eight parties over SOAP, the same clients for both, three
 * minutes of warm-up each. Then how long after acceptance a waiting {@code Retrieve} has a message, at half that load.
 *
 * <p>{@code mvn -B -o -Pbench -Dbench.main=org.guitu.bench.SoapBench -DskipTests verify}; {@code -Dbench.warm=180} seconds of
 * warm-up, {@code -Dbench.seconds=60} seconds that count.
 */
@Console
public final class SoapBench {
    private static final PartyId RECIPIENT = new PartyId("cn.53");
    private static final List<PartyId> SENDERS = Stream.of(
                    "cn.11", "cn.12", "cn.13", "cn.14", "cn.15", "cn.21", "cn.22", "cn.23")
            .map(PartyId::new)
            .toList();
    private static final String HEAP = "-Xms1g -Xmx1g -XX:NewRatio=1";

    private final Path home = Path.of("").toAbsolutePath();
    private final Duration warm = Duration.ofSeconds(Integer.getInteger("bench.warm", 180));
    private final Duration counted = Duration.ofSeconds(Integer.getInteger("bench.seconds", 60));

    private SoapBench() {}

    public static void main(String[] arguments) throws Exception {
        new SoapBench().run();
    }

    private void run() throws Exception {
        var folder = Files.createTempDirectory("guitu-bench");
        var parties = new ArrayList<>(SENDERS);
        parties.add(RECIPIENT);
        var exercise = Exercise.prepare(home, folder, parties, Clock.systemUTC());
        var anchor = KeyFiles.certificates(folder.resolve("ca/ca.pem")).get(0);
        for (var party : parties) {
            var file = exercise.config().resolve("parties").resolve(party + ".yaml");
            Files.writeString(file, Files.readString(file).replace("channel: jms", "channel: soap"));
        }
        Load.unbounded(exercise);
        Files.writeString(
                exercise.config().resolve("hub.yaml"), "jobs: {sweep: PT2S, sweepAfter: PT2S}\n", StandardOpenOption.APPEND);
        double echoes;
        try (var echo = Echo.start(hubIdentity(exercise), anchor, Files.createDirectories(folder.resolve("echo")))) {
            echoes = rate("echo", exercise, anchor, URI.create(echo.address()), Load.Kind.ONE);
        }
        try (var hub = HubProcess.start(home, exercise.config(), exercise.data(), List.of(HEAP.split(" ")))) {
            var door = URI.create("https://127.0.0.1:" + hub.soap() + Contract.PATH);
            double submitted = rate("submit", exercise, anchor, door, Load.Kind.MANY);
            say("submit: %.0f/s, %.2f of the echo's %.0f/s (0.8 is asked)", submitted, submitted / echoes, echoes);
            retrieve(exercise, anchor, door, submitted / 2);
        }
    }

    private static org.guitu.trust.Identity hubIdentity(Exercise exercise) throws Exception {
        var keys = exercise.data().resolve("keys");
        return KeyFiles.read(
                keys.resolve("cn.hub.tls.p12"), KeyFiles.password(keys.resolve("cn.hub.tls.password")));
    }

    /** Calls a second of all eight together. */
    private double rate(String what, Exercise exercise, X509Certificate anchor, URI address, Load.Kind kind)
            throws Exception {
        var pool = Executors.newFixedThreadPool(SENDERS.size());
        try {
            long warmUntil = System.nanoTime() + warm.toNanos();
            round(pool, exercise, anchor, address, kind, warmUntil);
            long begun = System.nanoTime();
            int calls = round(pool, exercise, anchor, address, kind, begun + counted.toNanos());
            double seconds = (System.nanoTime() - begun) / 1e9;
            say("%s: %d calls in %.0f s after %d s of warm-up", what, calls, seconds, warm.toSeconds());
            return calls / seconds;
        } finally {
            pool.shutdown();
        }
    }

    private int round(
            java.util.concurrent.ExecutorService pool,
            Exercise exercise,
            X509Certificate anchor,
            URI address,
            Load.Kind kind,
            long until)
            throws Exception {
        var tasks = new ArrayList<Callable<Integer>>();
        for (var sender : SENDERS) {
            tasks.add(() -> {
                var pen = Load.Pen.of(sender, RECIPIENT, exercise, home.resolve("schemas"));
                var one = pen.next();
                int calls = 0;
                try (var client = Clients.of(sender, exercise, anchor, address)) {
                    while (System.nanoTime() < until) {
                        // signed beside the clock: the echo has the same work to do
                        var wire = pen.next();
                        var sent = kind == Load.Kind.ONE ? one : wire;
                        client.call(Operation.SUBMIT, asked -> Part.bytes(asked, "Message", sent));
                        calls++;
                    }
                }
                return calls;
            });
        }
        int calls = 0;
        for (var task : pool.invokeAll(tasks)) {
            calls += task.get();
        }
        return calls;
    }

    /** How long after its acceptance a waiting recipient has each message, at this load. */
    private void retrieve(Exercise exercise, X509Certificate anchor, URI door, double perSecond) throws Exception {
        drain(exercise, anchor, door);
        var accepted = new java.util.concurrent.ConcurrentHashMap<String, Long>();
        var waited = new java.util.concurrent.ConcurrentLinkedQueue<Double>();
        long until = System.nanoTime() + counted.toNanos();
        var pool = Executors.newFixedThreadPool(5);
        var tasks = new ArrayList<Callable<Integer>>();
        for (int reader = 0; reader < 2; reader++) {
            tasks.add(() -> fetch(exercise, anchor, door, until, accepted, waited));
        }
        for (int i = 0; i < 3; i++) {
            var sender = SENDERS.get(i);
            tasks.add(() -> send(sender, exercise, anchor, door, until, perSecond / 3, accepted));
        }
        for (var task : pool.invokeAll(tasks)) {
            task.get();
        }
        pool.shutdown();
        var sorted = waited.stream().sorted().toList();
        if (!sorted.isEmpty()) {
            say(
                    "retrieve: %d messages at %.0f/s, after acceptance p50 %.0f ms, p99 %.0f ms (250 is asked)",
                    sorted.size(),
                    perSecond,
                    sorted.get(sorted.size() / 2),
                    sorted.get((int) (sorted.size() * 0.99)));
        }
    }

    /** What was submitted before would stand in front of what is measured. */
    private void drain(Exercise exercise, X509Certificate anchor, URI door) throws Exception {
        int taken = -1;
        while (taken != 0) {
            taken = fetch(exercise, anchor, door, 0, java.util.Map.of(), new java.util.ArrayDeque<>());
        }
    }

    private int send(
            PartyId sender,
            Exercise exercise,
            X509Certificate anchor,
            URI door,
            long until,
            double perSecond,
            java.util.Map<String, Long> accepted)
            throws Exception {
        int sent = 0;
        var pen = Load.Pen.of(sender, RECIPIENT, exercise, home.resolve("schemas"));
        try (var client = Clients.of(sender, exercise, anchor, door)) {
            long next = System.nanoTime();
            while (System.nanoTime() < until) {
                var wire = pen.next();
                client.call(Operation.SUBMIT, asked -> Part.bytes(asked, "Message", wire));
                accepted.put(org.guitu.message.Digest.of(wire).hex(), System.nanoTime());
                sent++;
                next += (long) (1e9 / perSecond);
                java.util.concurrent.locks.LockSupport.parkNanos(Math.max(0, next - System.nanoTime()));
            }
        }
        return sent;
    }

    private int fetch(
            Exercise exercise,
            X509Certificate anchor,
            URI door,
            long until,
            java.util.Map<String, Long> accepted,
            java.util.Queue<Double> waited)
            throws Exception {
        int taken = 0;
        try (var client = Clients.of(RECIPIENT, exercise, anchor, door)) {
            do {
                var answer = client.call(Operation.RETRIEVE, asked -> {
                    Part.add(asked, "Max", (Object) 50);
                    Part.add(asked, "Wait", (Object) 2);
                });
                long now = System.nanoTime();
                var items = Part.all(answer.children("Item"), "Item", 50, Item::read);
                for (var item : items) {
                    var at = accepted.get(org.guitu.message.Digest.of(item.document()).hex());
                    if (at != null) {
                        waited.add(Math.max(0, (now - at) / 1e6));
                    }
                }
                if (!items.isEmpty()) {
                    client.call(
                            Operation.ACKNOWLEDGE,
                            asked -> items.forEach(item -> Part.add(asked, "Taken", (Object) item.delivery())));
                    taken += items.size();
                }
            } while (System.nanoTime() < until);
        }
        return taken;
    }

    private static void say(String text, Object... values) {
        System.out.println(String.format(Locale.ROOT, text, values));
    }
}
