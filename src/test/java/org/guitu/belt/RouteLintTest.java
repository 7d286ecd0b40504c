package org.guitu.belt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator gets wrong in a route is found before it runs, with where and what to do. */
final class RouteLintTest {
    private static final Map<String, Class<?>> BEANS =
            Map.of("gate", Gate.class, "faults", Faults.class, "belt", Belt.class);

    private static final String ERRORS = """
            - routeConfiguration:
                id: _errors
                description: for a test
                onException:
                  - onException:
                      exception: [java.lang.Throwable]
                      handled: {constant: "true"}
                      steps:
                        - bean: {ref: faults, method: leftToSweeper}
            """;

    private static final String ENTRANCE = """
            - route:
                id: entrance
                description: the gate
                routeConfigurationId: _errors
                from:
                  uri: jms:queue:hub.gate
                  parameters: {concurrentConsumers: "{{consumers}}"}
                  steps:
                    - bean: {ref: gate, method: enter}
                    - filter:
                        simple: ${body} != null
                        steps:
                          - to: direct:onward
            """;

    private static final String ONWARD = """
            - route:
                id: onward
                description: what the gate let in
                routeConfigurationId: _errors
                from:
                  uri: direct:onward
                  steps:
                    - bean: {ref: belt, method: open}
            """;

    @TempDir
    private static Path folder;

    /** Stands for the door's bean, which the belt does not know. */
    public static final class Gate {
        public void enter() {}
    }

    private final Path routes =
            Files.createDirectories(Files.createTempDirectory(folder, "home").resolve("routes"));
    private final Path river = Files.createDirectories(routes.resolveSibling("schemas/river/1.0"));

    RouteLintTest() throws IOException {
        write("_errors", ERRORS);
        write("entrance", ENTRANCE);
        write("onward", ONWARD);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(routes.resolve(name + ".camel.yaml"), text);
    }

    private List<String> findings() throws Exception {
        try (var camel = new DefaultCamelContext();
                var files = Files.walk(routes.getParent())) {
            camel.disableJMX();
            var settings = new Properties();
            settings.setProperty("consumers", "2");
            camel.getPropertiesComponent().setInitialProperties(settings);
            camel.getPropertiesComponent().setLocation("");
            PluginHelper.getRoutesLoader(camel)
                    .loadRoutes(files.filter(Files::isRegularFile)
                            .sorted()
                            .map(file -> ResourceHelper.resolveResource(camel, "file:" + file.toAbsolutePath()))
                            .toList());
            return RouteLint.findings((ModelCamelContext) camel, BEANS);
        }
    }

    private void finds(String... words) throws Exception {
        assertThat(findings())
                .singleElement()
                .satisfies(
                        line -> assertThat(line).contains(words).contains(";").doesNotContain("\n"));
    }

    @Test
    void good_routes_have_no_findings() throws Exception {
        assertThat(findings()).isEmpty();
    }

    @Test
    void an_empty_set_of_routes_is_refused() throws Exception {
        Files.delete(routes.resolve("entrance.camel.yaml"));
        Files.delete(routes.resolve("onward.camel.yaml"));
        finds("no route was found");
    }

    @Test
    void an_id_that_is_not_the_name_of_its_file_is_refused() throws Exception {
        Files.move(routes.resolve("entrance.camel.yaml"), routes.resolve("door.camel.yaml"));
        finds("routes/door.camel.yaml (entrance)", "make them equal");
    }

    @Test
    void a_route_without_a_description_is_refused() throws Exception {
        write("onward", ONWARD.replace("    description: what the gate let in\n", ""));
        finds("routes/onward.camel.yaml (onward)", "no description");
    }

    @Test
    void a_direct_nobody_consumes_is_refused_however_deep() throws Exception {
        write("entrance", ENTRANCE.replace("direct:onward", "direct:onwards"));
        finds("routes/entrance.camel.yaml (entrance)", "nobody consumes direct:onwards");
    }

    @Test
    void a_direct_of_another_name_than_its_route_is_refused() throws Exception {
        write("entrance", ENTRANCE.replace("direct:onward", "direct:forward"));
        write("onward", ONWARD.replace("direct:onward", "direct:forward"));
        finds("routes/onward.camel.yaml (onward)", "direct:forward", "direct:onward");
    }

    @Test
    void a_door_that_does_not_begin_at_the_gate_is_refused() throws Exception {
        write("entrance", ENTRANCE.replace("ref: gate, method: enter", "ref: belt, method: open"));
        finds("routes/entrance.camel.yaml (entrance)", "must begin at the gate");
    }

    @Test
    void a_hub_without_an_entrance_is_refused() throws Exception {
        Files.delete(routes.resolve("entrance.camel.yaml"));
        finds("no route reads the gate's queue");
    }

    @Test
    void two_routes_of_one_id_are_refused() throws Exception {
        write("onward", ONWARD + ONWARD);
        finds("routes/onward.camel.yaml (onward)", "a second route has this id");
    }

    @Test
    void a_step_on_an_unknown_bean_is_refused() throws Exception {
        write("onward", ONWARD.replace("ref: belt", "ref: nobody"));
        finds("routes/onward.camel.yaml (onward)", "no bean nobody", "[belt, faults, gate]");
    }

    @Test
    void a_step_on_a_method_the_bean_has_not_is_refused() throws Exception {
        write("onward", ONWARD.replace("method: open", "method: opne"));
        finds("routes/onward.camel.yaml (onward)", "bean belt has no method opne");
    }

    @Test
    void the_steps_of_error_handling_are_looked_at_too() throws Exception {
        write("_errors", ERRORS.replace("ref: faults", "ref: fautls"));
        finds("routes/_errors.camel.yaml (_errors)", "no bean fautls");
    }

    @Test
    void a_route_without_error_handling_is_refused() throws Exception {
        write("onward", ONWARD.replace("    routeConfigurationId: _errors\n", ""));
        finds("routes/onward.camel.yaml (onward)", "no routeConfigurationId", "[_errors]");
    }

    @Test
    void error_handling_that_is_not_there_is_refused() throws Exception {
        write("onward", ONWARD.replace("Id: _errors", "Id: _error"));
        finds("routes/onward.camel.yaml (onward)", "_error is not there", "[_errors]");
    }

    @Test
    void a_setting_that_is_not_there_is_refused() throws Exception {
        write("entrance", ENTRANCE.replace("{{consumers}}", "{{consumer}}"));
        finds("routes/entrance.camel.yaml (entrance)", "{{consumer}}");
    }

    @Test
    void a_family_brings_the_route_of_its_name() throws Exception {
        Files.writeString(river.resolve("river.camel.yaml"), ONWARD.replace("onward", "river"));
        assertThat(findings()).isEmpty();
    }

    @Test
    void a_family_brings_no_other_route() throws Exception {
        Files.writeString(river.resolve("lake.camel.yaml"), ONWARD.replace("onward", "lake"));
        finds("schemas/river/1.0/lake.camel.yaml (lake)", "only the route of its name");
    }
}
