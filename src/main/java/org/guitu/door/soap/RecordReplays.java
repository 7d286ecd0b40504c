package org.guitu.door.soap;

import java.time.Clock;
import java.time.Duration;
import org.guitu.gate.Database;
import org.guitu.gate.Sql;
import org.guitu.message.Digest;
import org.guitu.soap.Replays;

/** Envelopes seen by any node, in PostgreSQL. */
public final class RecordReplays implements Replays {
    private final Database database;
    private final Clock clock;

    public RecordReplays(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public boolean first(Digest envelope, Duration memory) {
        return database.run(connection -> Sql.update(
                        connection,
                        "INSERT INTO seen_envelope (digest, forget_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
                        envelope,
                        clock.instant().plus(memory)))
                > 0;
    }

    /** Forgets what is too old to be taken again. */
    public void forget() {
        database.<Integer>run(
                connection -> Sql.update(connection, "DELETE FROM seen_envelope WHERE forget_at < ?", clock.instant()));
    }
}
