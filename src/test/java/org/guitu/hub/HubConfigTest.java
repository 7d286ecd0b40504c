package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.guitu.config.ConfigurationException;
import org.guitu.config.Yaml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

class HubConfigTest {
    private static final Path SHIPPED = Path.of("config/hub.yaml");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path dir;

    private HubConfig read(String text) throws ConfigurationException, IOException {
        return HubConfig.read(Files.writeString(dir.resolve("hub.yaml"), text), Map.of());
    }

    @Test
    void the_shipped_file_shows_every_key_with_the_default_of_the_code() throws ConfigurationException {
        var written = new TreeMap<String, JsonNode>();
        collect("", new YAMLMapper().readTree(SHIPPED), written);
        assertThat(written.keySet()).isEqualTo(Yaml.keys(HubConfig.defaults()).keySet());
        assertThat(HubConfig.read(SHIPPED, Map.of())).isEqualTo(HubConfig.defaults());
    }

    private static void collect(String path, JsonNode node, Map<String, JsonNode> into) {
        if (node.isObject()) {
            node.properties()
                    .forEach(e -> collect(path.isEmpty() ? e.getKey() : path + "." + e.getKey(), e.getValue(), into));
        } else {
            into.put(path, node);
        }
    }

    @Test
    void every_key_of_the_shipped_file_has_a_line_of_comment_above_it() throws IOException {
        var lines = Files.readAllLines(SHIPPED);
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).matches(" *[a-zA-Z]+: .+")) {
                assertThat(lines.get(i - 1).strip()).as(lines.get(i)).startsWith("#");
            }
        }
    }

    @Test
    void a_key_that_is_left_out_has_its_default() throws ConfigurationException, IOException {
        var config = read("doors: {jms: {port: 7000}}\n");
        assertThat(config.doors().jms().port()).isEqualTo(7000);
        assertThat(config.doors().jms().host()).isEqualTo("127.0.0.1");
        assertThat(config.limits()).isEqualTo(HubConfig.defaults().limits());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "doors: {jms: {prot: 1}}          | hub.yaml:2: unknown key doors.jms.prot; known here: host, logins, port, rate",
                "door: {jms: {port: 1}}           | hub.yaml:2: unknown key door; known here: belt, broker",
                "doors: {jms: {logins: {burst: 0}}} | hub.yaml:2: doors.jms.logins.burst must be between 1 and 100000, found 0",
                "doors: {jms: {port: 70000}}      | hub.yaml:2: doors.jms.port must be between 0 and 65535, found 70000",
                "doors: {jms: {port: '7000'}}     | hub.yaml:2: doors.jms.port",
                "doors: {jms: {host: 127}}        | hub.yaml:2: doors.jms.host",
                "doors: 5                         | hub.yaml:2: doors",
                "doors:                           | hub.yaml:2: doors",
                "environment: test                | hub.yaml:2: environment cannot be test",
                "limits: {messageBytes: 1e12}     | hub.yaml:2: limits.messageBytes",
                "limits: {depth: 0}               | hub.yaml:2: limits.depth must be between 8 and 256, found 0",
                "limits: {hold: 30 s}             | hub.yaml:2: limits.hold is not a duration like PT30S, found 30 s",
                "limits: {hold: 30}               | hub.yaml:2: limits.hold is not a duration like PT30S, found 30",
                "limits: {depth: 64.5}            | hub.yaml:2: limits.depth",
                "limits: {depth: ~}               | hub.yaml:2: limits",
                "limits: {hold: PT1H}             | hub.yaml:2: limits.hold must be between PT0S and PT10M, found PT1H",
                "delivery: {over: PT1M, firstDelay: PT1H} | hub.yaml:2: delivery.firstDelay must not be longer than over",
                "quarantine: {keep: P0D}          | hub.yaml:2: quarantine.keep must be between",
                "broker: {mode: external}         | hub.yaml:2: broker.url must be set",
                "broker: {mode: external, url: 'tcp://broker 1:61617'} | hub.yaml:2: broker.url must be an address without blanks",
                "database: {mode: external}       | hub.yaml:2: database.url must begin with jdbc:postgresql:",
                "party: Hub                       | hub.yaml:2: party is not a party identifier",
                "party: [                         | hub.yaml:",
            })
    void a_wrong_setting_is_one_line_with_its_place_and_range(String line, String message) {
        assertThatThrownBy(() -> read("# a comment\n" + line + "\n"))
                .isInstanceOf(ConfigurationException.class)
                .message()
                .contains(message)
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource({
        "messageBytes,1024,1023",
        "messageBytes,67108864,67108865",
        "depth,8,7",
        "depth,256,257",
        "attributes,8,7",
        "attributes,256,257",
        "parse,PT0.1S,PT0.099S",
        "parse,PT1M,PT1M0.001S",
        "recipients,1,0",
        "recipients,4096,4097",
        "ahead,PT0S,PT-0.001S",
        "ahead,PT1H,PT1H0.001S",
        "age,PT1H,PT59M59.999S",
        "age,P90D,P90DT0.001S",
        "hold,PT0S,PT-0.001S",
        "hold,PT10M,PT10M0.001S",
        "mailbox,P1D,PT23H59M59.999S",
        "mailbox,P366D,P366DT0.001S",
    })
    void a_limit_is_set_up_to_its_edges_and_not_beyond(String name, String edge, String beyond)
            throws ConfigurationException, IOException {
        assertThat(read("limits: {" + name + ": " + edge + "}\n")).isNotNull();
        assertThatThrownBy(() -> read("limits: {" + name + ": " + beyond + "}\n"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("limits." + name + " must be between");
    }

    @Test
    void a_doubled_key_is_refused() {
        assertThatThrownBy(() -> read("party: cn.hub\nparty: cn.hub\n")).hasMessageContaining("hub.yaml:2");
    }

    @Test
    void an_empty_or_missing_file_is_refused() {
        assertThatThrownBy(() -> read("")).hasMessageContaining("has no keys");
        assertThatThrownBy(() -> HubConfig.read(dir.resolve("none.yaml"), Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("cannot be read");
    }

    @Test
    void the_environment_wins_over_the_file() throws ConfigurationException {
        var config = HubConfig.read(
                SHIPPED,
                Map.of(
                        "GUITU_CONFIG_DOORS_JMS_PORT", "0",
                        "GUITU_CONFIG_LIMITS_MESSAGE_BYTES", "2048",
                        "GUITU_CONFIG_DATABASE_USER", "records",
                        "GUITU_CONFIG_KEYS_SIGN_PASSWORD", "secret",
                        "PATH", "/bin"));
        assertThat(config.doors().jms().port()).isZero();
        assertThat(config.limits().messageBytes()).isEqualTo(2048);
        assertThat(config.database().user()).isEqualTo("records");
    }

    @Test
    void a_wrong_variable_is_named_in_the_message() {
        assertThatThrownBy(() -> HubConfig.read(SHIPPED, Map.of("GUITU_CONFIG_DOORS_JMS_PORT", "70000")))
                .hasMessageStartingWith("GUITU_CONFIG_DOORS_JMS_PORT: doors.jms.port must be between 0 and 65535");
        assertThatThrownBy(() -> HubConfig.read(SHIPPED, Map.of("GUITU_CONFIG_DOORS_JMS_PROT", "7000")))
                .hasMessageContaining("GUITU_CONFIG_DOORS_JMS_PROT: names no key");
    }
}
