package org.guitu.hub;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.guitu.config.ConfigurationException;
import org.guitu.message.Console;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code guitu hub}: runs the hub until SIGTERM, drains, and ends with 0. */
@Command(
        name = "hub",
        resourceBundle = "org.guitu.hub.help",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%n",
        exitCodeList = {"0:", "1:", "78:"})
@Console
public final class HubCommand implements Callable<Integer> {
    /** EX_CONFIG of sysexits.h: something in config, schemas, routes or keys is wrong. */
    private static final int CONFIG = 78;

    /** It ran and a part of it gave up: whoever watches it starts it again. */
    private static final int BROKEN = 1;

    @Option(names = "--config", paramLabel = "DIR")
    private @Nullable Path config;

    @Option(names = "--data", paramLabel = "DIR")
    private @Nullable Path data;

    @Option(names = "--log", paramLabel = "text|json")
    private @Nullable String log;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        var stop = new CountDownLatch(1);
        var stopped = new CountDownLatch(1);
        var broken = new AtomicBoolean();
        var hook = new Thread(() -> drain(stop, stopped, broken), "stop");
        try (var hub = Hub.start(HubOptions.of(config, data), format(), HubCommand::say)) {
            Runtime.getRuntime().addShutdownHook(hook);
            hub.whenBroken(() -> {
                broken.set(true);
                stop.countDown();
            });
            spec.commandLine().getOut().println(hub.readyLine());
            spec.commandLine().getOut().flush();
            // what the start left behind would lie in memory until the heap is full, which an idle hub's never is
            System.gc();
            stop.await();
        } catch (ConfigurationException e) {
            failed("not-started", String.valueOf(e.getMessage()));
            return CONFIG;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return BROKEN;
        } finally {
            stopped.countDown();
        }
        if (broken.get()) {
            failed(
                    "broken",
                    "the broker gave up, because its disk fails (the log says where); free or mend it and start the hub again");
        }
        return broken.get() ? BROKEN : 0;
    }

    /** Progress is part of the log, in the log's form. */
    private static void say(String line) {
        LoggerFactory.getLogger("guitu.hub")
                .atInfo()
                .addKeyValue("event", "starting")
                .log(line);
    }

    /** Who collects JSON gets this line as JSON too. */
    private void failed(String event, String line) {
        if ("json".equals(log)) {
            HubLog.start(HubConfig.Format.JSON, Clock.systemUTC());
            LoggerFactory.getLogger("guitu.hub")
                    .atError()
                    .addKeyValue("event", event)
                    .log(line);
        } else {
            spec.commandLine().getErr().println("guitu hub: " + line);
        }
    }

    /** SIGTERM runs this: it waits for the hub to drain and then ends the process with 0 instead of 143. */
    private static void drain(CountDownLatch stop, CountDownLatch stopped, AtomicBoolean broken) {
        stop.countDown();
        try {
            stopped.await();
            Runtime.getRuntime().halt(broken.get() ? BROKEN : 0);
        } catch (InterruptedException e) {
            Runtime.getRuntime().halt(BROKEN);
        }
    }

    private HubConfig.@Nullable Format format() throws ConfigurationException {
        if (log == null) {
            return null;
        }
        return switch (log) {
            case "json" -> HubConfig.Format.JSON;
            case "text" -> HubConfig.Format.TEXT;
            default -> throw new ConfigurationException("--log " + log + ": no such form; use text or json");
        };
    }
}
