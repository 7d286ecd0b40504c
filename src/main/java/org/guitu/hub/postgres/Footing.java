package org.guitu.hub.postgres;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The ways to run PostgreSQL, which refuses to run as root (design.md 2.1). A command is wrapped for its way; every
 * wrapper replaces itself by {@code exec}, so the process the hub started is the server itself.
 */
enum Footing {
    /** An ordinary user runs it directly. */
    DIRECT(""),
    /** Root in a user namespace without mapping: inside it is nobody, outside the files are still root's. */
    USERNS("unshare -U --"),
    /** Root gives itself up for uid 65534, which cannot enter a 0700 home: its files are under {@code /var/lib/guitu}. */
    NOBODY("setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs --");

    /** The uid and gid that belong to nobody on every Linux. */
    static final int NOBODY_ID = 65534;

    private final String wrapper;

    Footing(String wrapper) {
        this.wrapper = wrapper;
    }

    private List<String> wrapper() {
        return wrapper.isEmpty() ? List.of() : List.of(wrapper.split(" "));
    }

    /** The ways that can come into question for this user, the preferred first. */
    static List<Footing> candidates(boolean root) {
        return root ? List.of(USERNS, NOBODY) : List.of(DIRECT, USERNS);
    }

    static Footing named(String name) throws NotStarted {
        for (var footing : values()) {
            if (footing.label().equals(name)) {
                return footing;
            }
        }
        throw new NotStarted("guitu.postgres.footing is '" + name + "': write direct, userns or nobody");
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<String> wrap(List<String> command) {
        var wrapped = new ArrayList<>(wrapper());
        wrapped.addAll(command);
        return wrapped;
    }

    /**
     * The command of a server that ends with the thread that starts it: a session of its own keeps Ctrl-C of the
     * terminal from it (the hub still has to drain), the parent-death signal is set last because a change of
     * credentials clears it.
     */
    List<String> wrapServer(List<String> command) {
        if (!Commands.succeeds(List.of("setsid", "setpriv", "--pdeathsig", "INT", "--", "true"))) {
            return wrap(command); // not Linux: the next start stops what this one may leave
        }
        var server = new ArrayList<>(List.of("setsid"));
        server.addAll(wrapper());
        server.addAll(List.of("setpriv", "--pdeathsig", "INT", "--"));
        server.addAll(command);
        return server;
    }

    /** Tries for real whether what lies at {@code place} may be written this way. */
    boolean mayWrite(Path place) {
        return Commands.succeeds(wrap(List.of("test", "-w", place.toString())));
    }

    /**
     * Tries for real whether the server's program runs this way; initdb also wants a name for its user, which a
     * number given to a container need not have (a user namespace makes it nobody).
     */
    boolean mayRun(String postgres) {
        return Commands.succeeds(wrap(List.of("sh", "-c", "id -un && \"$0\" --version", postgres)));
    }
}
