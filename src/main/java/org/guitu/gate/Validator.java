package org.guitu.gate;

import java.time.Duration;
import java.time.Instant;
import org.guitu.family.Families;
import org.guitu.message.Header;
import org.guitu.message.Header.Status;
import org.guitu.message.Header.Urgency;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.seal.Sealing;
import org.guitu.xml.Envelope;

/** Station 4: schema, rules, what is sealed and for whom, and what header, payload, clock and environment must agree on. */
public final class Validator {
    /** A Flash message signed longer ago than this is marked late (domain.md R-X04). */
    private static final Duration LATE_FLASH = Duration.ofMinutes(5);

    /** Any other message signed longer ago than this is marked late (domain.md R-X04). */
    private static final Duration LATE = Duration.ofHours(24);

    private final Families families;
    private final Sealing sealing;
    private final Environment environment;
    private final Times times;

    public Validator(Families families, Sealing sealing, Environment environment, Times times) {
        this.families = families;
        this.sealing = sealing;
        this.environment = environment;
        this.times = times;
    }

    /**
     * Limits on a message's {@code SentAt}.
     *
     * @param ahead how far it may lie ahead of the hub's clock
     * @param age how old it may be where its type says nothing
     */
    public record Times(Duration ahead, Duration age) {}

    /** Which traffic a hub carries: a hub of one never takes messages of the other. */
    public enum Environment {
        EXERCISE,
        PRODUCTION;

        boolean takes(Status status) {
            return switch (status) {
                case TEST -> true;
                case EXERCISE -> this == EXERCISE;
                case ACTUAL, SYSTEM -> this == PRODUCTION;
                case DRAFT -> false;
            };
        }
    }

    /**
     * Validates the document that was verified.
     *
     * @throws Refused GT-40xx header, GT-41xx schema, GT-42xx rules, GT-43xx what is sealed
     */
    Validated validate(Verified verified) throws Refused {
        var document = verified.received().document();
        // the signature is verified, and only the bytes are recorded: nobody reads what is large in it again
        var warnings = families.validateAndForget(document);
        sealing.require(
                document, families.sealables(document), verified.received().at());
        var header = Envelope.header(document);
        if (!environment.takes(header.status())) {
            throw Refusals.refusedAt("/Message/Header/Status", "GT-4004", header.status(), environment);
        }
        var late = checkTimes(header, verified.received().at());
        return new Validated(verified, header, Envelope.subjects(document), late, warnings);
    }

    private boolean checkTimes(Header header, Instant now) throws Refused {
        var sentAt = header.sentAt().toInstant();
        if (sentAt.isAfter(now.plus(times.ahead()))) {
            throw Refusals.refusedAt(
                    "/Message/Header/SentAt", "GT-4005", times.ahead().toMinutes());
        }
        var age = Duration.between(sentAt, now);
        var maxAge = families.maxAge(header.type()).orElse(times.age());
        if (age.compareTo(maxAge) > 0) {
            throw Refusals.refusedAt("/Message/Header/SentAt", "GT-4006", maxAge.toHours());
        }
        if (header.expiresAt().isPresent()
                && header.expiresAt().get().toInstant().isBefore(now)) {
            throw Refusals.refusedAt("/Message/Header/ExpiresAt", "GT-4007");
        }
        return age.compareTo(header.urgency() == Urgency.FLASH ? LATE_FLASH : LATE) > 0;
    }
}
