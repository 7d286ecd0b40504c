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
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * One element of a body. It is read by hand and strictly, children only at their place, because the schema's validator would
 * decode every document once more; it is written as what the schema says.
 */
public final class Part {
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
        return decoded(false);
    }

    /** As {@link #bytes}, but the text is no longer in the envelope, where it would be kept as long as the call goes on. */
    public byte[] taken() throws Refused {
        return decoded(true);
    }

    /** A document may be large: its text, which a reader has cut into many nodes, is copied once and not put together. */
    private byte[] decoded(boolean take) throws Refused {
        int length = 0;
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            // no comment either: the signature would not cover it
            if (node.getNodeType() != Node.TEXT_NODE && node.getNodeType() != Node.CDATA_SECTION_NODE) {
                throw wrong(name());
            }
            length += node.getNodeValue().length();
        }
        var digits = new byte[length];
        int count = 0;
        for (Node node = element.getFirstChild(); node != null; ) {
            count = digits(node.getNodeValue(), digits, count);
            var next = node.getNextSibling();
            if (take) {
                element.removeChild(node);
            }
            node = next;
        }
        try {
            var bytes = Base64.getDecoder().decode(count == length ? digits : Arrays.copyOf(digits, count));
            if (bytes.length > 0) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            throw new Refused(Refusals.refusal("GT-1035", place(), "", name()), e);
        }
        throw wrong(name());
    }

    /** Appends what is no white space; returns how many there are then. */
    private int digits(String text, byte[] into, int from) throws Refused {
        int at = from;
        for (int i = 0; i < text.length(); i++) {
            char digit = text.charAt(i);
            if (digit > 0x7F) {
                throw wrong(name());
            }
            if (digit != ' ' && digit != '\n' && digit != '\t' && digit != '\r') {
                into[at] = (byte) digit;
                at++;
            }
        }
        return at;
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

    public static void bytes(SOAPElement parent, String name, byte[] bytes) {
        add(parent, name, (Object) Base64.getEncoder().encodeToString(bytes));
    }

    /** A time as XML Schema writes it, to the millisecond. */
    public static String time(Instant at) {
        return at.truncatedTo(java.time.temporal.ChronoUnit.MILLIS).toString();
    }
}
