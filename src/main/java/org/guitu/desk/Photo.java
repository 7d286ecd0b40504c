package org.guitu.desk;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;
import net.coobird.thumbnailator.Thumbnails;
import org.jspecify.annotations.Nullable;

/**
 * A photograph as it goes into a message: at most 1600 points long, upright, a JPEG without what the camera wrote beside it, which
 * may tell where a family lives.
 */
final class Photo {
    static final String FORMAT = "image/jpeg";

    private static final int LONGEST = 1_600;
    /** More points than any camera has: decoding them would take the memory of the desk. */
    private static final long MOST_POINTS = 250_000_000L;

    private static final double QUALITY = 0.85;

    static {
        // of a large picture no more points are read than are needed, or a telephone's would not fit the memory of the
        // desk
        System.setProperty("thumbnailator.conserveMemoryWorkaround", "true");
    }

    private Photo() {}

    /** The same picture for a message; empty when these bytes are no picture, or one too large to be opened. */
    static Optional<byte[]> of(byte[] bytes) {
        try {
            var longest = longest(bytes);
            if (longest.isEmpty()) {
                return Optional.empty();
            }
            var out = new ByteArrayOutputStream();
            Thumbnails.of(new ByteArrayInputStream(bytes))
                    .scale(Math.min(1.0, (double) LONGEST / longest.get()))
                    .imageType(BufferedImage.TYPE_INT_RGB)
                    .outputFormat("jpg")
                    .outputQuality(QUALITY)
                    .toOutputStream(out);
            return Optional.of(out.toByteArray());
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            return Optional.empty();
        }
    }

    /** Whether these bytes are a picture, or are said to be one. */
    static boolean isPicture(byte[] bytes, @Nullable String type) throws IOException {
        try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            return (type != null && type.startsWith("image/"))
                    || ImageIO.getImageReaders(in).hasNext();
        }
    }

    private static Optional<Integer> longest(byte[] bytes) throws IOException {
        try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            var readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return Optional.empty();
            }
            var reader = readers.next();
            try {
                reader.setInput(in, true, true);
                int width = reader.getWidth(0);
                int height = reader.getHeight(0);
                return (long) width * height > MOST_POINTS ? Optional.empty() : Optional.of(Math.max(width, height));
            } finally {
                reader.dispose();
            }
        }
    }
}
