package org.guitu.hub;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.guitu.agreement.Grant;
import org.guitu.agreement.Grants;
import org.guitu.agreement.Register;
import org.guitu.directory.Party;
import org.guitu.family.Families;
import org.guitu.family.TypeInfo;
import org.guitu.message.MessageType;

/** What {@code guitu grants} answers: the role first, as no clause helps where the workflow lets a role send nothing. */
final class GrantsAnswer {
    private static final List<String> KINDS = List.of("allowed", "exception", "silent", "role", "itself", "needed");

    private final Families families;
    private final Party sender;
    private final Party recipient;
    private final Words words;

    /** What is asked: one type, or every one. */
    GrantsAnswer(Families families, Party sender, Party recipient, Words words) {
        this.families = families;
        this.sender = sender;
        this.recipient = recipient;
        this.words = words;
    }

    /**
     * One line of the answer.
     *
     * @param kind {@code allowed}, {@code exception}, {@code silent}, {@code role}, {@code itself} or {@code needed}
     */
    record Line(String kind, String id, String types, String reach, String text) {
        boolean allows() {
            return kind.equals("allowed");
        }
    }

    /** About one type, or about every one that the sender's role may send in some state. */
    List<Line> lines(Optional<MessageType> type, Grants grants, List<Register.Standing> agreed) {
        var lines = new ArrayList<Line>();
        var asked = new ArrayList<MessageType>();
        for (var candidate : type.map(List::of).orElseGet(this::sendable)) {
            var refused = refused(candidate);
            refused.filter(line -> type.isPresent()).ifPresent(lines::add);
            if (refused.isEmpty()) {
                asked.add(candidate);
            }
        }
        if (type.isEmpty() && isToItself()) {
            lines.add(new Line("itself", "", "", "", words.say("itself.rest")));
        }
        lines.addAll(clauses(asked, grants, agreed));
        lines.sort(Comparator.comparingInt(line -> KINDS.indexOf(line.kind())));
        return lines;
    }

    private List<MessageType> sendable() {
        return families.all().stream()
                .flatMap(family -> family.types().values().stream())
                .map(TypeInfo::type)
                .filter(type -> senders(type).stream().anyMatch(sender.roles()::contains))
                .toList();
    }

    private Set<String> senders(MessageType type) {
        return families.of(type).workflow().senders(type.name());
    }

    private boolean isToItself() {
        return sender.id().equals(recipient.id());
    }

    /** What no clause could change. */
    private Optional<Line> refused(MessageType type) {
        if (senders(type).stream().noneMatch(sender.roles()::contains)) {
            var text = words.say(
                    "role",
                    sender.id(),
                    String.join(", ", new TreeSet<>(sender.roles())),
                    type,
                    String.join(", ", senders(type)));
            return Optional.of(new Line("role", "", type.toString(), "", text));
        }
        if (isToItself() && !families.of(type).workflow().reachesItsSender(type.name())) {
            return Optional.of(new Line("itself", "", type.toString(), "", words.say("itself", type)));
        }
        return Optional.empty();
    }

    private List<Line> clauses(List<MessageType> asked, Grants grants, List<Register.Standing> agreed) {
        var lines = new ArrayList<Line>();
        var open = new ArrayList<>(asked);
        for (var grant : grants.all()) {
            if (grant.binds(sender, recipient) && asked.stream().anyMatch(grant::covers)) {
                lines.add(line(grant, asked));
                if (grant.exception().isEmpty()) {
                    open.removeIf(grant::covers);
                }
            }
        }
        for (var standing : agreed) {
            var grant = standing.clause().grant();
            if (asked.stream().anyMatch(grant::covers)) {
                lines.add(line(standing, asked));
                if (standing.inForce()) {
                    open.removeIf(grant::covers);
                }
            }
        }
        for (var none : open) {
            var text = words.say("needed", sender.id(), recipient.id(), none);
            lines.add(new Line("needed", "", none.toString(), "", text));
        }
        return lines;
    }

    private Line line(Grant grant, List<MessageType> asked) {
        var label = grant.label().in(Locale.getDefault());
        var text = grant.exception()
                .map(e -> words.say("exception", label, e.basis(), e.told(), e.within()))
                .orElse(label);
        var kind = grant.exception().isPresent() ? "exception" : "allowed";
        return new Line(kind, grant.id(), types(grant, asked), grant.reach(), text);
    }

    private Line line(Register.Standing standing, List<MessageType> asked) {
        var grant = standing.clause().grant();
        var text = (standing.inForce() ? standing.speaking() : standing.silent()).in(Locale.getDefault());
        return new Line(
                standing.inForce() ? "allowed" : "silent", grant.id(), types(grant, asked), grant.reach(), text);
    }

    /** Those of the clause that were asked about; a whole family only where the role may send all of it. */
    private String types(Grant grant, List<MessageType> asked) {
        var names = grant.types().stream()
                .sorted()
                .flatMap(name -> isWhole(name, asked)
                        ? Stream.of(name)
                        : asked.stream()
                                .filter(type -> name.equals(type.toString()) || name.equals(type.family() + "/*"))
                                .map(MessageType::toString));
        return String.join(" ", names.distinct().toList());
    }

    private boolean isWhole(String name, List<MessageType> asked) {
        return name.endsWith("/*")
                && families.family(name.substring(0, name.length() - 2)).stream()
                        .flatMap(family -> family.types().values().stream())
                        .allMatch(info -> asked.contains(info.type()));
    }
}
