package org.guitu.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.guitu.agreement.Grants;
import org.guitu.config.ConfigurationException;
import org.guitu.config.Yaml;
import org.guitu.hub.HubConfig;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DamagedFilesTest {
    private static final byte[] WORSE =
            "\0\t:-[]{}\"'#&*!|>%@`~,\n 9é\u00ff".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"hub.yaml", "grants.yaml", "parties/cn.45.border.longbang.yaml"})
    void a_damaged_file_is_read_or_refused_in_one_line_but_never_crashes(String name)
            throws IOException, ConfigurationException {
        var good = Files.readAllBytes(Path.of("config").resolve(name));
        var directory = Directory.load(Path.of("config/parties"));
        var random = new Random(20261123);
        for (int round = 0; round < 400; round++) {
            var file = Files.write(dir.resolve("damaged.yaml"), damaged(good, random));
            try {
                switch (name) {
                    case "hub.yaml" -> HubConfig.read(file, Map.of());
                    case "grants.yaml" -> Grants.load(file, directory);
                    default -> Yaml.read(file, PartyFile.class);
                }
            } catch (ConfigurationException e) {
                assertThat(e)
                        .message()
                        .startsWith(file.toString())
                        .doesNotContain("\n")
                        .contains(";");
            }
        }
    }

    private static byte[] damaged(byte[] good, Random random) {
        var bytes = good.clone();
        int places = 1 + random.nextInt(3);
        for (int i = 0; i < places; i++) {
            bytes[random.nextInt(bytes.length)] = WORSE[random.nextInt(WORSE.length)];
        }
        return bytes;
    }
}
