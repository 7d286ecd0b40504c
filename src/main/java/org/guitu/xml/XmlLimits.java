package org.guitu.xml;

import java.time.Duration;

/**
 * How much XML is read at most (design.md 9); none of them can be switched off.
 *
 * @param maxBytes size of a document in bytes, 1 KiB to 64 MiB
 * @param maxDepth nesting of elements, the root being 1; 4 to 256
 * @param maxAttributes attributes of one element, namespace declarations included; 4 to 256
 * @param maxParse wall-clock time for reading one document, 10 ms to 60 s
 */
public record XmlLimits(int maxBytes, int maxDepth, int maxAttributes, Duration maxParse) {
    /**
     * Elements and attributes of one document together. Ten MiB of empty elements would otherwise become several hundred
     * MiB of tree; a real message has a few hundred.
     */
    public static final int MAX_NODES = 100_000;

    public XmlLimits {
        requireRange("maxBytes", maxBytes, 1024, 64 << 20);
        requireRange("maxDepth", maxDepth, 4, 256);
        requireRange("maxAttributes", maxAttributes, 4, 256);
        if (maxParse.toMillis() < 10 || maxParse.toMillis() > 60_000) {
            throw new IllegalArgumentException("maxParse must lie between PT0.01S and PT60S, not " + maxParse);
        }
    }

    /** 10 MiB, depth 64, 64 attributes, 4 s. */
    public static XmlLimits standard() {
        return new XmlLimits(10 << 20, 64, 64, Duration.ofSeconds(4));
    }

    private static void requireRange(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must lie between " + least + " and " + most + ", not " + value);
        }
    }
}
