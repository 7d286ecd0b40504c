package org.guitu.directory;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;
import org.guitu.config.BadValue;
import org.guitu.message.Labels;

/**
 * Where a party sits: a GB/T 2260 code (six digits) in China or an ISO 3166-1 alpha-2 code abroad, and for a border post
 * its port.
 */
public record Place(Optional<String> gb2260, Optional<String> iso3166, Optional<Port> port) {
    public Place {
        if (gb2260.isPresent() == iso3166.isPresent()) {
            throw new IllegalArgumentException("a place has either gb2260 or iso3166");
        }
        gb2260.ifPresent(code -> BadValue.unless(
                code.matches("[1-8][0-9]{5}"), "gb2260", "must be six digits of GB/T 2260 in quotes, found " + code));
        iso3166.ifPresent(code -> BadValue.unless(
                code.matches("[A-Z]{2}"), "iso3166", "must be two capital letters of ISO 3166-1, found " + code));
    }

    /**
     * A land port (domain.md 3.8).
     *
     * @param otherSide the crossing on the other side, where a source names it
     * @param state the state on the other side, ISO 3166-1 alpha-2
     * @param kind class of the port or a note, as the source has it
     * @param mark how sure the pair is
     */
    public record Port(
            String zh,
            String en,
            Optional<String> otherSide,
            String state,
            @JsonProperty("class") Optional<String> kind,
            Mark mark) {}

    /** How a port pair is known. */
    public enum Mark {
        /** {@code v}: the pair was seen in a source. */
        @JsonProperty("v")
        V,
        /** {@code p}: the port was seen, the pair was not. */
        @JsonProperty("p")
        P,
        /** {@code ?}: neither was seen; verify before use. */
        @JsonProperty("?")
        UNVERIFIED
    }

    /** The name of a place in both languages, where it is a port. */
    public Optional<Labels> portName() {
        return port.map(p -> new Labels(p.zh(), p.en()));
    }
}
