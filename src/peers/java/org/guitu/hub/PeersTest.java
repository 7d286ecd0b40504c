package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.guitu.demo.Sample;
import org.guitu.message.Digest;
import org.guitu.peers.Program;
import org.guitu.peers.Program.Ended;
import org.guitu.soap.Contract;
import org.guitu.trust.KeyFileException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The programs of src/examples at the SOAP door of a running hub, each with libraries that are not ours: it sends, fetches
 * and acknowledges. Whatever it needs and does not find fails the test.
 */
@Tag("peers")
final class PeersTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Path EXAMPLES = RunningHub.HOME.resolve("src/examples");

    @TempDir
    static Path folder;

    static RunningHub hub;
    static PartnerKeys keys;

    /** The programs. */
    enum Peer {
        PYTHON,
        NODE,
        PHP,
        CXF;

        /** How a partner would start it. */
        private List<String> command() {
            return switch (this) {
                // Debian's own Python: its packages are not those of another one on the path
                case PYTHON -> List.of("/usr/bin/python3", program("python/liaison.py"));
                case NODE -> List.of("node", program("node/liaison.js"));
                case PHP -> List.of("php", program("php/liaison.php"));
                case CXF -> List.of(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-jar",
                        program("cxf/target/liaison.jar"));
            };
        }

        private static String program(String name) {
            return EXAMPLES.resolve(name).toString();
        }
    }

    @BeforeAll
    static void start() throws Exception {
        keys = new PartnerKeys(RunningHub.party("vn.mps"), folder.resolve("partner"));
        hub = RunningHub.start(
                RunningHub.HOME,
                folder,
                CLOCK,
                config -> {
                    var file = config.resolve("parties/vn.mps.yaml");
                    Files.writeString(file, Files.readString(file).replace("channel: jms", "channel: soap"));
                    try {
                        keys.issue(folder.resolve("ca"), config);
                    } catch (KeyFileException e) {
                        throw new IOException(e);
                    }
                },
                "cn.53",
                "cn.jco",
                "vn.mps");
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
    }

    @ParameterizedTest
    @EnumSource
    void the_program_sends_fetches_and_acknowledges(Peer peer) throws Exception {
        var samples = new Sample(RunningHub.HOME.resolve("schemas"));
        var own = Files.createDirectories(folder.resolve("peers").resolve(peer.name()));

        assertThat(good(peer, "describe").output()).contains("you are vn.mps: liaison-agency", "repatriation 1.0");

        var request = hub.accepted(samples.current("repatriation", "repatriation-request", CLOCK.instant()));
        fetchAndAcknowledge(peer, own.resolve("in"), request);

        var draft = own.resolve("answer.xml");
        Files.writeString(draft, samples.current("repatriation", "acknowledgement", CLOCK.instant()));
        isToldWhatIsWrong(peer, draft);
        var signed = sends(peer, draft);
        assertThat(hub.collect("cn.53", signed))
                .singleElement()
                .satisfies(taken -> assertThat(taken.wire()).isEqualTo(signed));

        // what the hub says about it comes back the same way, and goes away once it is taken
        assertThat(until(peer, own.resolve("in"), "Receipt").output()).contains("Receipt ");
        assertThat(good(peer, "acknowledge", own.resolve("in").toString()).output())
                .contains("Taken ");
        assertThat(good(peer, "--wait", "0", "fetch", own.resolve("in").toString())
                        .output())
                .doesNotContain("Message ", "Receipt ");
    }

    @ParameterizedTest
    @EnumSource
    void the_program_believes_no_answer_that_another_than_the_hub_signed(Peer peer) throws Exception {
        var other = folder.resolve("config/parties/cn.53.tls.pem").toString();
        var ended = run(peer, "--hub-cert", other, "describe");
        assertThat(ended.code()).as(ended.output()).isNotZero();
        assertThat(ended.output()).doesNotContain("you are vn.mps");
    }

    private static void fetchAndAcknowledge(Peer peer, Path in, byte[] request) throws Exception {
        var fetched = until(peer, in, "Message").after("Message").split(" ", 2);
        assertThat(fetched[1]).isEqualTo(Digest.of(request).hex());
        assertThat(in.resolve(fetched[0] + ".message.xml")).hasBinaryContent(request);
        var delivered = hub.view(Files.readAllBytes(in.resolve(fetched[0] + ".message.delivered")));
        assertThat(delivered.wireDigest()).isEqualTo(Digest.of(request));

        var told = good(peer, "acknowledge", in.toString());
        assertThat(told.output()).contains("Accepted " + fetched[0] + ".message.xml");
        var answer = hub.view(Files.readAllBytes(in.resolve(fetched[0] + ".message.answer")));
        assertThat(answer.kind().element()).isEqualTo("Accepted");
        hub.await("RECEIVED", "vn.mps", request);
    }

    private static void isToldWhatIsWrong(Peer peer, Path draft) throws Exception {
        var wrong = draft.resolveSibling("wrong.xml");
        Files.writeString(
                wrong, Files.readString(draft).replace("<Urgency>ROUTINE</Urgency>", "<Urgency>SOON</Urgency>"));
        var ended = run(peer, "send", wrong.toString());
        assertThat(ended.code()).as(ended.output()).isEqualTo(1);
        assertThat(ended.output())
                .containsPattern("(?m)^Refused GT-4\\d{3} SENDER CORRECTED .*Urgency")
                .containsPattern(Pattern.compile("^[^\\n]*\\p{IsHan}{4}", Pattern.MULTILINE))
                .containsPattern("(?m)^[A-Z][a-z]+ [a-z]+");
        var refused = hub.view(Files.readAllBytes(wrong.resolveSibling("wrong.xml.refused")));
        assertThat(refused.refusal()).isPresent();
    }

    /** The bytes it sent. */
    private static byte[] sends(Peer peer, Path draft) throws Exception {
        assertThat(good(peer, "send", draft.toString()).output()).contains("Accepted");
        var kept = draft.resolveSibling("answer.xml.signed");
        var signed = Files.readAllBytes(kept);
        var receipt = Files.readAllBytes(draft.resolveSibling("answer.xml.signed.receipt"));
        assertThat(hub.view(receipt).wireDigest()).isEqualTo(Digest.of(signed));
        // the same bytes again: nothing happens twice
        assertThat(good(peer, "send", kept.toString()).output()).contains("Accepted");
        assertThat(draft.resolveSibling("answer.xml.signed.receipt")).hasBinaryContent(receipt);
        return signed;
    }

    /** Fetches until there is one of this kind. */
    private static Ended until(Peer peer, Path in, String kind) throws Exception {
        for (int tries = 0; tries < 5; tries++) {
            var ended = good(peer, "fetch", in.toString());
            if (!ended.after(kind).isEmpty()) {
                return ended;
            }
        }
        throw new AssertionError("no " + kind + " came");
    }

    private static Ended good(Peer peer, String... words) throws Exception {
        var ended = run(peer, words);
        assertThat(ended.code()).as(ended.output()).isZero();
        return ended;
    }

    private static Ended run(Peer peer, String... words) throws Exception {
        var line = new ArrayList<>(peer.command());
        var address = "https://localhost:"
                + HubRun.running(folder.resolve("data")).orElseThrow().soap() + Contract.PATH;
        line.addAll(List.of("--hub", address, "--ca", folder.resolve("ca/ca.pem").toString()));
        line.addAll(List.of("--tls-cert", keys.file("tls.pem"), "--tls-key", keys.file("tls.key")));
        line.addAll(List.of("--sign-cert", keys.file("sign.pem"), "--sign-key", keys.file("sign.key")));
        line.addAll(List.of("--party", keys.party().value()));
        if (!List.of(words).contains("--hub-cert")) {
            line.addAll(List.of(
                    "--hub-cert",
                    folder.resolve("config/parties/cn.hub.tls.pem").toString()));
        }
        line.addAll(List.of(words));
        return Program.run(folder, line);
    }
}
