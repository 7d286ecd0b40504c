package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.guitu.message.MessageId;
import org.guitu.office.Office;

/** The arrival of a message at an office, which has to come within the patience of a test. */
final class Arrival {
    private Arrival() {}

    /** The bytes as the office keeps them. */
    static byte[] at(Office office, MessageId id, Path folder) throws Exception {
        var box = folder.resolve("box").resolve(office.party().value());
        var until = Instant.now().plus(RunningHub.PATIENCE);
        while (Instant.now().isBefore(until)) {
            var collected = office.receive(box, Duration.ofSeconds(2));
            assertThat(collected.rejected()).isEmpty();
            if (collected.messages().stream()
                    .anyMatch(message -> message.header().id().equals(id))) {
                return Files.readAllBytes(office.file(id));
            }
        }
        throw new AssertionError(office.party() + " got nothing");
    }
}
