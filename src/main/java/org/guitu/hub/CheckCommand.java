package org.guitu.hub;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.guitu.message.Console;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code guitu check}: one line a check of an installation, each failing line with the next step. Starts no hub. */
@Command(
        name = "check",
        resourceBundle = "org.guitu.hub.check",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%n",
        exitCodeList = {"0:", "1:", "2:"})
@Console
public final class CheckCommand implements Callable<Integer> {
    @Option(names = "--config", paramLabel = "DIR")
    private @Nullable Path config;

    @Option(names = "--data", paramLabel = "DIR")
    private @Nullable Path data;

    @Option(names = "--json")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var options = HubOptions.of(config, data);
        var clock = Clock.systemUTC();
        var words = new Words("org.guitu.hub.check");
        HubLog.onlyErrors();
        var findings = new Findings(words, finding -> show(words, finding));
        new MachineChecks(options, clock, findings).run();
        var settings = new ContentChecks(options, clock, findings).run();
        if (settings == null) {
            findings.skip("database", "settings");
            findings.skip("broker", "settings");
            findings.skip("doors", "settings");
        } else {
            new ServerChecks(options, settings, findings).run();
        }
        return findings.failed() ? 1 : 0;
    }

    private void show(Words words, Finding finding) {
        var out = spec.commandLine().getOut();
        var state = finding.state().name().toLowerCase(Locale.ROOT);
        if (json) {
            var line = new java.util.LinkedHashMap<String, String>();
            line.putAll(Map.of("check", finding.check()));
            line.put("state", state);
            line.put("text", finding.text());
            out.println(JsonMapper.shared().writeValueAsString(line));
        } else {
            out.println(String.format("%s  %-13s%s", words.say("state." + state), finding.check(), finding.text()));
        }
        out.flush();
    }
}
