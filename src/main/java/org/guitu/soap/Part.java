package org.guitu.soap;

import jakarta.xml.soap.SOAPElement;
import jakarta.xml.soap.SOAPException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.xml.namespace.QName;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.xml.Base64Text;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * One element of a body. It is read by hand and strictly, children only at their place, because the schema's validator would
 * decode every document once more; it is written as what the schema says.
 */
public final class Part {
    /** Bytes, a multiple of three, so that each piece is base64 by itself. */
    private static final int PIECE = 24 << 10;

    private final Element element;

    public Part(Element element) {
        this.element = element;
    }

    public String name() {
        return String.valueOf(element.getLocalName());
    }

    /**
     * The children, all of this service's namespace and of these names.
     *
     * @throws Refused GT-1035 when there is anything else
     */
    public List<Part> children(String... names) throws Refused {
        var allowed = List.of(names);
        var children = new ArrayList<Part>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                if (!Contract.NS.equals(child.getNamespaceURI()) || !allowed.contains(child.getLocalName())) {
                    throw wrong(child.getLocalName() == null ? name() : child.getLocalName());
                }
                children.add(new Part(child));
            } else if (!String.valueOf(node.getNodeValue()).isBlank()) {
                throw wrong(name());
            }
        }
        return children;
    }

    /** The texts of the children of this name, of those that {@link #children} allowed. */
    public static <T> List<T> all(List<Part> parts, String name, int atMost, Reading<T> reading) throws Refused {
        var found = new ArrayList<T>();
        for (var part : parts) {
            if (part.name().equals(name)) {
                if (found.size() == atMost) {
                    throw part.wrong(name);
                }
                found.add(reading.of(part));
            }
        }
        return found;
    }

    public static <T> Optional<T> find(List<Part> parts, String name, Reading<T> reading) throws Refused {
        return all(parts, name, 1, reading).stream().findFirst();
    }

    /** What one part says. */
    @FunctionalInterface
    public interface Reading<T> {
        T of(Part part) throws Refused;
    }

    /** The text, which must not have children. */
    public String text() throws Refused {
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element) {
                throw wrong(name());
            }
        }
        return element.getTextContent();
    }

    /** A value made of the text. */
    public <T> T value(Function<String, T> reading) throws Refused {
        try {
            return reading.apply(text().strip());
        } catch (RuntimeException e) {
            throw new Refused(Refusals.refusal("GT-1035", place(), "", name()), e);
        }
    }

    /** A whole number of this range. */
    public int number(int from, int to) throws Refused {
        int number = value(Integer::parseInt);
        if (number < from || number > to) {
            throw wrong(name());
        }
        return number;
    }

    /** The bytes of a base64 text, which has at least one. */
    public byte[] bytes() throws Refused {
        var into = new Filled(length());
        return required(Base64Text.decode(element, into::add), into);
    }

    /** As {@link #bytes}, but the text is no longer in the envelope, where it would be kept as long as the call goes on. */
    public byte[] taken() throws Refused {
        var into = new Filled(length());
        return required(Base64Text.take(element, into::add), into);
    }

    private byte[] required(boolean base64, Filled filled) throws Refused {
        if (!base64 || filled.count == 0) {
            throw wrong(name());
        }
        return filled.count == filled.bytes.length ? filled.bytes : Arrays.copyOf(filled.bytes, filled.count);
    }

    /** Bytes of the text: so many at most, and just so many where no white space is in it. */
    private int length() {
        int digits = 0;
        int padding = 0;
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            var text = node.getNodeValue() == null ? "" : node.getNodeValue();
            digits += text.length();
            if (text.length() > 1) {
                padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
            }
        }
        return digits / 4 * 3 - padding + (digits % 4 == 0 ? 0 : 3);
    }

    /** A document may be large: it is put together once. */
    private static final class Filled {
        private final byte[] bytes;
        private int count;

        Filled(int most) {
            bytes = new byte[Math.max(0, most)];
        }

        void add(byte[] piece) {
            System.arraycopy(piece, 0, bytes, count, piece.length);
            count += piece.length;
        }
    }

    private Refused wrong(String what) {
        return Refusals.refusedAt(place(), "GT-1035", what);
    }

    private String place() {
        return "/Envelope/Body//" + name();
    }

    /** Adds an empty element of this service. */
    public static SOAPElement add(SOAPElement parent, String name) {
        try {
            return parent.addChildElement(new QName(Contract.NS, name, "l"));
        } catch (SOAPException e) {
            throw new IllegalStateException("an element cannot be added", e);
        }
    }

    public static SOAPElement add(SOAPElement parent, String name, Object text) {
        var added = add(parent, name);
        added.setTextContent(String.valueOf(text));
        return added;
    }

    public static void add(SOAPElement parent, String name, Optional<?> text) {
        text.ifPresent(value -> add(parent, name, (Object) value));
    }

    /** Adds them in base64, in many pieces: in one, they would stand in memory three times while it is made. */
    public static void bytes(SOAPElement parent, String name, byte[] bytes) {
        var added = add(parent, name);
        try {
            for (int at = 0; at < bytes.length; at += PIECE) {
                int end = Math.min(at + PIECE, bytes.length);
                added.addTextNode(Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, at, end)));
            }
        } catch (SOAPException e) {
            throw new IllegalStateException("a text cannot be added", e);
        }
    }

    /** A time as XML Schema writes it, to the millisecond. */
    public static String time(Instant at) {
        return at.truncatedTo(java.time.temporal.ChronoUnit.MILLIS).toString();
    }
}
