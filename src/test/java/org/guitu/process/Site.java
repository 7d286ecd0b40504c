package org.guitu.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.guitu.demo.Exercise;
import org.guitu.demo.HubProcess;
import org.guitu.demo.Prepared;
import org.guitu.demo.Sample;
import org.guitu.message.PartyId;
import org.guitu.message.Refused;
import org.guitu.office.Office;
import org.guitu.office.OfficeProblem;
import org.guitu.seal.TestSealing;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;
import org.guitu.trust.XmlSigner;
import org.guitu.xml.SafeXml;
import org.guitu.xml.XmlLimits;
import org.jspecify.annotations.Nullable;

/** One exercise in a folder of a test: the hub as a process, and the offices of two parties, in this process or their own. */
final class Site implements AutoCloseable {
    static final Path HOME = Path.of("").toAbsolutePath();

    /** The machine may be busy with other tests; what works takes a fraction of this. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    static final PartyId FUJIAN = new PartyId("cn.35");
    static final PartyId YUNNAN = new PartyId("cn.53");

    private final Exercise exercise;
    private @Nullable HubProcess hub;

    private Site(Exercise exercise) {
        this.exercise = exercise;
    }

    static Site in(Path folder) throws IOException, KeyFileException {
        return new Site(Prepared.in(folder, List.of(FUJIAN, YUNNAN)));
    }

    /** Starts the hub, with these further options of its JVM; all hubs of the build share the database's programs. */
    HubProcess start(String... javaOptions) throws IOException {
        return start(List.of(javaOptions));
    }

    /** Starts the hub, with these options of its JVM and further words of its command line. */
    HubProcess start(List<String> javaOptions, String... words) throws IOException {
        var options = new ArrayList<>(javaOptions);
        // compiled quickly rather than well: it ends before the other way pays, and that is seen in the demo
        options.add("-XX:TieredStopAtLevel=1");
        options.add("-Dguitu.postgres.binaries=" + HOME.resolve("target/postgres"));
        var started = HubProcess.start(HOME, exercise.config(), exercise.data(), options, words);
        hub = started;
        return started;
    }

    /** Writes further lines under the settings of the hub. */
    void configure(String yaml) throws IOException {
        var file = exercise.config().resolve("hub.yaml");
        Files.writeString(file, Files.readString(file) + yaml);
    }

    /** The office of this party, for the hub as it runs now. */
    Office office(PartyId party) throws IOException, OfficeProblem {
        return Office.open(connect(party));
    }

    /** The home of the office, its settings written for the hub as it runs now. */
    Path connect(PartyId party) throws IOException {
        var running = java.util.Objects.requireNonNull(hub);
        return exercise.connect(party, running.door(), running.soap());
    }

    /** A request of Fujian to Yunnan, in a conversation of its own. */
    static byte[] request() throws IOException {
        return new Sample(HOME.resolve("schemas"))
                .current("case", "assistance-request", Clock.systemUTC().instant())
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The request as this party signs it. */
    byte[] signed(PartyId party, byte[] draft) throws KeyFileException, Refused {
        var keys = exercise.office(party).resolve("keys");
        var password = KeyFiles.password(keys.resolve(party + ".sign.password"));
        var identity = KeyFiles.read(keys.resolve(party + ".sign.p12"), password);
        var document = new SafeXml(XmlLimits.standard()).parse(draft);
        TestSealing.of(HOME.resolve("schemas"), exercise)
                .seal(document, Clock.systemUTC().instant());
        new XmlSigner(identity.signer(), Clock.systemUTC()).sign(document);
        return SafeXml.bytes(document);
    }

    /** What the hub's management port answers. */
    String get(String path) throws IOException, InterruptedException {
        var port = java.util.Objects.requireNonNull(hub).management();
        var question = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE)
                .build();
        return HttpClient.newHttpClient()
                .send(question, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    Path data() {
        return exercise.data();
    }

    Path config() {
        return exercise.config();
    }

    Path office(String party) {
        return exercise.office(new PartyId(party));
    }

    List<String> log() throws IOException {
        return Files.readAllLines(data().resolve("hub.log"));
    }

    /** A command of the launcher as a process of its own, its output in this file. */
    static Process guitu(Path output, String javaOptions, Object... arguments) throws IOException {
        var command = new ArrayList<String>(List.of(HOME.resolve("guitu").toString()));
        Stream.of(arguments).map(String::valueOf).forEach(command::add);
        var builder = new ProcessBuilder(command);
        builder.environment().put("GUITU_BUILD", "never");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("GUITU_JAVA_OPTIONS", javaOptions);
        return builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    }

    @Override
    public void close() {
        if (hub != null) {
            hub.close();
        }
    }
}
