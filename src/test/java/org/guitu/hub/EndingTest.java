package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.guitu.demo.Prepared;
import org.guitu.directory.Directory;
import org.guitu.message.PartyId;
import org.guitu.trust.Issuance;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Order;
import org.guitu.trust.Issuance.Purpose;
import org.guitu.trust.Issuance.Validity;
import org.guitu.trust.KeyFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

final class EndingTest {
    private static final Instant END = Instant.parse("2027-06-01T00:00:00Z");

    @TempDir
    Path folder;

    private Path parties = Path.of("");

    /** One party, whose only certificate ends at {@link #END}. */
    @BeforeEach
    void prepare() throws Exception {
        parties = Prepared.in(folder, List.of(new PartyId("cn.52"))).config().resolve("parties");
        try (var files = Files.newDirectoryStream(parties, "*.pem")) {
            for (var file : files) {
                Files.delete(file);
            }
        }
        add("cn.52.tls", Purpose.TLS, END);
    }

    private void add(String stem, Purpose purpose, Instant end) throws Exception {
        add(new PartyId("cn.52"), stem, purpose, end);
    }

    private void add(PartyId party, String stem, Purpose purpose, Instant end) throws Exception {
        var authority = KeyFiles.read(folder.resolve("ca/ca.p12"), KeyFiles.password(folder.resolve("ca/ca.password")));
        // notAfter is the last second that counts
        var validity = new Validity(END.minus(Duration.ofDays(400)), end.minusSeconds(1));
        var order = new Order(party, purpose, Kind.EC_P256, validity, List.of());
        KeyFiles.writeCertificate(
                parties.resolve(stem + ".pem"),
                new Issuance().issue(authority, order).certificate());
    }

    private List<Ending> at(Instant now) throws Exception {
        return all(now).stream().filter(one -> one.whose().equals("cn.52")).toList();
    }

    private List<Ending> all(Instant now) throws Exception {
        return Ending.of(Directory.load(parties), own(), List.of(), now);
    }

