package org.guitu.directory;

import org.guitu.message.PartyId;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.FromStringDeserializer;

/** Reads a party identifier from its text. */
final class PartyIdReader extends FromStringDeserializer<PartyId> {
    PartyIdReader() {
        super(PartyId.class);
    }

    @Override
    protected PartyId _deserialize(String value, DeserializationContext context) {
        return new PartyId(value);
    }
}
