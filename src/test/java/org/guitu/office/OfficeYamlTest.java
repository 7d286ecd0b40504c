package org.guitu.office;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.guitu.message.Header.Status;
import org.guitu.trust.KeyFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OfficeYamlTest {
    @Test
    void what_is_written_is_read_again(@TempDir Path folder) throws IOException, KeyFileException, OfficeProblem {
        var home = new Exercise(folder).home("cn.52");
        var config = OfficeYaml.read(home);
        assertThat(config.party().value()).isEqualTo("cn.52");
        assertThat(config.self().unit()).isEqualTo("office of cn.52");
        assertThat(config.keys().sign()).isEqualTo(home.resolve("keys/sign.p12"));
        assertThat(config.hub().address().orElseThrow().port()).isEqualTo(61617);
        assertThat(config.settings().status()).isEqualTo(Status.EXERCISE);
        assertThat(config.settings().timeout()).isEqualTo(Duration.ofSeconds(45));
        assertThat(Files.readString(home.resolve("office.yaml")))
                .contains("keys/sign.p12")
                .contains("pinned");
    }

    @Test
    void the_file_in_the_documentation_reads_and_shows_every_key(@TempDir Path folder)
            throws IOException, OfficeProblem {
        var page = Files.readString(Path.of("docs/office.md"));
        var yaml = page.substring(page.indexOf("```yaml") + "```yaml".length(), page.indexOf("```\n\n4."));
        Files.writeString(folder.resolve("office.yaml"), yaml);
        assertThat(OfficeYaml.read(folder).party().value()).isEqualTo("cn.52");
        for (var key : OfficeYaml.KEYS) {
            assertThat(yaml).contains(key.substring(key.indexOf('.') + 1) + ": ");
        }
    }

    @Test
    void an_unknown_key_is_named(@TempDir Path folder) throws IOException, KeyFileException {
        var home = new Exercise(folder).home("cn.52");
        Files.writeString(home.resolve("office.yaml"), Files.readString(home.resolve("office.yaml")) + "colour: red\n");
        assertThatThrownBy(() -> OfficeYaml.read(home))
                .isInstanceOf(OfficeProblem.class)
                .hasMessageContaining("office.yaml has the unknown key colour");
    }

    @Test
    void a_missing_key_is_named(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("office.yaml"), "party: cn.52\n");
        assertThatThrownBy(() -> OfficeYaml.read(folder)).hasMessageContaining("lacks the key keys.sign");
    }

    @Test
    void a_value_out_of_range_is_refused_with_the_range(@TempDir Path folder) throws IOException, KeyFileException {
        var home = new Exercise(folder).home("cn.52");
        var text = Files.readString(home.resolve("office.yaml")).replace("timeout: PT45S", "timeout: PT1H");
        Files.writeString(home.resolve("office.yaml"), text);
        assertThatThrownBy(() -> OfficeYaml.read(home)).hasMessageContaining("PT1S to PT10M");
    }

    @Test
    void no_yaml_is_said_in_one_line(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("office.yaml"), "party: [\n");
        assertThatThrownBy(() -> OfficeYaml.read(folder)).hasMessageContaining("is not valid YAML");
        assertThatThrownBy(() -> OfficeYaml.read(folder.resolve("nowhere"))).hasMessageContaining("--home");
    }
}
