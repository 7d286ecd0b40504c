package org.guitu.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.guitu.agreement.Clause;
import org.guitu.agreement.Register;
import org.guitu.agreement.Terms;
import org.guitu.directory.Party;
import org.guitu.family.Families;
import org.guitu.family.History;
import org.guitu.family.Move;
import org.guitu.family.Situation;
import org.guitu.family.Surroundings;
import org.guitu.gate.Memory.Conversation;
import org.guitu.message.ConversationId;
import org.guitu.message.Header;
import org.guitu.message.MessageId;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.xml.Envelope;
import org.jspecify.annotations.Nullable;

/** Station 5: references, state, role and grants; its answer holds for the version of the conversation it saw. */
public final class Authoriser {
    private final Memory memory;
    private final Families families;
    private final Addressing addressing;
    private final ReceiptRule receipts;
    private final Register register;
    private final java.time.Duration hold;

    /**
     * @param hold how long a message may wait for those it names
     */
    public Authoriser(
            Memory memory,
            Families families,
            Addressing addressing,
            ReceiptRule receipts,
            Register register,
            java.time.Duration hold) {
        this.memory = memory;
        this.families = families;
        this.register = register;
        this.addressing = addressing;
        this.receipts = receipts;
        this.hold = hold;
    }

    /**
     * Decides whether this message may be sent now.
     *
     * @throws Refused GT-50xx references, recipients, grants; GT-51xx state, role, guards
     * @throws Held while a message it names is unknown and the hold is not over
     */
    Authorised authorise(Validated validated) throws Refused, Held {
        var header = validated.header();
        requireReferences(validated);
        if (header.type().isReceipt()) {
            return new Authorised(validated, receipts.decide(validated), List.of());
        }
        var conversation = memory.conversation(header.conversation());
        if (conversation.isPresent()) {
            requireItsOwn(header, conversation.get());
        }
        var history = new Supplier<History>() {
            private @Nullable History asked;

            @Override
            public History get() {
                var known = asked;
                if (known == null) {
                    known = memory.history(header.conversation());
                    asked = known;
                }
                return known;
            }
        };
        var situation = situation(validated, conversation, history);
        var workflow = families.of(header.type()).workflow();
        var move = workflow.decide(situation);
        var deliveries = addressing.plan(validated, conversation, move);
        return new Authorised(
                validated,
                new Decision(
                        conversation.map(Conversation::version).orElse(0L),
                        conversation.map(Conversation::state),
                        move.toState(),
                        deliveries,
                        Optional.empty(),
                        new Decision.Sequel(
                                clauses(situation, move),
                                move.until().map(Terms::endOf),
                                workflow.sends()
                                        ? Optional.of(workflow.due(after(situation, move)))
                                        : Optional.empty())),
                move.warnings());
    }

    /** One family and one status: what is practised and what is meant never stand in one file. */
    private static void requireItsOwn(Header header, Conversation conversation) throws Refused {
        var family = header.type().family();
        if (!conversation.family().equals(family)) {
            throw Refusals.refusedAt("/Message/Header/Conversation", "GT-5005", conversation.family(), family);
        }
        if (conversation.status() != header.status()) {
            throw new Refused(Refusals.refusal(
                    "GT-5013", "/Message/Header/Status", "R-X10", conversation.status(), header.status()));
        }
    }

    /** Those of the text that this message brings into force: the last one that was proposed. */
    private static List<Clause> clauses(Situation situation, Move move) {
        if (move.texts().isEmpty()) {
            return List.of();
        }
        var texts = situation.history().get().entries().stream()
                .filter(entry -> move.texts().contains(entry.type().name()))
                .map(History.Entry::message)
                .toList();
        if (texts.isEmpty()) {
            throw new IllegalStateException("a workflow puts a text in force that nobody proposed");
        }
        return Terms.clauses(
                Envelope.payload(texts.get(texts.size() - 1)),
                situation.header().conversation(),
                situation.now());
    }

    /** As it stands when the message is accepted. */
    private static Situation after(Situation before, Move move) {
        return new Situation(
                Optional.of(move.toState()),
                before.header(),
                before.message(),
                before.roles(),
                before.parts(),
                () -> before.history().get().with(before.header(), before.now(), before.message()),
                before.surroundings(),
                before.now());
    }

    private void requireReferences(Validated validated) throws Refused, Held {
        var header = validated.header();
        var named = new ArrayList<MessageId>(header.references());
        header.inReplyTo().ifPresent(named::add);
        if (named.isEmpty()) {
            return;
        }
        var unknown = memory.unknown(header.sender(), named);
        if (unknown.isEmpty()) {
            return;
        }
        var waited = validated.verified().received().channel().waited();
        if (waited.compareTo(hold) < 0) {
            throw new Held(header.sender(), unknown.iterator().next());
        }
        throw Refusals.refusedAt(
                "/Message/Header", "GT-5001", unknown.iterator().next());
    }

    /** Whether what was held goes on waiting: one question to the record, for a message that was read and verified before. */
    boolean holds(Held held, java.time.Duration waited) {
        return waited.compareTo(hold) < 0
                && held.named()
                        .filter(named -> !memory.unknown(named.asker(), List.of(named.message()))
                                .isEmpty())
                        .isPresent();
    }

    private Situation situation(Validated validated, Optional<Conversation> conversation, Supplier<History> history) {
        var header = validated.header();
        var party = validated.verified().authenticated().party();
        return new Situation(
                conversation.map(Conversation::state),
                header,
                validated.verified().received().document(),
                party.roles(),
                parts(header, party, conversation),
                history,
                () -> surroundings(validated),
                validated.verified().received().at());
    }

    private Surroundings surroundings(Validated validated) {
        var header = validated.header();
        var now = validated.verified().received().at();
        return new Surroundings(
                validated.verified().signature().certificate().getNotAfter().toInstant(),
                register.inForceBeside(header.conversation(), now).stream()
                        .map(clause -> new Surroundings.Clause(
                                clause.grant().from(),
                                clause.grant().to(),
                                clause.grant().types(),
                                clause.grant().purposes()))
                        .toList(),
                register.open(header.conversation(), header.sender()).stream()
                        .map(ConversationId::value)
                        .collect(Collectors.toSet()));
    }

    private static Set<String> parts(Header header, Party party, Optional<Conversation> conversation) {
        var parts = new TreeSet<String>();
        if (conversation.isEmpty() || conversation.get().opener().equals(header.sender())) {
            parts.add("opener");
        }
        var types = conversation.map(c -> c.participants().get(party.id())).orElse(null);
        if (types != null) {
            parts.add("participant");
            // whoever only had a copy was not asked
            if (!parts.contains("opener") && !types.isEmpty()) {
                parts.add("respondent");
            }
            types.forEach(type -> parts.add("addressed:" + type));
        }
        return parts;
    }
}
