package org.guitu.message;

import java.util.UUID;
import java.util.regex.Pattern;

/** Identifier of one conversation: {@code urn:uuid:} and a UUID in lower case (RFC 9562); never used for another conversation. */
public record ConversationId(String value) {
    private static final Pattern FORM =
            Pattern.compile("urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    public ConversationId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a conversation identifier (urn:uuid: and a lower-case UUID)");
        }
    }

    public static ConversationId of(UUID uuid) {
        return new ConversationId("urn:uuid:" + uuid);
    }

    /** The UUID without its URN prefix. */
    public UUID uuid() {
        return UUID.fromString(value.substring("urn:uuid:".length()));
    }

    @Override
    public String toString() {
        return value;
    }
}
