package org.guitu.gate;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Set;
import javax.sql.DataSource;

/**
 * The record's database. Work either happens as a whole or throws: {@link Unavailable} when the database is away, full or
 * stopping (the same work may succeed later), {@link RecordFault} for anything else.
 */
public final class Database {
    /** A database that does not answer a statement for so long counts as away. */
    private static final int ANSWER_MILLIS = 5_000;

    /** SQLSTATE classes (PostgreSQL 18, appendix A): connection, resources, operator intervention, system error. */
    private static final Set<String> AWAY = Set.of("08", "53", "57", "58");

    private final DataSource source;

    /** @param source gives up within seconds when it has no connection to give */
    public Database(DataSource source) {
        this.source = source;
    }

    /** Something to do with a connection. */
    @FunctionalInterface
    public interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /** Runs work of which each statement commits by itself. */
    public <T> T run(Work<T> work) {
        try (var connection = source.getConnection()) {
            connection.setNetworkTimeout(Runnable::run, ANSWER_MILLIS);
            return work.with(connection);
        } catch (SQLException e) {
            throw translated(e);
        }
    }

    /** Runs work in one transaction. */
    public <T> T transaction(Work<T> work) {
        return run(connection -> {
            connection.setAutoCommit(false);
            try {
                var result = work.with(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            } finally {
                restore(connection);
            }
        });
    }

    private static void rollBack(Connection connection, Exception reason) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            reason.addSuppressed(e); // the connection is gone, and the transaction with it
        }
    }

    private static void restore(Connection connection) throws SQLException {
        if (!connection.isClosed()) {
            connection.setAutoCommit(true);
        }
    }

    private static RuntimeException translated(SQLException e) {
        var state = e.getSQLState();
        var away = e instanceof SQLTransientException
                || e instanceof SQLRecoverableException
                || state == null
                || AWAY.contains(state.substring(0, Math.min(2, state.length())))
                || state.equals("25006"); // read-only: a standby that was not promoted yet
        return away
                ? new Unavailable(e)
                : new RecordFault("the database refused a statement (SQLSTATE " + state + ")", e);
    }
}
