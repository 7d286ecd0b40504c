package org.guitu.family;

import java.util.List;
import java.util.Optional;
import org.w3c.dom.Element;

/**
 * A part of a message that is sealed or, by its privacy class, has to be.
 *
 * @param holder the element that stays in clear around it
 * @param clear its child elements that have to be sealed; none when it is sealed, or has to be but is empty
 * @param sealed the {@code Sealed} that stands in their place
 * @param privacy highest class of what is in clear; of what is sealed, the least that it can be: {@code P2} or {@code P3}
 */
public record Sealable(Element holder, List<Element> clear, Optional<Element> sealed, String privacy) {
    public Sealable {
        clear = List.copyOf(clear);
    }
}
