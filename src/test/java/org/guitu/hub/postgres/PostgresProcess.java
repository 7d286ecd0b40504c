package org.guitu.hub.postgres;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.guitu.message.Console;

/** A hub that is nothing but its database: starts it, says where, and waits to be killed (or ends it on a line of input). */
final class PostgresProcess {
    private PostgresProcess() {}

    public static void main(String[] arguments) throws NotStarted, InterruptedException, java.io.IOException {
        try (var postgres = EmbeddedPostgres.start(Path.of(arguments[0]), PostgresProcess::say)) {
            say("ready " + postgres.pid() + " " + postgres.jdbcUrl() + " " + postgres.footing());
            if (System.in.read() < 0) {
                new CountDownLatch(1).await();
            }
        }
        say("closed");
    }

    @Console
    private static void say(String line) {
        System.out.println(line);
    }
}
