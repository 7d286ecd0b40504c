package org.guitu.soap;

import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many requests of one certificate are read or answered at a time, so that no caller takes every thread. */
final class Places {
    private final int each;
    private final Map<X509Certificate, Integer> taken = new ConcurrentHashMap<>();

    Places(int each) {
        this.each = each;
    }

    /** Takes a place; {@code false} when all of this caller's are taken. Whoever got one gives it back. */
    boolean take(X509Certificate caller) {
        var got = new boolean[1];
        taken.compute(caller, (key, before) -> {
            int now = before == null ? 0 : before;
            got[0] = now < each;
            return got[0] ? now + 1 : now;
        });
        return got[0];
    }

    void giveBack(X509Certificate caller) {
        taken.computeIfPresent(caller, (key, before) -> before == 1 ? null : before - 1);
    }
}
