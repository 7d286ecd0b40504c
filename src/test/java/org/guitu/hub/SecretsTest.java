package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.guitu.config.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    private static final String KEY = "keys.sign.passwordFile";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path dir;

    private Path file(String text, String permissions) throws IOException {
        var file = Files.writeString(dir.resolve("sign.password"), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void a_password_file_of_the_owner_is_read_without_its_line_break() throws ConfigurationException, IOException {
        assertThat(new Secrets(Map.of()).password(KEY, file("secret\n", "rw-------")))
                .containsExactly('s', 'e', 'c', 'r', 'e', 't');
    }

    @Test
    void a_password_file_that_others_can_read_is_refused() throws IOException {
        var file = file("secret\n", "rw-r-----");
        assertThatThrownBy(() -> new Secrets(Map.of()).password(KEY, file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("chmod 600")
                .hasMessageNotContaining("secret");
    }

    @Test
    void an_empty_file_is_no_password() throws IOException {
        var empty = file("\n", "r--------");
        assertThatThrownBy(() -> new Secrets(Map.of()).password(KEY, empty)).hasMessageContaining("is empty");
    }

    @Test
    void a_missing_file_names_the_key_and_the_variable_that_would_do() {
        assertThatThrownBy(() -> new Secrets(Map.of()).password(KEY, dir.resolve("none")))
                .hasMessageContainingAll(KEY, "GUITU_CONFIG_KEYS_SIGN_PASSWORD");
    }

    @Test
    void the_environment_wins_over_the_file() throws ConfigurationException {
        var secrets = new Secrets(Map.of("GUITU_CONFIG_KEYS_SIGN_PASSWORD", "other"));
        assertThat(secrets.password(KEY, dir.resolve("none"))).containsExactly('o', 't', 'h', 'e', 'r');
    }
}
