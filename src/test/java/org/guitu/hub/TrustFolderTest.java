package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.guitu.config.ConfigurationException;
import org.guitu.message.PartyId;
import org.guitu.message.Refused;
import org.guitu.trust.Authorities;
import org.guitu.trust.CertificatePaths;
import org.guitu.trust.Issuance;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;
import org.guitu.trust.Revoker;
import org.guitu.trust.TestKeys;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the files beside an authority say of who is asked about revocation. */
class TrustFolderTest {
    @TempDir
    private Path folder = Path.of("");

    private Path trust = Path.of("");

    @BeforeEach
    void one_authority() throws IOException, KeyFileException {
        trust = Files.createDirectories(folder.resolve("trust"));
        add("ca");
    }

    private void add(String name) throws IOException, KeyFileException {
        var now = Clock.systemUTC().instant();
        var validity = new Issuance.Validity(now, now.plus(Duration.ofDays(1)));
        var authority = new Issuance().authority(name, Issuance.Kind.EC_P256, validity);
        KeyFiles.write(folder.resolve(name), "ca", authority);
        Files.copy(folder.resolve(name).resolve("ca.pem"), trust.resolve(name + ".pem"));
    }

    private TrustFolder says(String text) throws ConfigurationException, IOException {
        Files.writeString(trust.resolve("ca.yaml"), text);
        return TrustFolder.read(trust);
    }

    @Test
    void sources_are_addresses_or_files_beside_it() throws ConfigurationException, IOException {
        var both = says("ocsp: http://ocsp.example/ca\ncrl: https://crl.example/ca.crl\n");
        assertThat(both.sources().values()).singleElement().satisfies(sources -> {
            assertThat(sources.ocsp()).contains(URI.create("http://ocsp.example/ca"));
            assertThat(sources.crl()).contains(URI.create("https://crl.example/ca.crl"));
        });
        assertThat(says("crl: ca.crl\n").sources().values())
                .singleElement()
                .satisfies(sources -> assertThat(sources.crl())
                        .contains(trust.resolve("ca.crl").toUri()));
    }

    @Test
    void that_nobody_is_asked_has_to_be_said_before_a_hub_starts_in_earnest()
            throws ConfigurationException, IOException, KeyFileException {
        assertThat(TrustFolder.read(trust).unstated()).containsExactly("ca.pem");
        assertThatThrownBy(() -> TrustFolder.read(trust).requireStated(trust))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("ca.pem")
                .hasMessageContaining("revocation: none");
        var none = says("revocation: none\n");
        assertThat(none.unstated()).isEmpty();
        assertThat(none.unasked()).containsExactly("ca.pem");
        none.requireStated(trust);
        add("another");
        assertThat(TrustFolder.read(trust).unstated()).containsExactly("another.pem");
    }

    @Test
    void an_authority_below_another_is_asked_about_there_and_counts_no_more_once_it_is_revoked() throws Exception {
        var root = Authorities.sound().root("root");
        var below = Authorities.sound().under(root, "below");
        KeyFiles.writeCertificate(trust.resolve("root.pem"), root.certificate());
        KeyFiles.writeCertificate(trust.resolve("below.pem"), below.certificate());
        Files.writeString(trust.resolve("root.yaml"), "crl: root.crl\n");
        Files.writeString(trust.resolve("below.yaml"), "revocation: none\n");
        var clock = Clock.fixed(TestKeys.NOW, ZoneOffset.UTC);
        var order = new Issuance.Order(
                new PartyId("cn.53"), Issuance.Purpose.SIGN, Issuance.Kind.EC_P256, new TestKeys().year(), List.of());
        var signer = new Issuance().issue(below, order).certificate();
        var its = new Revoker(root);
        Files.write(trust.resolve("root.crl"), its.crl(TestKeys.NOW));
        paths(clock).check(signer, TestKeys.NOW);
        its.revoke(below.certificate(), TestKeys.NOW);
        Files.write(trust.resolve("root.crl"), its.crl(TestKeys.NOW));
        assertThatThrownBy(() -> paths(clock).check(signer, TestKeys.NOW))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo("GT-3151"));
        // alone it is an anchor, by decision of who put it there
        Files.delete(trust.resolve("root.pem"));
        Files.delete(trust.resolve("root.yaml"));
        paths(clock).check(signer, TestKeys.NOW);
    }

    private CertificatePaths paths(Clock clock) throws ConfigurationException {
        var bounds = HubConfig.defaults().trust().revocation();
        return TrustFolder.read(trust).paths(bounds, clock);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ocsp: ftp://ocsp.example/",
                "ocsp: ocsp.example",
                "crl: ldap://directory.example/cn=ca",
                "crl: file:///etc/passwd",
                "revocation: off",
                "revocation: none\ncrl: ca.crl",
                "cache: PT1H",
                "ocsp: http://ocsp.example/\nocsp: http://ocsp.example/",
            })
    void whatever_else_is_refused_with_the_file(String text) {
        assertThatThrownBy(() -> says(text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("ca.yaml");
    }

    @Test
    void a_statement_about_no_authority_is_a_mistyped_name() throws IOException {
        Files.writeString(trust.resolve("cb.yaml"), "crl: ca.crl\n");
        assertThatThrownBy(() -> TrustFolder.read(trust))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("cb.yaml: belongs to no authority");
    }
}
