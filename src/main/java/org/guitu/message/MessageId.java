package org.guitu.message;

import java.util.UUID;
import java.util.regex.Pattern;

/** Identifier of one message: {@code urn:uuid:} and a UUID in lower case (RFC 9562); never used for another message. */
public record MessageId(String value) {
    private static final Pattern FORM =
            Pattern.compile("urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    public MessageId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a message identifier (urn:uuid: and a lower-case UUID)");
        }
    }

    public static MessageId of(UUID uuid) {
        return new MessageId("urn:uuid:" + uuid);
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
