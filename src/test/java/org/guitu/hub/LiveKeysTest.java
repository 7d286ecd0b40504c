package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.guitu.demo.Prepared;
import org.guitu.directory.Directory;
import org.guitu.gate.Unavailable;
import org.guitu.trust.Identity;
import org.guitu.trust.Issuance;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Order;
import org.guitu.trust.Issuance.Purpose;
import org.guitu.trust.Issuance.Validity;
import org.guitu.trust.KeyFiles;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of its keys a hub uses, as files, directory, blocks and clock change; the tests look instead of waiting. */
final class LiveKeysTest {
    private final MovableClock clock = new MovableClock();

    @TempDir
    Path folder;

    private List<String> served = List.of("localhost", "127.0.0.1");
    private HubOptions options = new HubOptions(Path.of(""), Path.of(""), Path.of(""));
    private @Nullable Directory directory;
    private @Nullable LiveKeys following;

    @BeforeEach
    void follow() throws Exception {
        var exercise = Prepared.in(folder, List.of());
        options = new HubOptions(RunningHub.HOME, exercise.config(), exercise.data());
        var config = HubConfig.read(exercise.config().resolve("hub.yaml"), Map.of());
        read();
        following = new LiveKeys(options, config, HubKeys.read(options, config), this::directory, clock);
    }

    private LiveKeys keys() {
        return Objects.requireNonNull(following);
    }

    private Directory directory() {
        return Objects.requireNonNull(directory);
    }

    /** As administrators block. */
    private void goBy(Predicate<X509Certificate> blocked) {
        keys().goBy(() -> directory().blocking(blocked), blocked);
    }

    private void read() throws Exception {
        directory = Directory.load(options.parties());
    }

    /** The key beside those that are there, and its certificate in the directory where that is wanted. */
    private Identity successor(String use, Purpose purpose, boolean registered) throws Exception {
        var now = clock.instant();
        var authority = KeyFiles.read(folder.resolve("ca/ca.p12"), KeyFiles.password(folder.resolve("ca/ca.password")));
        var validity = new Validity(now.minus(Duration.ofMinutes(1)), now.plus(Duration.ofDays(30)));
        var made = new Issuance()
                .issue(
                        authority,
                        new Order(
                                Directory.HUB,
                                purpose,
                                Kind.EC_P256,
                                validity,
                                purpose == Purpose.TLS ? served : List.of()));
        KeyFiles.write(options.data().resolve("keys"), "cn.hub." + use + ".next", made);
        if (registered) {
            KeyFiles.writeCertificate(options.parties().resolve("cn.hub." + use + ".next.pem"), made.certificate());
            read();
        }
        return made;
    }

    private X509Certificate signs() {
        return keys().signing().first().signer().certificate();
    }

    @Test
    void a_successor_signs_as_soon_as_the_directory_has_it_in_force() throws Exception {
        var before = signs();
        var next = successor("sign", Purpose.SIGN, false);
        keys().look();
        assertThat(signs()).isEqualTo(before);
        KeyFiles.writeCertificate(options.parties().resolve("cn.hub.sign.next.pem"), next.certificate());
        read();
        keys().look();
        assertThat(signs()).isEqualTo(next.certificate());
        assertThat(keys().signing().certificates()).hasSize(2);
        assertThat(keys().problem()).isEmpty();
    }

    @Test
    void a_suite_that_has_no_key_in_force_any_more_is_said_while_the_first_goes_on() throws Exception {
        var before = signs();
        var sm2 = KeyFiles.certificates(options.parties().resolve("cn.hub.sign.sm2.pem"))
                .get(0);
        assertThat(keys().problem()).isEmpty();
        goBy(sm2::equals);
        assertThat(signs()).isEqualTo(before);
        assertThat(keys().problem()).hasValueSatisfying(line -> assertThat(line).contains("in force in sm2-sm3"));
        goBy(certificate -> false);
        assertThat(keys().problem()).isEmpty();
        // one that is brought in ahead is missed by nobody yet
        Files.writeString(
                options.parties().resolve("cn.hub.yaml"),
                "certificates: [{file: cn.hub.sign.sm2.pem, from: '"
                        + clock.instant().plusSeconds(3_600) + "'}]\n",
                java.nio.file.StandardOpenOption.APPEND);
        read();
        keys().look();
        assertThat(keys().signing().certificates()).hasSize(1);
        assertThat(keys().problem()).isEmpty();
    }