    /** The hub's key files, as they lie beside its configuration. */
    private HubKeys own() throws Exception {
        var options = new HubOptions(
                RunningHub.HOME, parties.resolveSibling("").toAbsolutePath().normalize(), folder.resolve("data"));
        return HubKeys.read(options, HubConfig.read(options.config().resolve("hub.yaml"), Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "P60D, 60, 60",
        "P31D, 60, 31",
        "P30D, 30, 30",
        "P8D, 30, 8",
        "P7D, 7, 7",
        "P2D, 7, 2",
        "P1D, 1, 1",
        "PT1S, 1, 0"
    })
    void a_certificate_is_announced_sixty_thirty_seven_and_one_day_ahead(Duration left, int ahead, long days)
            throws Exception {
        assertThat(at(END.minus(left))).containsExactly(new Ending("cn.52", "tls", END, days, ahead));
    }

    @Test
    void one_second_before_that_nothing_is_said() throws Exception {
        assertThat(at(END.minus(Duration.ofDays(60)).minusSeconds(1))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PT0S, -1", "P1D, -2", "P30D, -31"})
    void one_that_has_ended_is_announced_for_thirty_days(Duration past, long days) throws Exception {
        assertThat(at(END.plus(past))).containsExactly(new Ending("cn.52", "tls", END, days, 0));
        assertThat(at(END.plus(past)).toString()).contains("(ended)");
    }

    @Test
    void after_thirty_days_its_party_has_left() throws Exception {
        assertThat(at(END.plus(Duration.ofDays(30)).plusSeconds(1))).isEmpty();
    }

    @Test
    void of_the_hub_only_a_certificate_whose_key_is_there_follows_another() throws Exception {
        var own = own();
        var ends = own.sign().values().iterator().next().certificate();
        KeyFiles.writeCertificate(parties.resolve("cn.hub.sign.pem"), ends);
        add(
                Directory.HUB,
                "cn.hub.sign.next",
                Purpose.SIGN,
                ends.getNotAfter().toInstant().plus(Duration.ofDays(365)));
        var day = ends.getNotAfter().toInstant().minus(Duration.ofDays(6));
        assertThat(all(day)).anySatisfy(one -> {
            assertThat(one.whose()).isEqualTo("cn.hub");
            assertThat(one.use()).isEqualTo("sign ecdsa-p256");
        });
    }

    @Test
    void of_the_hub_each_suite_is_announced_by_itself() throws Exception {
        var keys = List.copyOf(own().sign().values());
        var first = keys.get(0);
        var sm2 = keys.get(1);
        KeyFiles.writeCertificate(parties.resolve("cn.hub.sign.pem"), first.certificate());
        KeyFiles.writeCertificate(parties.resolve("cn.hub.sign.sm2.pem"), sm2.certificate());
        var day = first.certificate().getNotAfter().toInstant().minus(Duration.ofDays(6));
        assertThat(all(day)).anySatisfy(one -> assertThat(one.toString()).isEqualTo("cn.hub sign ecdsa-p256 6"));
        day = sm2.certificate().getNotAfter().toInstant().minus(Duration.ofDays(6));
        assertThat(all(day)).anySatisfy(one -> assertThat(one.toString()).isEqualTo("cn.hub sign sm2-sm3 6"));
    }

    @Test
    void the_hubs_channel_is_announced_though_the_directory_does_not_hold_it() throws Exception {
        var ends = own().tls()
                .values()
                .iterator()
                .next()
                .certificate()
                .getNotAfter()
                .toInstant();
        assertThat(all(ends.minus(Duration.ofDays(6)))).anySatisfy(one -> {
            assertThat(one.whose()).isEqualTo("cn.hub");
            assertThat(one.use()).isEqualTo("tls");
            assertThat(one.ahead()).isEqualTo(7);
        });
    }

    @Test
    void who_has_a_successor_has_nothing_to_renew() throws Exception {
        add("cn.52.tls.next", Purpose.TLS, END.plus(Duration.ofDays(365)));
        assertThat(at(END.minus(Duration.ofDays(7)))).isEmpty();
    }

    @Test
    void one_that_begins_only_after_a_gap_is_no_successor() throws Exception {
        add("cn.52.tls.next", Purpose.TLS, END.plus(Duration.ofDays(365)));
        Files.writeString(
                parties.resolve("cn.52.yaml"),
                "certificates: [{file: cn.52.tls.next.pem, from: '2027-06-02T00:00:00Z'}]\n",
                java.nio.file.StandardOpenOption.APPEND);
        assertThat(at(END.minus(Duration.ofDays(7)))).containsExactly(new Ending("cn.52", "tls", END, 7, 7));
    }

    @Test
    void an_authority_is_announced_too() throws Exception {
        var authority = KeyFiles.certificates(folder.resolve("ca/ca.pem")).get(0);
        var day = authority.getNotAfter().toInstant().minus(Duration.ofHours(23));
        assertThat(Ending.of(Directory.load(parties), own(), List.of(authority), day))
                .anySatisfy(one -> {
                    assertThat(one.use()).isEqualTo("ca");
                    assertThat(one.ahead()).isEqualTo(1);
                });
    }

    @Test
    void the_log_says_it_once_at_each_step_and_health_as_long_as_it_lasts() throws Exception {
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        var logger = (Logger) LoggerFactory.getLogger("guitu.hub");
        logger.addAppender(log);
        try {
            var directory = Directory.load(parties);
            var none = new HubKeys(Map.of(), Map.of(), List.of());
            var now = END.minus(Duration.ofDays(8));
            var watch = new ExpiryWatch(() -> directory, () -> none, List::of, Clock.fixed(now, ZoneOffset.UTC));
            watch.announce(at(now));
            watch.announce(at(now.plus(Duration.ofHours(1))));
            watch.announce(at(END.minus(Duration.ofDays(7))));
            watch.announce(at(END));
            assertThat(log.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactly(
                            "a certificate ends within 30 days and has no successor; renew it",
                            "a certificate ends within 7 days and has no successor; renew it",
                            "a certificate has ended and has no successor; renew it");
            assertThat(watch.problem()).isEmpty();
            assertThat(watch.notice()).contains("renew, days left: cn.52 tls 8");
            watch.close();
        } finally {
            logger.detachAppender(log);
        }
    }
}
