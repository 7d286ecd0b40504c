package org.guitu.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.guitu.message.Patience;
import org.guitu.message.Refused;
import org.guitu.trust.AuthorityStatus.Bounds;
import org.guitu.trust.AuthorityStatus.Sources;
import org.guitu.trust.StatusServer.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An authority whose server errs, and takes its time over it: it is asked now and then, and holds nobody up. */
class SlowErrorsTest {
    private static final TestKeys ITS = new TestKeys();
    private static final TestKeys ANOTHERS = new TestKeys();
    private static final Bounds USUAL =
            new Bounds(Duration.ofMinutes(2), Duration.ofMinutes(3), Duration.ofSeconds(5), 100_000);
    /** As many as the gate has. */
    private static final int CONSUMERS = 8;

    private final SteppedClock clock = new SteppedClock(TestKeys.NOW);
    private final Revoker revoker = new Revoker(ITS.authority());
    private final X509Certificate signer = ITS.signing("cn.53").certificate();
    private final X509Certificate other = ANOTHERS.signing("cn.52").certificate();
    private StatusServer server = server(ITS, revoker);
    private StatusServer sound = server(ANOTHERS, new Revoker(ANOTHERS.authority()));
    private CertificatePaths paths = paths(Optional.empty());

    private StatusServer server(TestKeys keys, Revoker by) {
        try {
            return new StatusServer(keys.authority(), by, clock);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void ask_both() {
        paths = paths(Optional.empty());
    }

    @AfterEach
    void close() {
        server.close();
        sound.close();
    }

    private CertificatePaths paths(Optional<URI> list) {
        var one = ITS.authority().certificate();
        var two = ANOTHERS.authority().certificate();
        var sources = Map.of(
                one, new Sources(Optional.of(server.at("/ocsp")), list),
                two, new Sources(Optional.of(sound.at("/ocsp")), Optional.empty()));
        return new CertificatePaths(
                Set.of(new TrustAnchor(one, null), new TrustAnchor(two, null)),
                List.of(),
                new AuthorityStatus(sources, USUAL, clock));
    }

    /** As the hub is shipped: two seconds for each of them, and three for both. */
    @Test
    void an_authority_of_which_responder_and_list_are_mute_holds_nobody_up_for_long() throws Exception {
        try (var mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                var other = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var one = ITS.authority().certificate();
            var sources = new Sources(
                    Optional.of(URI.create("http://127.0.0.1:" + mute.getLocalPort() + "/ocsp")),
                    Optional.of(URI.create("http://127.0.0.1:" + other.getLocalPort() + "/ca.crl")));
            var two = new Bounds(Duration.ofMinutes(2), Duration.ofMinutes(3), Duration.ofSeconds(2), 100_000);
            paths = new CertificatePaths(
                    Set.of(new TrustAnchor(one, null)),
                    List.of(),
                    new AuthorityStatus(Map.of(one, sources), two, clock));
            var said = said(signer, System.nanoTime());
            assertThat(said.answer()).isEqualTo("GT-3148");
            assertThat(said.after()).isBetween(Duration.ofMillis(2_900), Duration.ofMillis(3_800));
        }
    }

    /** What was said, and after how long. */
    private record Said(String answer, Duration after) {}

    private Said said(X509Certificate certificate, long began) {
        String answer;
        try {
            paths.check(certificate, clock.instant());
            answer = "good";
        } catch (Refused e) {
            answer = e.refusal().code();
        }
        return new Said(answer, Duration.ofNanos(System.nanoTime() - began));
    }

    private String answer(X509Certificate certificate) {
        return said(certificate, System.nanoTime()).answer();
    }

    /** Two messages for each of the gate's consumers, and then one of another authority. */
    private List<Said> crowd() throws InterruptedException, ExecutionException {
        var pool = Executors.newFixedThreadPool(CONSUMERS);
        try {
            var signers = new ArrayList<>(Collections.nCopies(2 * CONSUMERS, signer));
            signers.add(other);
            var began = System.nanoTime();
            var asking = new ArrayList<Callable<Said>>();
            signers.forEach(one -> asking.add(() -> said(one, began)));
            var all = new ArrayList<Said>();
            for (var each : pool.invokeAll(asking)) {
                all.add(each.get());
            }
            return all;
        } finally {
            pool.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"SLOW_ERROR", "SLOW_NOT_FOUND"})
    void within_the_grace_one_asks_and_nobody_else_waits(Fault fault) throws Exception {
        assertThat(answer(signer)).isEqualTo("good");
        assertThat(answer(other)).isEqualTo("good");
        server.misbehaves(fault);
        clock.step(Duration.ofSeconds(125));
        var crowd = crowd();
        assertThat(crowd).extracting(Said::answer).containsOnly("good");
        assertThat(crowd.stream().filter(said -> said.after().compareTo(StatusServer.SLOW) >= 0))
                .as("who waits")
                .hasSizeLessThanOrEqualTo(1);
        assertThat(server.asked()).as("once before, once now").hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"SLOW_ERROR", "SLOW_NOT_FOUND"})
    void without_an_answer_in_hand_all_wait_for_one_error_and_are_refused(Fault fault) throws Exception {
        server.misbehaves(fault);
        var crowd = crowd();
        assertThat(crowd.subList(0, 2 * CONSUMERS)).extracting(Said::answer).containsOnly("GT-3148");
        assertThat(crowd.get(2 * CONSUMERS).answer()).isEqualTo("good");
        assertThat(crowd).allSatisfy(said -> assertThat(said.after()).isLessThan(StatusServer.SLOW.multipliedBy(4)));
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void nor_is_a_list_beside_it_fetched_for_every_message() throws Exception {
        paths = paths(Optional.of(server.at("/ca.crl")));
        server.misbehaves(Fault.SLOW_NOT_FOUND);
        assertThat(crowd().subList(0, 2 * CONSUMERS)).extracting(Said::answer).containsOnly("GT-3148");
        assertThat(server.asked()).as("the responder and the list, once each").hasSize(2);
    }

    @Test
    void after_a_moment_it_is_asked_again() {
        server.misbehaves(Fault.NOT_FOUND);
        assertThat(answer(signer)).isEqualTo("GT-3148");
        server.misbehaves(Fault.NONE);
        clock.step(Duration.ofSeconds(10).minusMillis(1));
        assertThat(answer(signer)).isEqualTo("GT-3148");
        clock.step(Duration.ofMillis(1));
        assertThat(answer(signer)).isEqualTo("good");
    }

    @Test
    void a_responder_that_says_try_later_is_not_asked_about_anybody_for_a_while() {
        server.misbehaves(Fault.LATER);
        assertThat(answer(signer)).isEqualTo("GT-3148");
        assertThat(answer(ITS.signing("cn.44").certificate())).isEqualTo("GT-3148");
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void that_it_errs_makes_no_good_answer_last_longer() {
        assertThat(answer(signer)).isEqualTo("good");
        revoker.revoke(signer, clock.instant());
        server.misbehaves(Fault.NOT_FOUND);
        clock.step(Duration.ofSeconds(299));
        assertThat(answer(signer)).isEqualTo("good");
        server.misbehaves(Fault.NONE);
        clock.step(Duration.ofSeconds(1));
        assertThat(answer(signer)).as("refused, though not yet asked again").isEqualTo("GT-3148");
        clock.step(Duration.ofSeconds(9));
        assertThat(answer(signer)).isEqualTo("GT-3147");
    }

    /** Of one who has nothing left of it. */
    private String answerWithoutTime(X509Certificate certificate) {
        var over = Patience.of(Duration.ZERO);
        over.pause();
        try {
            paths.check(certificate, clock.instant(), over);
            return "good";
        } catch (Refused e) {
            return e.refusal().code();
        }
    }

    @Test
    void who_has_no_time_left_does_not_choose_by_that_which_source_is_asked() {
        paths = paths(Optional.of(server.at("/ca.crl")));
        server.misbehaves(Fault.OTHER_NONCE);
        assertThat(answer(signer)).as("by the list").isEqualTo("good");
        server.misbehaves(Fault.NONE);
        revoker.revoke(signer, clock.instant());
        clock.step(Duration.ofSeconds(11));
        assertThat(answerWithoutTime(signer))
                .as("the list in hand is still good")
                .isEqualTo("GT-3148");
        assertThat(answer(signer)).isEqualTo("GT-3147");
    }

    @Test
    void nor_does_who_has_none_put_off_anybody_else() {
        assertThat(answerWithoutTime(signer)).isEqualTo("GT-3148");
        assertThat(answer(signer)).isEqualTo("good");
        assertThat(answerWithoutTime(signer))
                .as("what is in hand takes no time")
                .isEqualTo("good");
    }
}
