package org.guitu.gate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.guitu.agreement.Clause;
import org.guitu.agreement.Grant;
import org.guitu.agreement.GrantQuestion;
import org.guitu.agreement.Grants;
import org.guitu.agreement.Register;
import org.guitu.agreement.Terms;
import org.guitu.directory.Directory;
import org.guitu.directory.Party;
import org.guitu.family.Deadline;
import org.guitu.family.Move;
import org.guitu.gate.Decision.Awaited;
import org.guitu.gate.Decision.Planned;
import org.guitu.gate.Memory.Conversation;
import org.guitu.message.Header;
import org.guitu.message.Labels;
import org.guitu.message.PartyId;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;

/** Who gets a message, by which grant, and by when it must be collected. */
public final class Addressing {
    private final Supplier<Directory> directory;
    private final Supplier<Grants> grants;
    private final Register register;
    private final Frontier frontier;
    private final int maxRecipients;
    private final Supplier<UUID> ids;

    public Addressing(
            Supplier<Directory> directory,
            Supplier<Grants> grants,
            Register register,
            Frontier frontier,
            int maxRecipients,
            Supplier<UUID> ids) {
        this.directory = directory;
        this.grants = grants;
        this.register = register;
        this.frontier = frontier;
        this.maxRecipients = maxRecipients;
        this.ids = ids;
    }

    List<Planned> plan(Validated validated, Optional<Conversation> conversation, Move move) throws Refused {
        var header = validated.header();
        var sender = validated.verified().authenticated().party();
        var now = validated.verified().received().at();
        var reached = recipients(header, conversation, move);
        if (reached.size() > maxRecipients) {
            throw Refusals.refusedAt("/Message/Header/Recipients", "GT-5010", maxRecipients);
        }
        var planned = new ArrayList<Planned>();
        var used = new ArrayList<Grant>();
        var told = new LinkedHashMap<PartyId, Grant>();
        for (var entry : reached.entrySet()) {
            var to = entry.getKey();
            frontier.require(header, sender, to, now);
            var question = new GrantQuestion(
                    sender,
                    to,
                    header.type(),
                    header.purpose(),
                    header.privacyCeiling(),
                    header.urgency(),
                    Set.copyOf(header.legalBasis()));
            var grant = grant(question, header, now)
                    .or(() -> watches(to) && !isNamed(to, header) ? agreed(used) : Optional.empty())
                    // its own words, which it has before the hub does
                    .or(() -> isReminded(to.id(), header, move) ? used.stream().findFirst() : Optional.empty())
                    .or(() -> grants.get().excepting(question))
                    .orElseThrow(() -> missing(question, header, now));
            used.add(grant);
            grant.exception().ifPresent(exception -> told.put(exception.told(), grant));
            var awaited = entry.getValue() ? Optional.<Awaited>empty() : awaited(to, grant, conversation, move, now);
            planned.add(delivery(to, entry.getValue(), grant, now, move).awaiting(awaited));
        }
        // who would look at it has sent it itself: nobody else has to be told
        told.remove(header.sender());
        told.forEach((party, grant) -> tell(planned, party, grant, now, move));
        // its own copy reaches nobody else
        if (planned.stream()
                .filter(p -> !isReminded(p.recipient(), header, move))
                .noneMatch(Planned::joined)) {
            throw Refusals.refusedAt(
                    "/Message/Header/Recipients",
                    "GT-5007",
                    planned.stream()
                            .map(p -> p.recipient() + " " + p.telephone())
                            .collect(Collectors.joining(", ")));
        }
        return List.copyOf(planned);
    }

    /** Everyone reached, in order, with whether only a copy: named recipients first, then copies. */
    private Map<Party, Boolean> recipients(Header header, Optional<Conversation> conversation, Move move)
            throws Refused {
        var now = directory.get();
        var reached = new LinkedHashMap<Party, Boolean>();
        add(now, reached, header.recipients(), false, "/Message/Header/Recipients");
        if (move.toEveryone() && conversation.isPresent()) {
            add(
                    now,
                    reached,
                    conversation.get().participants().keySet().stream()
                            .filter(party -> now.party(party)
                                    .map(one -> !one.roles().contains("hub"))
                                    .orElse(true))
                            .sorted()
                            .map(PartyId::value)
                            .toList(),
                    false,
                    "/Message/Header/Conversation");
        }
        add(now, reached, header.copyTo(), true, "/Message/Header/CopyTo");
        add(now, reached, move.copies().stream().sorted().toList(), true, "/Message/Header/Type");
        if (!move.toItself() || !header.recipients().contains(header.sender().value())) {
            reached.keySet().removeIf(party -> party.id().equals(header.sender()));
        }
        if (reached.isEmpty()) {
            throw Refusals.refusedAt("/Message/Header/Recipients", "GT-5012");
        }
        now.party(header.sender())
                .filter(sender -> isReminded(sender.id(), header, move))
                .ifPresent(sender -> reached.putIfAbsent(sender, false));
        return reached;
    }

