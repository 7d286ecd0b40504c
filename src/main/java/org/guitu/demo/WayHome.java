package org.guitu.demo;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.guitu.message.PartyId;

/** The return of three people over Hekou, step by step: two are handed over together, the third is postponed and follows later. */
final class WayHome {
    private static final String FAMILY = "repatriation";
    private static final PartyId HOST = new PartyId("cn.53");
    private static final PartyId PORT = new PartyId("cn.53.border.hekou");
    private static final PartyId ORIGIN = new PartyId("vn.mps");
    private static final int REPORTED_DAYS = 30;

    private static final Person FIRST = new Person("urn:guitu:person:cn.53:test-0201", "");
    private static final Person SECOND = new Person("urn:guitu:person:cn.53:test-0203", " Hai");
    private static final Person THIRD = new Person("urn:guitu:person:cn.53:test-0204", " Ba");
    private static final List<Person> ALL = List.of(FIRST, SECOND, THIRD);

    private final Sample samples;
    private final Instant now;

    WayHome(Sample samples, Instant now) {
        this.samples = samples;
        this.now = now;
    }

    /**
     * One message of the return.
     *
     * @param note what the reader is told beside it
     */
    record Leg(String draft, PartyId from, String note) {}

    /** @param more what the given name has more than that of the sample's person */
    private record Person(String id, String more) {
        /** The sample as one about this person. */
        String in(String text) {
            return text.replace(FIRST.id, id).replace("Nghiệm<", "Nghiệm" + more + "<");
        }
    }

    /** One request a person, and the answer to them. */
    List<Leg> asked() throws IOException {
        var legs = new ArrayList<Leg>();
        for (int i = 0; i < ALL.size(); i++) {
            legs.add(new Leg(ALL.get(i).in(text("repatriation-request")), HOST, "person " + (i + 1) + " of 3"));
        }
        legs.add(new Leg(text("acknowledgement"), ORIGIN, ""));
        return List.copyOf(legs);
    }

    /** From the verification to the handover of all three and the first report after it. */
    List<Leg> onwards() throws IOException {
        var legs = new ArrayList<Leg>();
        for (int i = 0; i < ALL.size(); i++) {
            var note = "person " + (i + 1) + " of 3";
            legs.add(new Leg(ALL.get(i).in(text("nationality-verification-request")), HOST, note));
            legs.add(new Leg(ALL.get(i).in(text("nationality-verification-result")), ORIGIN, note));
        }
        legs.add(new Leg(of("p:PersonId", text("approval-origin"), ALL), ORIGIN, "all three"));
        legs.add(new Leg(of("p:PersonId", text("approval-host"), ALL), HOST, "all three"));
        var schedule = text("handover-schedule");
        legs.add(new Leg(scheduled(schedule, ALL), PORT, "all three"));
        legs.add(new Leg(THIRD.in(text("postponement")), PORT, "person 3 is ill and is postponed"));
        legs.add(new Leg(scheduled(Sample.renewed(schedule), List.of(FIRST, SECOND)), PORT, "the other two"));
        legs.addAll(handedOver(List.of(FIRST, SECOND)));
        legs.add(
                new Leg(scheduled(Sample.renewed(escorted(schedule)), List.of(THIRD)), PORT, "person 3, with a nurse"));
        legs.addAll(handedOver(List.of(THIRD)));
        legs.add(new Leg(report(), ORIGIN, "person 1, at home"));
        return List.copyOf(legs);
    }

    /** The minutes of one handover: the same payload, signed by each side. */
    private List<Leg> handedOver(List<Person> persons) throws IOException {
        var who = persons.size() == 1 ? "person 3" : "persons 1 and 2";
        var host = of("p:HandedOverPerson", text("handover-confirmation"), persons);
        var origin = withBodyOf(host, of("p:HandedOverPerson", text("handover-confirmation-origin"), persons));
        return List.of(
                new Leg(host, PORT, who + ": signed by one side"),
                new Leg(origin, ORIGIN, who + ": the same minutes, signed by both"));
    }

    private static String withBodyOf(String other, String text) {
        return text.substring(0, text.indexOf("<Body>"))
                + other.substring(other.indexOf("<Body>"), other.indexOf("</Body>"))
                + text.substring(text.indexOf("</Body>"));
    }

    private static String scheduled(String schedule, List<Person> persons) {
        return of("p:ScheduledPerson", schedule, persons);
    }

    private static String escorted(String schedule) {
        return schedule.replaceFirst("<p:Fitness>[^<]*", "<p:Fitness>WITH_ESCORT")
                .replaceFirst("(?s)(<p:Escort>.*?</p:Officer>)", "$1<p:Medical>true</p:Medical>");
    }

    private String report() throws IOException {
        var today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        return text("follow-up-report")
                .replaceFirst("<p:PeriodFrom>[^<]*", "<p:PeriodFrom>" + today.minusDays(REPORTED_DAYS))
                .replaceFirst("<p:PeriodTo>[^<]*", "<p:PeriodTo>" + today.minusDays(1))
                .replaceFirst("<p:NextOn>[^<]*", "<p:NextOn>" + today.plusDays(2 * REPORTED_DAYS));
    }

    /** The document about these persons: the header names each, and this element stands once for each. */
    private static String of(String element, String text, List<Person> persons) {
        return each(element, each("SubjectId", text, persons), persons);
    }

    private static String each(String element, String text, List<Person> persons) {
        var start = text.indexOf("<" + element + ">");
        var closing = "</" + element + ">";
        var end = text.indexOf(closing, start) + closing.length();
        var one = text.substring(start, end);
        return text.substring(0, start)
                + persons.stream().map(person -> person.in(one)).collect(Collectors.joining("\n"))
                + text.substring(end);
    }

    /** A new message like this sample, naming none that the story leaves out. */
    private String text(String name) throws IOException {
        return Sample.renewed(samples.current(FAMILY, name, now))
                .replaceFirst("(?s)\\s*<References>.*?</References>", "")
                .replaceFirst("\\s*<InReplyTo>[^<]*</InReplyTo>", "");
    }
}
