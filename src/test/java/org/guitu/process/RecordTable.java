package org.guitu.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.stream.Stream;

/** A look into the embedded database of a running hub, past the hub. */
final class RecordTable {
    private static final String PORT = "port=";

    private final Path data;
    private final long hub;

    /** @param hub number of the hub's process */
    RecordTable(Path data, long hub) {
        this.data = data;
        this.hub = hub;
    }

    /** Whether nothing is left to do: every delivery made, every receipt handed to the broker. */
    boolean isSettled() throws IOException, SQLException {
        return number("SELECT (SELECT count(*) FROM delivery WHERE state = 'QUEUED')"
                        + " + (SELECT count(*) FROM receipt WHERE sent_at IS NULL)")
                == 0;
    }

    long number(String sql) throws IOException, SQLException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Every row of every table as text: what the files may hold compressed. */
    String dump() throws IOException, SQLException {
        var dump = new StringBuilder();
        try (var connection = connect();
                var statement = connection.createStatement()) {
            var tables = new ArrayList<String>();
            try (var named = statement.executeQuery("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")) {
                while (named.next()) {
                    tables.add(named.getString(1));
                }
            }
            for (var table : tables) {
                try (var rows = statement.executeQuery("SELECT t::text FROM \"" + table + "\" t")) {
                    while (rows.next()) {
                        dump.append(table).append(' ').append(rows.getString(1)).append('\n');
                    }
                }
            }
        }
        return dump.toString();
    }

    private Connection connect() throws IOException, SQLException {
        var password = Files.readString(data.resolve("postgres/password")).strip();
        var port = words(server())
                .filter(word -> word.startsWith(PORT))
                .map(word -> word.substring(PORT.length()))
                .findFirst()
                .orElseThrow();
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/guitu", "guitu", password);
    }

    /** The first process of the server, wherever its files are. */
    ProcessHandle server() {
        return ProcessHandle.of(hub)
                .orElseThrow()
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("/postgres"))
                .filter(process -> words(process).anyMatch(word -> word.startsWith(PORT)))
                .findFirst()
                .orElseThrow();
    }

    /** The folder with the server's files. */
    Path files() {
        var words = words(server()).toList();
        return Path.of(words.get(words.indexOf("-D") + 1));
    }

    private static Stream<String> words(ProcessHandle process) {
        return Arrays.stream(process.info().arguments().orElse(new String[0]));
    }
}
