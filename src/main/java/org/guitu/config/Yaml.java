package org.guitu.config;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.guitu.message.PartyId;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.ser.std.ToStringSerializer;
import tools.jackson.databind.type.LogicalType;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Reads a YAML file into records, strictly: an unknown, missing, doubled or wrongly typed key refuses the whole file with
 * one line that names file and line. Only a component of type {@code Optional} may be left out.
 */
public final class Yaml {
    private static final YAMLMapper MAPPER = mapper();

    private Yaml() {}

    /** Reads a file in which every key of the record has to stand. */
    public static <T> T read(Path file, Class<T> type) throws ConfigurationException {
        var document = YamlDocument.read(MAPPER, file);
        return bind(document, document.tree(), type);
    }

    /**
     * Reads a file over default values: a key that is left out keeps its default.
     *
     * @param overrides values for single keys that win over the file, by dotted path ({@code doors.jms.port}); only keys
     *     that the defaults have
     */
    public static <T> T read(Path file, T defaults, Map<String, Given> overrides) throws ConfigurationException {
        var document = YamlDocument.read(MAPPER, file);
        var tree = MAPPER.<ObjectNode>valueToTree(defaults);
        merge(tree, document.tree());
        overrides.forEach((path, override) -> put(tree, path, override.value()));
        @SuppressWarnings("unchecked") // the class of a T is a Class<T>
        var type = (Class<T>) defaults.getClass();
        return bind(document.overridden(overrides), tree, type);
    }

    /**
     * A value that wins over the file.
     *
     * @param source where it comes from, for the message when it is wrong
     */
    public record Given(String value, String source) {}

    /** Every key of a settings record by its dotted path, with the value as it would stand in a file. */
    public static Map<String, JsonNode> keys(Object settings) {
        var keys = new TreeMap<String, JsonNode>();
        collect("", MAPPER.valueToTree(settings), keys);
        return keys;
    }

    private static void collect(String path, JsonNode node, Map<String, JsonNode> into) {
        if (!node.isObject()) {
            into.put(path, node);
            return;
        }
        node.properties()
                .forEach(e -> collect(path.isEmpty() ? e.getKey() : path + "." + e.getKey(), e.getValue(), into));
    }

    private static <T> T bind(YamlDocument document, JsonNode tree, Class<T> type) throws ConfigurationException {
        try {
            return MAPPER.treeToValue(tree, type);
        } catch (JacksonException e) {
            throw document.problem(e);
        }
    }

    private static void merge(ObjectNode into, JsonNode from) {
        for (var entry : from.properties()) {
            var old = into.get(entry.getKey());
            if (old instanceof ObjectNode inner && entry.getValue().isObject()) {
                merge(inner, entry.getValue());
            } else {
                into.set(entry.getKey(), entry.getValue());
            }
        }
    }

    private static void put(ObjectNode tree, String path, String value) {
        int dot = path.indexOf('.');
        if (dot >= 0) {
            put((ObjectNode) tree.get(path.substring(0, dot)), path.substring(dot + 1), value);
        } else if (tree.path(path).isNumber() && value.matches("-?[0-9]{1,9}")) {
            tree.put(path, Integer.parseInt(value));
        } else {
            tree.put(path, value);
        }
    }

    private static YAMLMapper mapper() {
        var texts = new SimpleModule()
                .addSerializer(PartyId.class, ToStringSerializer.instance)
                .addSerializer(Path.class, ToStringSerializer.instance);
        TextReader.addTo(texts);
        return YAMLMapper.builder()
                .annotationIntrospector(new OnlyOptionalMayBeMissing())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .changeDefaultNullHandling(n -> JsonSetter.Value.forContentNulls(Nulls.FAIL))
                .disable(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .withCoercionConfig(LogicalType.Textual, c -> {
                    c.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                    c.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                    c.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
                })
                .addModule(texts)
                .build();
    }

    /** Every component of a record has to stand in the file unless it is an {@code Optional}. */
    private static final class OnlyOptionalMayBeMissing extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
            return !Optional.class.equals(member.getRawType());
        }
    }
}
