package org.guitu.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.guitu.demo.HubProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub that cannot start: the process says one line and is gone. What can be wrong is told apart in StartFailureTest. */
@Tag("process")
class StartTest {
    /** EX_CONFIG of sysexits.h, as {@code guitu hub --help} says. */
    private static final int CONFIG = 78;

    @TempDir
    Path folder;

    @Test
    void an_unknown_key_in_the_configuration_ends_it_with_one_line() throws Exception {
        try (var site = Site.in(folder)) {
            site.configure("colour: red\n");
            assertThat(fails(site, "")).contains("hub.yaml", "colour");
        }
    }

    @Test
    void a_broken_schema_ends_it_with_one_line() throws Exception {
        var home = folder.resolve("home");
        for (var part : new String[] {"schemas", "routes"}) {
            copy(Site.HOME.resolve(part), home.resolve(part));
        }
        var schema = home.resolve("schemas/case/1.0/case.xsd");
        Files.writeString(schema, Files.readString(schema).replace("</xs:schema>", ""));
        try (var site = Site.in(folder.resolve("site"))) {
            assertThat(fails(site, "-Dguitu.home=" + home)).contains("case.xsd");
        }
    }

    /** The README's lines under "Run a hub", in its order, with a folder of the test in place of the checkout's own. */
    @Test
    void a_hub_is_set_up_from_nothing_as_the_readme_says() throws Exception {
        var config = folder.resolve("config");
        var data = folder.resolve("var");
        copy(Site.HOME.resolve("config"), config);
        try (var strays = Files.newDirectoryStream(config.resolve("parties"), "*.pem")) {
            for (var stray : strays) {
                Files.delete(stray);
            }
        }
        var settings = config.resolve("hub.yaml");
        Files.writeString(settings, Files.readString(settings).replaceAll("port: (61617|61618|9617)", "port: 0"));
        var readme = Files.readString(Site.HOME.resolve("README.md"));
        var section = readme.substring(readme.indexOf("## Run a hub"));
        var lines = section.substring(section.indexOf("```sh\n") + 6, section.indexOf("\n```\n"))
                .lines()
                .toList();
        assertThat(lines).hasSize(7).last().isEqualTo("./guitu hub");
        for (var line : lines.subList(0, 6)) {
            shell(line.replace("var/", data + "/")
                    .replace("config/parties", config + "/parties")
                    .replace("check", "check --config " + config + " --data " + data));
        }
        var options = List.of("-Dguitu.postgres.binaries=" + Site.HOME.resolve("target/postgres"));
        try (var hub = HubProcess.start(Site.HOME, config, data, options)) {
            assertThat(hub.readyLine()).contains("0 parties joined");
            assertThat(hub.stop()).isZero();
        }
    }

    private void shell(String line) throws IOException, InterruptedException {
        var output = folder.resolve("shell.log");
        var shell = new ProcessBuilder("bash", "-c", line).directory(Site.HOME.toFile());
        shell.environment().put("GUITU_BUILD", "never");
        shell.environment().put("JAVA_HOME", System.getProperty("java.home"));
        var process =
                shell.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        assertThat(process.waitFor(Site.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(line + "\n" + Files.readString(output))
                .isZero();
    }

    private String fails(Site site, String options) throws IOException, InterruptedException {
        var output = folder.resolve("output");
        var hub = Site.guitu(output, options, "hub", "--config", site.config(), "--data", site.data());
        try {
            assertThat(hub.waitFor(Site.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            hub.destroyForcibly();
        }
        assertThat(hub.exitValue()).isEqualTo(CONFIG);
        assertThat(site.data().resolve("hub.run")).as("its doors").doesNotExist();
        var lines = Files.readAllLines(output);
        assertThat(lines).hasSize(1);
        return lines.get(0);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }
}
