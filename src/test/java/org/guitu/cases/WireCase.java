package org.guitu.cases;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.guitu.config.ConfigurationException;
import org.guitu.config.Yaml;

/**
 * One case: a folder {@code <n-station>/<name>} with {@code case.yaml} and, where no sample serves, {@code request.xml}.
 *
 * @param why what it shows
 * @param doors the doors it makes sense at; all where it says nothing
 * @param given what is sent before, each with what has to come of it
 * @param send what the case is about
 */
record WireCase(String why, Optional<List<Kind>> doors, Optional<List<Step>> given, Step send) {
    /** A kind of door. */
    enum Kind {
        @JsonProperty("jms")
        JMS,
        @JsonProperty("soap")
        SOAP
    }

    /**
     * A case where it stands.
     *
     * @param name its folder below all cases: {@code 3-verify/no-signature}
     */
    record Found(Path folder, String name, WireCase wireCase) {
        /** The station that has to answer, 1 to 6. */
        int station() {
            return Integer.parseInt(name.substring(0, 1));
        }

        String title() {
            return name + ": " + wireCase.why();
        }
    }

    /**
     * One message. Everything happens in the order of the components.
     *
     * @param base a sample below {@code schemas/}, with identifiers of this run and times moved to now
     * @param request a file of the case's folder instead
     * @param again the bytes of an earlier step instead, counted from 1
     * @param from the party whose channel is used; the sender inside where it says nothing
     * @param as whose TLS certificate opens the channel; that of {@code from} where it says nothing; what is the sender's
     *     own about a call, the address at the JMS door and the envelope's signature at the SOAP door, stays that of {@code from}
     * @param at how far from now it says it was sent
     * @param edits made before it is signed
     * @param seal whether what has to be sealed is; it is where it says nothing
     * @param sign whose key; {@code none}; or a key of {@link Keys}; the sender's where it says nothing
     * @param signed how much later than other messages, a minute ago, it says it was signed
     * @param resign edits of the signed text, after which the sender signs {@code SignedInfo} again: only its shape is wrong
     * @param wrap where the signed message is hidden in a forged one (see {@link Wrapping})
     * @param wire edits of the text that goes out
     * @param size bytes it is padded to by white space after the root
     * @param charset it goes out in; UTF-8 where it says nothing
     * @param address the address it claims to have been sent to, in the broker's own property
     * @param text sent as text and not as bytes
     */
    record Step(
            Optional<String> base,
            Optional<String> request,
            Optional<Integer> again,
            Optional<String> from,
            Optional<String> as,
            Optional<Duration> at,
            Optional<List<Edit>> edits,
            Optional<Boolean> seal,
            Optional<String> sign,
            Optional<Duration> signed,
            Optional<List<Edit>> resign,
            Optional<String> wrap,
            Optional<List<Edit>> wire,
            Optional<Integer> size,
            Optional<String> charset,
            Optional<String> address,
            Optional<Boolean> text,
            Expected expect) {}

    /**
     * Every place this regular expression finds is replaced; it has to find one.
     *
     * @param put see {@link Words}
     */
    record Edit(String find, String put) {}

    /**
     * What has to come of a message. What is refused leaves a row in quarantine, no message and no delivery; what is accepted
     * the reverse.
     *
     * @param answer {@code accepted}, the code of the refusal, or {@code shut out} where the door itself does not take it
     * @param rule of the refusal
     * @param place a part of the refusal's place
     * @param told a part of its English text
     * @param state of the conversation afterwards
     * @param deliveries the joined parties that get it, with the very bytes
     * @param notJoined the others, of whom the sender gets the telephone
     * @param sameAs the earlier step whose receipt comes again, byte for byte, with no second effect
     */
    record Expected(
            String answer,
            Optional<String> rule,
            Optional<String> place,
            Optional<String> told,
            Optional<String> state,
            Optional<List<String>> deliveries,
            Optional<List<String>> notJoined,
            Optional<Integer> sameAs) {
        boolean shutOut() {
            return answer.equals("shut out");
        }

        boolean accepted() {
            return answer.equals("accepted");
        }
    }

    boolean at(Kind door) {
        return doors.map(only -> only.contains(door)).orElse(true);
    }

    List<Step> steps() {
        var steps = new ArrayList<>(given.orElse(List.of()));
        steps.add(send);
        return steps;
    }

    static List<Found> all(Path cases) throws IOException, ConfigurationException {
        var found = new ArrayList<Found>();
        try (var files = Files.walk(cases)) {
            for (var file : files.filter(f -> f.endsWith("case.yaml")).sorted().toList()) {
                var folder = file.resolveSibling("");
                var name = cases.relativize(folder).toString();
                found.add(new Found(folder, name, Yaml.read(file, WireCase.class)));
            }
        }
        return found;
    }
}
