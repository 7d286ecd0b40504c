package org.guitu.office;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.guitu.family.Beforehand;
import org.guitu.family.Belonging;
import org.guitu.family.Families;
import org.guitu.family.Family;
import org.guitu.family.Template;
import org.guitu.family.TypeInfo;
import org.guitu.message.ConversationId;
import org.guitu.message.Labels;
import org.guitu.message.MessageId;
import org.guitu.message.MessageType;

/** Writes drafts: of a type, in the conversation it belongs to, to those who are in it. */
final class Drafting {
    private final Office office;
    private final Families families;

    Drafting(Office office) throws OfficeProblem {
        this.office = office;
        this.families = office.families().families();
    }

    /**
     * A draft with comments, filled with what the office knows.
     *
     * @param name family/Name
     * @param conversation the one it goes on with, where that is said
     * @param answered the message it answers, received or sent here, where there is one
     * @throws OfficeProblem where there is no such type, with those there are; or only the hub sends it; or nobody here has
     *     what it is to answer
     */
    String draft(String name, Optional<ConversationId> conversation, Optional<MessageId> answered)
            throws IOException, OfficeProblem {
        var type = type(name);
        var family = families.family(type.family()).orElseThrow(() -> noFamily(name));
        var info = family.types().get(type.name());
        if (info == null) {
            throw noType(name, family);
        }
        if (info.hubSends() && Set.of("hub").containsAll(family.workflow().senders(type.name()))) {
            throw hubSends(info);
        }
        return toAnother(Template.of(family, type.name(), belonging(conversation, answered), office.now()));
    }

    Belonging belonging(Optional<ConversationId> said, Optional<MessageId> answered) throws IOException, OfficeProblem {
        var conversation = said;
        if (answered.isPresent()) {
            var known = office.storage().conversation(answered.get());
            conversation = said.or(() -> known);
            var asker = office.storage().inbox().find(answered.get());
            if (conversation.isEmpty()) {
                throw OfficeProblem.notFound(answered.get().value());
            }
            if (asker.isPresent()) {
                return new Belonging(conversation, answered, List.of(asker.get().sender()));
            }
        }
        return new Belonging(
                conversation,
                answered,
                conversation.isEmpty()
                        ? List.of()
                        : office.course(conversation.get()).others(office.party()));
    }

    /**
     * What a message of that type says, by paths of its form, because of the one it answers; where that is of this office or tells
     * nothing, because of the last of the conversation that does: what goes on with one's own follows the newest.
     */
    Map<String, String> known(MessageType type, Family family, Belonging belonging) throws IOException, OfficeProblem {
        var tells = new ArrayList<MessageId>();
        var theirs = new HashSet<MessageId>();
        if (belonging.conversation().isPresent()) {
            office.course(belonging.conversation().get()).steps().stream()
                    .filter(step -> Beforehand.tells(family, type.name(), step.type()))
                    .forEach(step -> {
                        tells.add(step.id());
                        if (!step.sender().equals(office.party())) {
                            theirs.add(step.id());
                        }
                    });
        }
        var from = belonging
                .answers()
                .filter(theirs::contains)
                .or(() -> tells.stream().reduce((earlier, later) -> later));
        return from.isEmpty() ? Map.of() : Beforehand.known(family, type.name(), office.open(from.get()));
    }

    /** A draft names parties of its sample: this office cannot be the one it writes to. */
    private String toAnother(String draft) {
        var own = office.party().value();
        var other = Stream.of("cn.44", "cn.52")
                .filter(party -> !party.equals(own) && !draft.contains("<Recipient>" + party + "<"))
                .findFirst();
        return other.map(party -> draft.replace("<Recipient>" + own + "<", "<Recipient>" + party + "<"))
                .orElse(draft);
    }

    private MessageType type(String name) throws OfficeProblem {
        try {
            return MessageType.parse(name);
        } catch (IllegalArgumentException e) {
            throw new OfficeProblem(
                    Exit.USAGE,
                    meant(
                            name,
                            new Labels(
                                    name + " 不是消息类型（如 alert/AlertIssue）。",
                                    name + " is not a message type (like alert/AlertIssue).")),
                    e);
        }
    }

    private OfficeProblem noFamily(String name) {
        var all = families.all().stream().map(Family::name).sorted().toList();
        return new OfficeProblem(Exit.USAGE, meant(name, none(name, "现有类别", "The families are", all)));
    }

    private OfficeProblem noType(String name, Family family) {
        var all = family.types().keySet();
        return new OfficeProblem(
                Exit.USAGE,
                meant(
                        name,
                        none(
                                name,
                                family.label().zh() + "（" + family.name() + "）有",
                                "Those of " + family.name() + " are",
                                all)));
    }

    private static Labels none(String name, String zh, String en, Collection<String> there) {
        return new Labels(
                "没有消息类型 " + name + "。" + zh + "：" + String.join("、", there) + "。",
                "There is no message type " + name + ". " + en + ": " + String.join(", ", there) + ".");
    }

    /** With the types whose name is the same, in whatever family and letters, or begins or ends so. */
    private Labels meant(String name, Labels problem) {
        var last = name.substring(name.indexOf('/') + 1).toLowerCase(java.util.Locale.ROOT);
        var near = families.all().stream()
                .flatMap(family -> family.types().values().stream())
                .map(info -> info.type())
                .filter(type -> near(type.name().toLowerCase(java.util.Locale.ROOT), last))
                .map(MessageType::toString)
                .toList();
        return near.isEmpty()
                ? problem
                : new Labels(
                        problem.zh() + "是否指 " + String.join("、", near) + "？",
                        problem.en() + " Did you mean " + String.join(" or ", near) + "?");
    }

    private static boolean near(String known, String asked) {
        return known.startsWith(asked) || known.endsWith(asked) || asked.startsWith(known) || asked.endsWith(known);
    }

    private static OfficeProblem hubSends(TypeInfo info) {
        return new OfficeProblem(
                Exit.USAGE,
                new Labels(
                        info.type() + "（" + info.label().zh() + "）由枢纽自行发送，无须起草。",
                        info.type() + " (" + info.label().en()
                                + ") is sent by the hub itself: there is nothing to draft."));
    }
}
