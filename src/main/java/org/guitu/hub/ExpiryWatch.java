package org.guitu.hub;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.guitu.directory.Directory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Announces certificates that end soon: in the log once at each step, in health and metrics as long as it lasts. */
final class ExpiryWatch implements Management.Check, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("guitu.hub");

    private final Supplier<Directory> directory;
    private final Supplier<HubKeys> own;
    private final Supplier<List<X509Certificate>> authorities;
    private final Clock clock;
    private final Map<String, Ending> announced = new HashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        var daemon = new Thread(work, "expiry");
        daemon.setDaemon(true);
        return daemon;
    });

    ExpiryWatch(
            Supplier<Directory> directory,
            Supplier<HubKeys> own,
            Supplier<List<X509Certificate>> authorities,
            Clock clock) {
        this.directory = directory;
        this.own = own;
        this.authorities = authorities;
        this.clock = clock;
    }

    /** Begins to look, every ten seconds. */
    ExpiryWatch start(MeterRegistry meters) {
        var gauge = MultiGauge.builder("guitu.certificate.days")
                .description(
                        "Days until a certificate ends that nothing follows; only of those that end within 60, or ended within 30")
                .register(meters);
        // nothing to wait for: look() never throws
        var unused = thread.scheduleWithFixedDelay(() -> look(gauge), 0, 10, TimeUnit.SECONDS);
        return this;
    }

    private List<Ending> now() {
        return Ending.of(directory.get(), own.get(), authorities.get(), clock.instant());
    }

    /** A task that throws never runs again, and nothing would be announced. */
    private void look(MultiGauge gauge) {
        try {
            var endings = now();
            gauge.register(
                    endings.stream()
                            .map(one -> MultiGauge.Row.of(Tags.of("whose", one.whose(), "use", one.use()), one.days()))
                            .collect(Collectors.toList()),
                    true);
            announce(endings);
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("event", "expiry")
                    .addKeyValue("cause", e.getClass().getSimpleName())
                    .log("certificates could not be looked through for their end");
        }
    }

    void announce(List<Ending> endings) {
        for (var ending : endings) {
            var before = announced.put(ending.whose() + " " + ending.use(), ending);
            if (before == null
                    || before.ahead() != ending.ahead()
                    || !before.end().equals(ending.end())) {
                LOG.atWarn()
                        .addKeyValue("event", "certificate-ends")
                        .addKeyValue("whose", ending.whose())
                        .addKeyValue("use", ending.use())
                        .addKeyValue("days", ending.days())
                        .log(
                                ending.ahead() == 0
                                        ? "a certificate has ended and has no successor; renew it"
                                        : "a certificate ends within {} days and has no successor; renew it",
                                ending.ahead());
            }
        }
    }

    @Override
    public Optional<String> problem() {
        return Optional.empty();
    }

    @Override
    public Optional<String> notice() {
        var endings = now();
        return endings.isEmpty()
                ? Optional.empty()
                : Optional.of("renew, days left: "
                        + endings.stream().map(Ending::toString).collect(Collectors.joining(", ")));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
