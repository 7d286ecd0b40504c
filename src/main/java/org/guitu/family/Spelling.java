package org.guitu.family;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What somebody who misspelt a name may have meant. */
final class Spelling {
    private static final int SHOWN = 3;

    private Spelling() {}

    /** The known names that are nearest to this one, the nearest first. */
    static List<String> nearest(String name, Collection<String> known) {
        return known.stream()
                .sorted(Comparator.<String>comparingInt(one -> edits(name, one)).thenComparing(one -> one))
                .limit(SHOWN)
                .toList();
    }

    /** How many letters have to be put in, left out or changed; upper and lower case are one. */
    private static int edits(String one, String other) {
        var from = one.toLowerCase(Locale.ROOT);
        var to = other.toLowerCase(Locale.ROOT);
        var row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
