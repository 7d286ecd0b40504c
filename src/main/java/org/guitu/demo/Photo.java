package org.guitu.demo;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;

/** A picture of nobody: coloured noise, which no compression makes smaller. */
final class Photo {
    private Photo() {}

    /** A PNG of at least this many bytes, and not much more. */
    static byte[] ofAtLeast(int bytes) throws IOException {
        int side = (int) Math.ceil(Math.sqrt(bytes / 3.0)) + 1;
        var image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        var random = new Random(52);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                image.setRGB(x, y, random.nextInt(1 << 24));
            }
        }
        var out = new ByteArrayOutputStream();
        ImageIO.setUseCache(false);
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }
}
