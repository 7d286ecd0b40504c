package org.guitu.hub;

/**
 * What one check of {@code guitu check} found.
 *
 * @param check stable name, the same in every language
 * @param text one line; of a failed check it ends with the next step
 */
record Finding(String check, State state, String text) {
    /** Only {@link #FAIL} makes the command fail. */
    enum State {
        OK,
        WARN,
        FAIL,
        /** Not looked at, because an earlier check failed that it builds on. */
        SKIPPED
    }
}
