package org.guitu.xml;

import java.util.Arrays;
import java.util.Base64;
import java.util.function.Consumer;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * The base64 text of an element (XML Schema Part 2, 3.2.16: whole groups of four digits, white space anywhere), which a
 * reader may have cut into many nodes: decoded piece by piece, so that it never stands in memory in one piece.
 */
public final class Base64Text {
    private static final int PIECE = 8192;

    private final Consumer<byte[]> pieces;
    private final byte[] digits = new byte[PIECE];
    private int count;
    private boolean ended;

    private Base64Text(Consumer<byte[]> pieces) {
        this.pieces = pieces;
    }

    /**
     * Decodes it.
     *
     * @param pieces gets the bytes, in order
     * @return whether all of it is base64; pieces may have been given before that is known
     */
    public static boolean decode(Element element, Consumer<byte[]> pieces) {
        return decode(element, pieces, false);
    }

    /** As {@link #decode}, but the text is no longer in the element afterwards, nor is any of it while the rest is decoded. */
    public static boolean take(Element element, Consumer<byte[]> pieces) {
        return decode(element, pieces, true);
    }

    private static boolean decode(Element element, Consumer<byte[]> pieces, boolean take) {
        var text = new Base64Text(pieces);
        for (Node node = element.getFirstChild(); node != null; ) {
            // no comment either: a signature would not cover it
            if (node.getNodeType() != Node.TEXT_NODE && node.getNodeType() != Node.CDATA_SECTION_NODE) {
                return false;
            }
            if (!text.add(node.getNodeValue())) {
                return false;
            }
            var next = node.getNextSibling();
            if (take) {
                // its document may know a node that is in no element any more, as that of SAAJ does
                node.setNodeValue("");
                element.removeChild(node);
            }
            node = next;
        }
        return text.count % 4 == 0 && text.flush();
    }

    private boolean add(String text) {
        for (int i = 0; i < text.length(); i++) {
            char digit = text.charAt(i);
            if (digit == ' ' || digit == '\n' || digit == '\t' || digit == '\r') {
                continue;
            }
            if (digit > 0x7F || (count == PIECE && !flush())) {
                return false;
            }
            digits[count] = (byte) digit;
            count++;
        }
        return true;
    }

    private boolean flush() {
        if (count == 0) {
            return true;
        }
        if (ended) {
            return false;
        }
        try {
            var block = Arrays.copyOf(digits, count);
            var bytes = Base64.getDecoder().decode(block);
            ended = block[count - 1] == '=';
            if (ended && !canonical(block, bytes)) {
                return false;
            }
            count = 0;
            pieces.accept(bytes);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The bits that the last digit has too many are zero. */
    private static boolean canonical(byte[] block, byte[] bytes) {
        int rest = bytes.length % 3;
        var last = Base64.getEncoder().encode(Arrays.copyOfRange(bytes, bytes.length - rest, bytes.length));
        return Arrays.equals(last, Arrays.copyOfRange(block, block.length - 4, block.length));
    }
}
