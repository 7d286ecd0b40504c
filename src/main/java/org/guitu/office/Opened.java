package org.guitu.office;

import java.util.List;
import org.guitu.family.Picture;
import org.guitu.family.Reading;
import org.guitu.message.Labels;

/**
 * A received message for somebody to read.
 *
 * @param check what verifying it proved, a moment ago
 * @param lines its content, as far as this office can open it
 * @param pictures those in it, as far as this office can open it
 * @param notes what the reader has to know: sealed for others, not to be opened, against a rule when open
 */
public record Opened(Verification check, List<Reading.Line> lines, List<Picture> pictures, List<Labels> notes) {
    public Opened {
        lines = List.copyOf(lines);
        pictures = List.copyOf(pictures);
        notes = List.copyOf(notes);
    }
}