    @Test
    void when_the_newest_has_ended_the_older_signs_again_and_when_all_have_nothing_is_signed() throws Exception {
        var before = signs();
        var next = successor("sign", Purpose.SIGN, true);
        keys().look();
        clock.ahead(Duration.ofDays(31));
        keys().look();
        assertThat(signs()).isEqualTo(before);
        clock.ahead(Duration.ofDays(400));
        keys().look();
        assertThatThrownBy(() -> keys().signing()).isInstanceOf(Unavailable.class);
        assertThat(keys().problem())
                .hasValueSatisfying(line -> assertThat(line).contains("is not in force", "tls.p12"));
        clock.ahead(Duration.ZERO);
        keys().look();
        assertThat(signs()).isEqualTo(next.certificate());
        assertThat(keys().problem()).isEmpty();
    }

    @Test
    void a_blocked_key_signs_nothing_although_another_file_cannot_be_read() throws Exception {
        var before = signs();
        Files.writeString(options.data().resolve("keys/cn.hub.sign.half.p12"), "half a");
        keys().look();
        assertThat(signs()).isEqualTo(before);
        assertThat(keys().problem()).hasValueSatisfying(line -> assertThat(line).contains("cn.hub.sign.half.p12"));
        goBy(before::equals);
        assertThatThrownBy(() -> keys().signing()).isInstanceOf(Unavailable.class);
        goBy(certificate -> false);
        Files.delete(options.data().resolve("keys/cn.hub.sign.half.p12"));
        keys().look();
        assertThat(signs()).isEqualTo(before);
        assertThat(keys().problem()).isEmpty();
    }

    @Test
    void the_file_that_is_named_may_vanish_and_what_was_read_is_used_until_it_is_back() throws Exception {
        var before = signs();
        var file = options.data().resolve("keys/cn.hub.sign.p12");
        var aside = folder.resolve("aside.p12");
        Files.move(file, aside);
        keys().look();
        assertThat(signs()).isEqualTo(before);
        assertThat(keys().problem()).hasValueSatisfying(line -> assertThat(line).contains("cn.hub.sign.p12"));
        Files.move(aside, file);
        keys().look();
        assertThat(keys().problem()).isEmpty();
    }

    @Test
    void a_channel_key_that_the_directory_blocks_is_not_shown() throws Exception {
        var before = keys().channel();
        var next = successor("tls", Purpose.TLS, true);
        goBy(next.certificate()::equals);
        assertThat(keys().channel()).isEqualTo(before);
        goBy(certificate -> false);
        assertThat(keys().channel().certificate()).isEqualTo(next.certificate());
    }

    @Test
    void with_a_blocked_channel_key_no_door_is_opened_and_nobody_called_until_a_successor_is_there() throws Exception {
        var before = keys().channel();
        goBy(before.certificate()::equals);
        assertThatThrownBy(() -> keys().channel()).isInstanceOf(Unavailable.class);
        assertThat(keys().towardsBroker()).as("to end there what is open").isEqualTo(before);
        var next = successor("tls", Purpose.TLS, true);
        keys().look();
        assertThat(keys().channel().certificate()).isEqualTo(next.certificate());
    }

    @Test
    void a_blocked_channel_key_stays_so_when_its_certificate_is_taken_out_of_the_directory() throws Exception {
        var before = keys().channel();
        goBy(before.certificate()::equals);
        Files.delete(options.parties().resolve("cn.hub.tls.pem"));
        read();
        keys().look();
        assertThatThrownBy(() -> keys().channel()).isInstanceOf(Unavailable.class);
        goBy(certificate -> false);
        assertThat(keys().channel()).isEqualTo(before);
    }

    @Test
    void a_channel_key_that_the_directory_does_not_hold_is_not_shown_by_its_dates_alone() throws Exception {
        var before = keys().channel();
        successor("tls", Purpose.TLS, false);
        keys().look();
        assertThat(keys().channel()).isEqualTo(before);
        assertThat(keys().problem()).isEmpty();
    }

    @Test
    void a_channel_key_that_clients_would_turn_away_from_is_not_shown() throws Exception {
        var before = keys().channel();
        served = List.of("localhost");
        successor("tls", Purpose.TLS, true);
        keys().look();
        assertThat(keys().channel()).isEqualTo(before);
        assertThat(keys().problem())
                .hasValueSatisfying(
                        line -> assertThat(line).contains("cn.hub.tls.next.p12", "lacks the hosts 127.0.0.1"));
    }
}
