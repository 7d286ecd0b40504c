package org.guitu.message;

import java.util.regex.Pattern;

/**
 * Identifier of a party of the exchange: lower-case labels joined by dots, country first, for example {@code cn.jco},
 * {@code cn.53} (GB/T 2260), {@code cn.53.border.hekou}, {@code vn.mps}. 1 to 64 characters.
 */
public record PartyId(String value) implements Comparable<PartyId> {
    private static final Pattern FORM = Pattern.compile("[a-z]{2}(\\.[a-z0-9-]+)+");

    public PartyId {
        if (value.length() > 64 || !FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a party identifier (like cn.53 or vn.mps, at most 64 characters)");
        }
    }

    /** Country of the party, ISO 3166-1 alpha-2 in lower case. */
    public String country() {
        return value.substring(0, 2);
    }

    @Override
    public int compareTo(PartyId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
