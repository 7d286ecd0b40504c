package org.guitu.family;

import java.util.List;
import java.util.Optional;
import org.guitu.message.ConversationId;
import org.guitu.message.MessageId;
import org.guitu.xml.Elements;
import org.guitu.xml.Envelope;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * The conversation that a draft belongs to, and whom it goes to there.
 *
 * @param conversation empty where it begins one, or nobody has said yet
 * @param answers the message it answers
 * @param recipients where they are known, and then nobody has a copy; else those of the sample stay
 */
public record Belonging(Optional<ConversationId> conversation, Optional<MessageId> answers, List<String> recipients) {
    /** Stands where a conversation has to be named; no identifier, so that no draft goes out with it. */
    private static final String MISSING = "写入会话编号 / write its identifier here";

    private static final String CONVERSATION = "Conversation";

    /** It belongs to nothing yet. */
    public static Belonging unknown() {
        return new Belonging(Optional.empty(), Optional.empty(), List.of());
    }

    /** Whether the draft still has to name its conversation. */
    public static boolean missing(Document draft) {
        return Optional.ofNullable(draft.getDocumentElement()).stream()
                .flatMap(root -> Elements.first(root, "Header").stream())
                .flatMap(header -> Elements.first(header, CONVERSATION).stream())
                .anyMatch(conversation -> conversation.getTextContent().strip().equals(MISSING));
    }

    /** Puts it into a sample; what the sample answers nobody here has. */
    void into(Element header) {
        for (var name : List.of("InReplyTo", "References")) {
            Elements.in(header, name).forEach(header::removeChild);
        }
        Elements.first(header, CONVERSATION)
                .ifPresent(element -> element.setTextContent(
                        conversation.map(ConversationId::value).orElse(MISSING)));
        Elements.first(header, "Sender")
                .ifPresent(sender ->
                        answers.ifPresent(id -> header.insertBefore(element(header, "InReplyTo", id.value()), sender)));
        Elements.first(header, "Recipients")
                .filter(list -> !recipients.isEmpty())
                .ifPresent(list -> {
                    Elements.in(list).forEach(list::removeChild);
                    recipients.forEach(party -> list.appendChild(element(list, "Recipient", party)));
                    Elements.in(header, "CopyTo").forEach(header::removeChild);
                });
    }

    private static Element element(Element like, String name, String text) {
        var element = like.getOwnerDocument().createElementNS(Envelope.NS, name);
        element.setTextContent(text);
        return element;
    }
}
