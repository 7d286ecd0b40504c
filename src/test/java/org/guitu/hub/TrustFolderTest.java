package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.guitu.config.ConfigurationException;
import org.guitu.trust.Issuance;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;
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
