package org.guitu.office;

import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;

/** What an office takes from outside besides its files: the time, and new identifiers. */
record World(Clock clock, Supplier<UUID> ids) {
    static World real() {
        return new World(Clock.systemUTC(), UUID::randomUUID);
    }
}
