package org.guitu.config;

/** Thrown by the constructor of a configuration record: which of its keys is wrong, and the range it has to be in. */
public final class BadValue extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private final String key;

    /**
     * @param key name of the record component
     * @param what what is wrong, a sentence without its subject: {@code must be between 1 and 10, found 11}
     */
    public BadValue(String key, String what) {
        super(what);
        this.key = key;
    }

    /** The key of the record that is wrong. */
    public String key() {
        return key;
    }

    /** Refuses unless {@code holds}. */
    public static void unless(boolean holds, String key, String what) {
        if (!holds) {
            throw new BadValue(key, what);
        }
    }

    /** Refuses unless {@code min <= value <= max}. */
    public static <T extends Comparable<T>> void outside(T min, T max, String key, T value) {
        unless(
                min.compareTo(value) <= 0 && value.compareTo(max) <= 0,
                key,
                "must be between " + min + " and " + max + ", found " + value);
    }
}
