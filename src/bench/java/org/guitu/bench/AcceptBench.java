package org.guitu.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.guitu.demo.Exercise;
import org.guitu.demo.HubProcess;
import org.guitu.family.Families;
import org.guitu.message.Console;
import org.guitu.message.PartyId;
import org.guitu.trust.KeyFiles;

/**
 * How many messages a second the real hub accepts: eight parties over TLS, each sending its next message when it holds the
 * signed receipt of the last, a ninth emptying its mailbox. Printed beside the floor of the same run. The senders sign
 * before the clock runs, but their TLS and JMS share the machine with the hub.
 *
 * <p>{@code mvn -B -o -Pbench -DskipTests verify}; {@code -Dbench.messages=500} is the count a sender and round,
 * {@code -Dbench.rounds=12} the rounds; the first half of them is warm-up,
 * {@code -Dbench.options=…} gives the hub's JVM further options. Its heap is that of a busy hub, {@value #HEAP}.
 */
@Console
public final class AcceptBench {
    private static final PartyId RECIPIENT = new PartyId("cn.53");
    private static final List<PartyId> SENDERS = Stream.of(
                    "cn.11", "cn.12", "cn.13", "cn.14", "cn.15", "cn.21", "cn.22", "cn.23")
            .map(PartyId::new)
            .toList();
    private static final String HEAP = "-Xms1g -Xmx1g -XX:NewRatio=1";
    private static final Duration FLOOR_WARM_UP = Duration.ofSeconds(60);
    private static final Pattern RSS = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    private final Path home = Path.of("").toAbsolutePath();
    private final int rounds = Integer.getInteger("bench.rounds", 12);
    private final int messages = Integer.getInteger("bench.messages", 500);

    private AcceptBench() {}

    public static void main(String[] arguments) throws Exception {
        new AcceptBench().run();
    }

    private void run() throws Exception {
        var folder = Files.createTempDirectory("guitu-bench");
        var parties = new ArrayList<>(SENDERS);
        parties.add(RECIPIENT);
        var exercise = Exercise.prepare(home, folder, parties, Clock.systemUTC());
        Load.unbounded(exercise);
        var anchor = KeyFiles.certificates(folder.resolve("ca/ca.pem")).get(0);
        double accepted;
        long begun = System.nanoTime();
        try (var hub = HubProcess.start(home, exercise.config(), exercise.data(), options())) {
            say("ready in %.1f s, resident %d MiB idle", (System.nanoTime() - begun) / 1e9, resident(hub));
            accepted = load(hub, exercise, anchor);
            say("resident %d MiB after the load", resident(hub));
        }
        double floor = floor(exercise);
        say("accepted: %.0f messages/s, %.2f of the floor", accepted, accepted / floor);
    }

    /** Further options of the hub's JVM, a profiler's for example. */
    private static List<String> options() {
        return List.of((HEAP + " " + System.getProperty("bench.options", "")).strip().split(" "));
    }

    /** Messages a second in the rounds that count. */
    private double load(HubProcess hub, Exercise exercise, X509Certificate anchor) throws Exception {
        var collected = new AtomicInteger();
        var pool = Executors.newFixedThreadPool(SENDERS.size());
        var clients = new ArrayList<Client>();
        try (var recipient = Client.connect(RECIPIENT, exercise, anchor, hub.door())) {
            recipient.collect(collected);
            for (var sender : SENDERS) {
                clients.add(Client.connect(sender, exercise, anchor, hub.door()));
            }
            double counted = 0;
            for (int round = 1; round <= rounds; round++) {
                var tasks = new ArrayList<Callable<Integer>>();
                for (int i = 0; i < clients.size(); i++) {
                    var client = clients.get(i);
                    var load = Load.of(SENDERS.get(i), RECIPIENT, messages, exercise, home.resolve("schemas"));
                    tasks.add(() -> send(client, load));
                }
                long begun = System.nanoTime();
                int accepted = 0;
                for (var task : pool.invokeAll(tasks)) {
                    accepted += task.get();
                }
                double seconds = (System.nanoTime() - begun) / 1e9;
                say(
                        "round %d%s: %d accepted in %.1f s, %.0f messages/s; %d collected so far",
                        round,
                        round <= rounds / 2 ? " (warm-up)" : "",
                        accepted,
                        seconds,
                        accepted / seconds,
                        collected.get());
                counted += round <= rounds / 2 ? 0 : accepted / seconds;
            }
            return counted / (rounds - rounds / 2);
        } finally {
            for (var client : clients) {
                client.close();
            }
            pool.shutdown();
        }
    }

    private static int send(Client client, Load load) throws Exception {
        var accepted = new AtomicInteger();
        client.send(load.messages(), accepted);
        return accepted.get();
    }

    private double floor(Exercise exercise) throws Exception {
        var families = Families.load(home.resolve("schemas"));
        families.compileAll();
        var sender = SENDERS.get(0);
        var identity = Load.identity(exercise, sender, "sign");
        var load = Load.of(sender, RECIPIENT, messages, exercise, home.resolve("schemas"));
        var floor = new Floor(families, identity);
        int threads = Runtime.getRuntime().availableProcessors();
        long warm = System.nanoTime() + FLOOR_WARM_UP.toNanos();
        while (System.nanoTime() < warm) {
            floor.rate(load.messages(), identity.certificate(), threads);
        }
        double rate = floor.rate(load.messages(), identity.certificate(), threads);
        say(
                "floor after %d s of warm-up (parse, verify, schema, rules, receipt; no door, record or queue; %d threads):"
                        + " %.0f messages/s of %d bytes; on the machine of performance.md about 3300",
                FLOOR_WARM_UP.toSeconds(),
                threads,
                rate,
                load.messages().get(0).length);
        say(
                "this machine: a P-256 signature %.0f us (there 64), an XML document of that size parsed %.0f us (there 24)",
                floor.signature(identity),
                floor.parse(load.messages()));
        return rate;
    }

    private static long resident(HubProcess hub) throws Exception {
        var status = RSS.matcher(Files.readString(Path.of("/proc/" + hub.pid() + "/status")));
        return status.find() ? Long.parseLong(status.group(1)) / 1024 : -1;
    }

    private static void say(String text, Object... values) {
        System.out.println(String.format(Locale.ROOT, text, values));
    }
}
