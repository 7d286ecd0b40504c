package org.guitu.config;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.function.Function;
import org.guitu.message.PartyId;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.FromStringDeserializer;
import tools.jackson.databind.module.SimpleModule;

/** Reads a value from its text only: {@code 30} is no duration, because nobody can see 30 of what. */
final class TextReader<T> extends FromStringDeserializer<T> {
    private final Function<String, T> parse;

    private TextReader(Class<T> type, Function<String, T> parse) {
        super(type);
        this.parse = parse;
    }

    static void addTo(SimpleModule module) {
        module.addDeserializer(PartyId.class, new TextReader<>(PartyId.class, PartyId::new));
        module.addDeserializer(
                Duration.class, new TextReader<>(Duration.class, time(Duration::parse, "a duration like PT30S")));
        module.addDeserializer(
                OffsetDateTime.class,
                new TextReader<>(
                        OffsetDateTime.class, time(OffsetDateTime::parse, "a time like 2026-11-23T08:00:00+08:00")));
    }

    private static <T> Function<String, T> time(Function<String, T> parse, String form) {
        return text -> {
            try {
                return parse.apply(text);
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException("not " + form + ", found " + text);
            }
        };
    }

    @Override
    protected T _deserialize(String value, DeserializationContext context) {
        return parse.apply(value);
    }
}
