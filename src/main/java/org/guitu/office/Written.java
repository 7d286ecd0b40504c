package org.guitu.office;

import java.util.List;
import java.util.Optional;
import org.guitu.message.Labels;

/**
 * A message of this office's own on its way, step by step.
 *
 * @param timeline what became of it, as far as receipts say
 * @param opened what its own signature proves, and its content
 * @param sealedFor the parties that can open what is sealed in it, by the office's copy of the directory; none where nothing is sealed
 * @param waiting why it is still queued, after a try that failed
 */
public record Written(Timeline timeline, Opened opened, List<String> sealedFor, Optional<Labels> waiting) {
    public Written {
        sealedFor = List.copyOf(sealedFor);
    }
}
