package org.guitu.family;

import org.guitu.xml.SchemasException;
import org.jspecify.annotations.Nullable;

/** Something compiled at its first use and kept: an office needs one family, a hub all of them before it opens. */
final class Lazily<T> {
    /** How it is made. */
    interface Making<T> {
        T make() throws SchemasException;
    }

    private final Making<T> making;
    private volatile @Nullable T made;

    Lazily(Making<T> making) {
        this.making = making;
    }

    synchronized T make() throws SchemasException {
        var known = made;
        if (known != null) {
            return known;
        }
        var fresh = making.make();
        made = fresh;
        return fresh;
    }

    /** As {@link #make}, but what is made is not kept: for who only looks whether it can be made. */
    T once() throws SchemasException {
        var known = made;
        return known != null ? known : making.make();
    }

    /**
     * The thing itself.
     *
     * @throws IllegalStateException with the one line of what is broken
     */
    T get() {
        var known = made;
        if (known != null) {
            return known;
        }
        try {
            return make();
        } catch (SchemasException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
