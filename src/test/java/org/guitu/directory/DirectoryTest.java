package org.guitu.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.guitu.config.ConfigurationException;
import org.guitu.message.PartyId;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;
import org.guitu.trust.TestKeys;
import org.guitu.trust.WeakKeys;
import org.guitu.trust.WeakKeys.Flaw;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class DirectoryTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final Instant BEFORE = NOW.minus(Duration.ofDays(10));
    private static final Instant AFTER = NOW.plus(Duration.ofDays(10));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path dir;

    @SuppressWarnings("NullAway.Init")
    private PartyDir files;

    @BeforeEach
    void aSmallDirectory() {
        files = new PartyDir(dir);
    }

    private Party party(String id) throws ConfigurationException {
        return Directory.load(dir).party(new PartyId(id)).orElseThrow();
    }

    private void refused(String... parts) {
        assertThatThrownBy(() -> Directory.load(dir))
                .isInstanceOf(ConfigurationException.class)
                .message()
                .contains(parts)
                .doesNotContain("\n");
    }

    @Test
    void groups_expand_to_their_members_and_parties_to_themselves() throws ConfigurationException {
        files.party("cn.44");
        var directory = Directory.load(dir);
        assertThat(directory.expand("@provinces")).extracting(PartyId::value).containsExactly("cn.44", "cn.52");
        assertThat(directory.expand("cn.44")).extracting(PartyId::value).containsExactly("cn.44");
        assertThat(directory.expand("cn.99")).isEmpty();
        assertThat(directory.expand("@nobody")).isEmpty();
        assertThat(directory.expand("not an id")).isEmpty();
    }

    @Test
    void a_party_joins_when_it_has_a_certificate_for_signing_and_one_for_its_channel() throws ConfigurationException {
        assertThat(party("cn.52").joined(NOW)).isFalse();
        files.certificate("cn.52.sign.pem", BEFORE, AFTER);
        assertThat(party("cn.52").joined(NOW)).isFalse();
        files.certificate("cn.52.tls.2026.pem", BEFORE, AFTER);
        assertThat(party("cn.52").joined(NOW)).isTrue();
        assertThat(party("cn.52").inForce(Use.SIGN, NOW)).hasSize(1);
        files.party("cn.52", "blocked: true");
        assertThat(party("cn.52").joined(NOW)).isFalse();
    }

    @Test
    void a_party_whose_certificates_have_all_expired_has_not_joined_and_is_no_error() throws ConfigurationException {
        files.certificate("cn.52.sign.pem", BEFORE, NOW.minusSeconds(2));
        files.certificate("cn.52.tls.pem", BEFORE, AFTER);
        assertThat(party("cn.52").joined(NOW)).isFalse();
        assertThat(party("cn.52").certificates()).hasSize(2);
    }

    @Test
    void the_last_second_of_a_certificate_counts() throws ConfigurationException {
        files.certificate("cn.52.sign.pem", BEFORE, NOW);
        assertThat(party("cn.52").inForce(Use.SIGN, NOW.plusMillis(999))).hasSize(1);
        assertThat(party("cn.52").inForce(Use.SIGN, NOW.plusSeconds(1))).isEmpty();
    }

    @Test
    void the_party_file_narrows_a_certificate_but_never_widens_it() throws ConfigurationException {
        files.certificate("cn.52.sign.pem", BEFORE, AFTER);
        files.party("cn.52", "certificates: [{file: cn.52.sign.pem, until: 2026-11-20T00:00:00Z}]");
        assertThat(party("cn.52").inForce(Use.SIGN, NOW)).isEmpty();
        files.party("cn.52", "certificates: [{file: cn.52.sign.pem, until: 2099-01-01T00:00:00Z}]");
        assertThat(party("cn.52").inForce(Use.SIGN, NOW)).hasSize(1);
        assertThat(party("cn.52").inForce(Use.SIGN, AFTER.plusSeconds(1))).isEmpty();
        files.party("cn.52", "certificates: [{file: cn.52.sign.pem, status: blocked}]");
        assertThat(party("cn.52").inForce(Use.SIGN, NOW)).isEmpty();
    }

    @Test
    void a_narrowed_certificate_has_to_be_there() {
        files.party("cn.52", "certificates: [{file: cn.52.sign.pem, status: blocked}]");
        refused("cn.52.yaml", "cn.52.sign.pem");
    }

    @Test
    void an_sm2_certificate_is_read() throws ConfigurationException {
        files.write("cn.52.sign.pem", PartyDir.pem(PartyDir.keys("sm2p256v1"), BEFORE, AFTER));
        assertThat(party("cn.52").inForce(Use.SIGN, NOW)).hasSize(1);
    }

    @Test
    void two_parties_cannot_share_a_key() {
        var pem = PartyDir.pem(PartyDir.keys("secp256r1"), BEFORE, AFTER);
        files.party("cn.44").write("cn.44.sign.pem", pem).write("cn.52.sign.pem", pem);
        refused("cn.52.sign.pem", "key of cn.44");
    }

    @Test
    void a_certificate_that_names_another_party_is_refused() throws ConfigurationException {
        var keys = PartyDir.keys("secp256r1");
        files.write("cn.52.sign.pem", PartyDir.pem(keys, BEFORE, AFTER, "urn:guitu:party:cn.52"));
        assertThat(party("cn.52").certificates()).hasSize(1);
        files.write("cn.52.sign.pem", PartyDir.pem(keys, BEFORE, AFTER, "urn:guitu:party:cn.53"));
        refused("cn.52.sign.pem", "names cn.53");
    }

    @Test
    void a_directory_without_parties_is_refused(@TempDir Path empty) {
        assertThatThrownBy(() -> Directory.load(empty)).hasMessageContaining("holds no party");
        assertThatThrownBy(() -> Directory.load(empty.resolve("none"))).hasMessageContaining("cannot be read");
    }

    @Test
    void a_directory_without_the_hub_is_refused() {
        files.remove("cn.hub.yaml");
        refused("cn.hub");
    }

    @Test
    void a_group_that_nobody_is_in_is_refused() {
        files.party("cn.52", "groups: []");
        refused("_vocabulary.yaml", "@provinces");
    }

    @Test
    void a_slip_in_a_role_or_group_is_refused() {
        files.party("cn.52", "roles: [provincal-office]");
        refused("cn.52.yaml", "role provincal-office");
        files.party("cn.52", "groups: ['@province']");
        refused("cn.52.yaml", "group @province");
    }

    @Test
    void a_file_that_is_not_named_after_its_party_is_refused() {
        files.party("cn.52", "id: cn.53");
        refused("cn.52.yaml", "name it cn.53.yaml");
    }

    @Test
    void a_certificate_of_an_unknown_party_is_refused() {
        files.certificate("cn.99.sign.pem", BEFORE, AFTER);
        refused("cn.99.sign.pem", "no party file");
    }

    @Test
    void an_unreadable_certificate_is_refused() {
        files.write("cn.52.sign.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        refused("cn.52.sign.pem");
        files.write("cn.52.sign.pem", "");
        refused("cn.52.sign.pem");
    }

    /** Which curve, or which kind of key: two parties whose keys nobody can read would seem to share one. */
    @ParameterizedTest
    @EnumSource(
            value = Flaw.class,
            names = {"CURVE_UNNAMED", "KIND_UNKNOWN"})
    void a_certificate_whose_key_cannot_be_read_is_refused(Flaw flaw) throws KeyFileException {
        weak(flaw, "cn.52.sign.pem");
        refused("cn.52.sign.pem: holds a key", "replace it by one for a key of P-256");
    }

    /** So that its party is told what is wrong with it when it signs. */
    @ParameterizedTest
    @EnumSource(
            value = Flaw.class,
            mode = Mode.EXCLUDE,
            names = {"CURVE_UNNAMED", "KIND_UNKNOWN"})
    void a_certificate_of_a_weak_key_is_read(Flaw flaw) throws KeyFileException, ConfigurationException {
        weak(flaw, "cn.52.sign.pem");
        assertThat(party("cn.52").known(Use.SIGN)).hasSize(1);
    }

    private void weak(Flaw flaw, String file) throws KeyFileException {
        var keys = new TestKeys();
        var weak = new WeakKeys(keys.authority(), new PartyId("cn.52"), keys.year());
        KeyFiles.writeCertificate(dir.resolve(file), weak.certificate(flaw));
    }

    @Test
    void a_private_key_among_the_certificates_is_refused() {
        files.write("cn.52.sign.pem", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        refused("cn.52.sign.pem", "private key");
    }

    @Test
    void a_file_of_another_kind_is_refused_because_it_may_be_a_party_with_a_wrong_ending() {
        files.write("cn.44.yml", "id: cn.44");
        refused("cn.44.yml", "rename it");
    }

    @Test
    void who_names_no_suites_can_verify_those_it_signs_in_and_the_international_ones() throws Exception {
        files.party("cn.52");
        assertThat(suites("cn.52")).containsExactly("ecdsa-p256", "rsa-sha256");
        files.party("cn.52", "suites: [sm2-sm3, ecdsa-p256]");
        assertThat(suites("cn.52")).containsExactly("sm2-sm3", "ecdsa-p256");
    }

    private List<String> suites(String party) throws ConfigurationException {
        return Directory.load(dir).party(new PartyId(party)).orElseThrow().suites();
    }

    @Test
    void wrong_keys_name_file_and_line() {
        files.party("cn.52", "colour: red");
        refused("cn.52.yaml:10: unknown key colour", "telephone");
        files.party("cn.52", "channel: fax");
        refused("cn.52.yaml:6: channel must be jms or soap, found");
        files.party("cn.52", "telephone: 555");
        refused("cn.52.yaml:8: telephone");
        files.party("cn.52", "languages: [chinese_simplified]");
        refused("cn.52.yaml:7: languages must be BCP-47");
        files.party("cn.52", "suites: [sha1]");
        refused("suites must name at least one of ecdsa-p256, rsa-sha256, sm2-sm3");
        files.party("cn.52", "place: {gb2260: \"11\"}");
        refused("cn.52.yaml:9: place.gb2260 must be six digits");
        files.party("cn.52", "groups: [null]");
        refused("cn.52.yaml:5: groups");
        files.party("cn.52", "name: {zh: '', en: Office}");
        refused("cn.52.yaml:3: name");
        files.party("cn.52", "id: Yunnan");
        refused("cn.52.yaml:1: id");
    }
}