    /** Who has to follow up what it sends gets that too, with the deadline, after everybody else. */
    private static boolean isReminded(PartyId to, Header header, Move move) {
        return to.equals(header.sender()) && move.asks(to);
    }

    private static void add(Directory now, Map<Party, Boolean> reached, List<String> names, boolean copy, String place)
            throws Refused {
        for (var name : names) {
            var members = now.expand(name);
            if (members.isEmpty()) {
                throw Refusals.refusedAt(place, "GT-5002", name);
            }
            for (var member : members) {
                now.party(member).ifPresent(party -> reached.putIfAbsent(party, copy));
            }
        }
    }

    /** Who looks at what an exception let pass gets a copy of it. */
    private void tell(List<Planned> planned, PartyId who, Grant grant, Instant now, Move move) {
        if (planned.stream().noneMatch(p -> p.recipient().equals(who))) {
            directory.get().party(who).ifPresent(party -> planned.add(delivery(party, true, grant, now, move)));
        }
    }

    /** Who is asked answers within the time of its clause, where the message begins a conversation, or of the workflow. */
    private static Optional<Awaited> awaited(
            Party to, Grant grant, Optional<Conversation> conversation, Move move, Instant now) {
        if (conversation.isEmpty() && !grant.replyWithin().isEmpty()) {
            return Optional.of(new Awaited(Terms.after(now, grant.replyWithin()), grant.id(), Set.of()));
        }
        return move.deadlines().stream()
                .filter(deadline ->
                        deadline.answer().map(answer -> answer.isAsked(to.id())).orElse(false))
                .map(deadline -> new Awaited(
                        deadline.due(now, to.id()),
                        deadline.id(),
                        deadline.answer().orElseThrow().types()))
                .min(Comparator.comparing(Awaited::by));
    }

    private Planned delivery(Party to, boolean copy, Grant grant, Instant now, Move move) {
        var deadline =
                move.deadlines().stream().filter(one -> one.answer().isEmpty()).findFirst();
        return new Planned(
                ids.get(),
                to.id(),
                copy,
                grant.id(),
                to.joined(now) && !to.blocked(),
                to.telephone(),
                deadline.map(d -> d.due(now, to.id())),
                deadline.map(Deadline::id),
                Optional.empty(),
                grant.exception().map(exception -> now.plus(exception.within())));
    }

    /** Whether the sender names it; else it is the workflow that reaches it. */
    private boolean isNamed(Party party, Header header) {
        var now = directory.get();
        return Stream.concat(header.recipients().stream(), header.copyTo().stream())
                .anyMatch(name -> now.expand(name).contains(party.id()));
    }

    /** Only the JCO: any other participant a message goes to needs a clause of its own. */
    private static boolean watches(Party party) {
        return party.roles().contains("jco");
    }

    /** What an agreement allows, the JCO sees as well where the workflow reaches it: it watches over all of it. */
    private static Optional<Grant> agreed(List<Grant> used) {
        return used.stream().filter(grant -> Clause.isId(grant.id())).findFirst();
    }

    /** The national baseline first, then what the two have agreed. */
    private Optional<Grant> grant(GrantQuestion question, Header header, Instant now) {
        return grants.get()
                .allowing(question)
                .or(() -> agreements(question, header, now).stream()
                        .filter(standing -> standing.inForce() && allows(standing, question))
                        .findFirst()
                        .map(standing -> standing.clause().grant()));
    }

    private List<Register.Standing> agreements(GrantQuestion question, Header header, Instant now) {
        return register.between(question.from().id(), question.to().id(), header.conversation(), now);
    }

    private static boolean allows(Register.Standing standing, GrantQuestion question) {
        return standing.clause().grant().allows(question);
    }

    /** Says what is missing of the nearest clause, and names one that would do but is not in force. */
    private Refused missing(GrantQuestion question, Header header, Instant now) {
        var agreed = agreements(question, header, now);
        var missing = grants.get()
                .missing(
                        question,
                        agreed.stream()
                                .filter(Register.Standing::inForce)
                                .map(standing -> standing.clause().grant())
                                .toList());
        var silent = agreed.stream()
                .filter(standing -> allows(standing, question))
                .findFirst()
                .map(Register.Standing::silent);
        return new Refused(Refusals.refusal(
                "GT-5003",
                "/Message/Header/Recipients",
                "",
                missing.zh() + silent.map(Labels::zh).orElse(""),
                missing.en() + silent.map(labels -> " " + labels.en()).orElse("")));
    }
}
