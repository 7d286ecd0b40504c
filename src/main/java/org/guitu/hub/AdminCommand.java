package org.guitu.hub;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.guitu.message.Console;
import org.guitu.message.Refusals;
import org.guitu.trust.CertificateName;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code guitu admin}: what an administrator may do to a running hub, over its management port. The token says who, the
 * reason says why; the hub records both before it acts.
 */
@Command(
        name = "admin",
        resourceBundle = "org.guitu.hub.admin",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%n",
        exitCodeList = {"0:", "1:", "2:", "3:", "4:", "5:"})
@Console
public final class AdminCommand implements Runnable {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final int FAILED = 1;
    private static final int NOT_LET_IN = 3;
    private static final int NOT_KNOWN = 4;
    private static final int NO_HUB = 5;

    @Option(names = "--data", paramLabel = "DIR", scope = ScopeType.INHERIT)
    private @Nullable Path data;

    @Option(names = "--url", paramLabel = "URL", scope = ScopeType.INHERIT)
    private @Nullable URI url;

    @Option(names = "--token", paramLabel = "FILE", scope = ScopeType.INHERIT)
    private @Nullable Path token;

    @Option(names = "--json", scope = ScopeType.INHERIT)
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Words words = new Words("org.guitu.hub.admin");

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), words.say("which"));
    }

    @Command(name = "resend", mixinStandardHelpOptions = true)
    int resend(
            @Parameters(paramLabel = "MESSAGE") String message,
            @Option(names = "--reason", paramLabel = "TEXT", required = true) String reason) {
        return call(
                "POST",
                "/admin/resend",
                Map.of("message", message, "reason", reason),
                answer -> say("resend.done", answer.path("due").asInt(), message));
    }

    @Command(name = "quarantine", mixinStandardHelpOptions = true)
    int quarantine(
            @Option(names = "--limit", paramLabel = "N", defaultValue = "20") int limit,
            @Option(names = "--reason", paramLabel = "TEXT", required = true) String reason) {
        return call(
                "GET",
                "/admin/quarantine",
                Map.of("limit", String.valueOf(limited(limit)), "reason", reason),
                this::sayRefusals);
    }

    @Command(name = "review", mixinStandardHelpOptions = true)
    int review(
            @Option(names = "--done", paramLabel = "MESSAGE") @Nullable String done,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "20") int limit,
            @Option(names = "--reason", paramLabel = "TEXT") @Nullable String reason) {
        if (done != null) {
            if (reason == null) {
                throw new ParameterException(spec.commandLine(), words.say("review.reason"));
            }
            return call(
                    "POST",
                    "/admin/review",
                    Map.of("message", done, "reason", reason),
                    answer -> say("review.done", done));
        }
        var asked = new TreeMap<>(Map.of("limit", String.valueOf(limited(limit))));
        if (reason != null) {
            asked.put("reason", reason);
        }
        return call("GET", "/admin/review", asked, this::sayReviews);
    }

    @Command(name = "deliveries", mixinStandardHelpOptions = true)
    int deliveries(
            @Parameters(paramLabel = "MESSAGE", arity = "0..1") @Nullable String message,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "20") int limit) {
        var asked = new TreeMap<>(Map.of("limit", String.valueOf(limited(limit))));
        if (message != null) {
            asked.put("message", message);
        }
        return call("GET", "/admin/deliveries", asked, this::sayFailures);
    }

    private int limited(int limit) {
        if (limit < 1 || limit > 500) {
            throw new ParameterException(spec.commandLine(), words.say("limit"));
        }
        return limit;
    }

    @Command(name = "block", mixinStandardHelpOptions = true)
    int block(
            @Parameters(paramLabel = "PARTY") String party,
            @Option(names = "--certificate", paramLabel = "FILE|SHA256") @Nullable String certificate,
            @Option(names = "--undo") boolean undo,
            @Option(names = "--reason", paramLabel = "TEXT", required = true) String reason) {
        var asked = new TreeMap<>(Map.of("party", party, "blocked", String.valueOf(!undo), "reason", reason));
        if (certificate == null) {
            return call("POST", "/admin/block", asked, answer -> say(undo ? "unblock.done" : "block.done", party));
        }
        try {
            asked.put("certificate", digest(certificate));
        } catch (KeyFileException e) {
            spec.commandLine().getErr().println("guitu admin: " + e.text().in(java.util.Locale.getDefault()));
            return FAILED;
        }
        return call(
                "POST",
                "/admin/block",
                asked,
                answer -> say(undo ? "unblock.certificate" : "block.certificate", certificate, party));
    }

    /** Of the first certificate of this file, or the digest itself. */
    private static String digest(String fileOrDigest) throws KeyFileException {
        var plain = fileOrDigest.replace(":", "").toLowerCase(java.util.Locale.ROOT);
        return SHA256.matcher(plain).matches()
                ? plain
                : CertificateName.digest(
                                KeyFiles.certificates(Path.of(fileOrDigest)).get(0))
                        .hex();
    }

    /** Needs no running hub: who may write the data directory may say who administers it. */
    @Command(name = "add", mixinStandardHelpOptions = true)
    int add(@Parameters(paramLabel = "NAME") String name) {
        var file = token;
        if (file == null) {
            throw new ParameterException(spec.commandLine(), words.say("add.token"));
        }
        try {
            new Administrators(dataDir()).add(name, file);
            if (json) {
                print(JsonMapper.shared().writeValueAsString(Map.of("name", name, "token", file.toString())));
            } else {
                say("add.done", name, file);
            }
            return 0;
        } catch (FileAlreadyExistsException e) {
            return fail(FAILED, "add.exists", file);
        } catch (IllegalArgumentException | IOException e) {
            return fail(FAILED, "add.failed", dataDir(), String.valueOf(e.getMessage()));
        }
    }

    private Path dataDir() {
        return HubOptions.of(null, data).data();
    }

    private interface Shown {
        void show(JsonNode answer);
    }

    private int call(String method, String path, Map<String, String> parameters, Shown shown) {
        var hub = url;
        if (hub == null) {
            var running = HubRun.running(dataDir());
            if (running.isEmpty()) {
                return fail(NO_HUB, "no-hub", HubRun.in(dataDir()));
            }
            hub = URI.create("http://127.0.0.1:" + running.get().management());
        }
        try {
            var secret = secret();
            if (secret.isEmpty()) {
                return fail(NOT_LET_IN, "needs-token");
            }
            var answer = new AdminCall(hub, secret).send(method, path, new TreeMap<>(parameters));
            if (!answer.done()) {
                return refused(answer);
            }
            if (json) {
                print(answer.body());
            } else {
                shown.show(JsonMapper.shared().readTree(answer.body()));
            }
            return 0;
        } catch (KeyFileException e) {
            spec.commandLine().getErr().println("guitu admin: " + e.text().in(java.util.Locale.getDefault()));
            return NOT_LET_IN;
        } catch (IOException e) {
            return fail(NO_HUB, "silent", hub);
        }
    }

    /** The token; empty when none was given. */
    private String secret() throws KeyFileException {
        var file = token;
        if (file != null) {
            return new String(KeyFiles.password(file)).strip();
        }
        var variable = System.getenv("GUITU_ADMIN_TOKEN");
        return variable == null ? "" : variable.strip();
    }

    private int refused(AdminCall.Answer answer) {
        return switch (answer.status()) {
            case 401, 403 -> fail(NOT_LET_IN, "not-let-in");
            case 404 -> fail(NOT_KNOWN, "not-known", reason(answer));
            case 400, 503 -> fail(FAILED, "not-done", reason(answer));
            default -> fail(FAILED, "failed", answer.status());
        };
    }

    private static String reason(AdminCall.Answer answer) {
        return JsonMapper.shared().readTree(answer.body()).path("error").asString("");
    }

    private void sayRefusals(JsonNode refusals) {
        if (refusals.isEmpty()) {
            say("quarantine.empty");
        }
        for (var one : refusals) {
            print(String.format(
                    "%-24s  %-24s  %s  %-8s  %-42s %d",
                    one.path("at").asString(""),
                    one.path("party").asString(""),
                    one.path("code").asString(""),
                    one.path("rule").asString(""),
                    one.path("message").asString(""),
                    one.path("bytes").asLong()));
        }
    }

    private void sayReviews(JsonNode reviews) {
        if (reviews.isEmpty()) {
            say("review.empty");
        }
        for (var one : reviews) {
            print(String.format(
                    "%-24s  %-7s  %-42s  %-28s  %s -> %s  %s",
                    one.path("by").asString(""),
                    one.path("overdue").asBoolean() ? words.say("review.overdue") : "",
                    one.path("message").asString(""),
                    one.path("type").asString(""),
                    one.path("sender").asString(""),
                    one.path("recipient").asString(""),
                    one.path("grant").asString("")));
        }
    }

    private void sayFailures(JsonNode failures) {
        if (failures.isEmpty()) {
            say("deliveries.empty");
        }
        for (var one : failures) {
            var next = one.path("next").asString("");
            print(one.path("message").asString("") + "  " + one.path("type").asString("") + "  "
                    + one.path("recipient").asString("") + "  "
                    + one.path("state").asString(""));
            print("    "
                    + words.say(
                            "deliveries.failed",
                            one.path("failed").asLong(),
                            one.path("at").asString(""),
                            why(
                                    one.path("reason").asString(""),
                                    one.path("recipient").asString("")))
                    + (next.isEmpty() ? "" : words.say("deliveries.next", next)));
        }
    }

    private static String why(String reason, String recipient) {
        return reason.startsWith("GT-")
                ? reason + " "
                        + Refusals.refusal(reason, "", "", recipient).text().in(java.util.Locale.getDefault())
                : reason;
    }

    private void say(String key, Object... arguments) {
        print(words.say(key, arguments));
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
    }

    private int fail(int code, String key, @Nullable Object... arguments) {
        spec.commandLine().getErr().println("guitu admin: " + words.say(key, arguments));
        return code;
    }
}
