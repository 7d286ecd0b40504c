package org.guitu.config;

import java.util.IdentityHashMap;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a file says once ({@code &name}) and means again ({@code *name}): the reader of trees takes the second for a text. */
final class Anchors {
    private static final LoadSettings LIMITS =
            LoadSettings.builder().setMaxAliasesForCollections(500).build();

    private final JsonNode tree;
    private final IdentityHashMap<Node, JsonPointer> places = new IdentityHashMap<>();

    private Anchors(JsonNode tree) {
        this.tree = tree;
    }

    /**
     * Puts what was anchored in the place of its aliases.
     *
     * @throws MarkedYamlEngineException when an alias names nothing before it
     */
    static void resolve(String text, JsonNode tree) {
        new Compose(LIMITS).composeString(text).ifPresent(root -> new Anchors(tree).walk(root, JsonPointer.empty()));
    }

    private void walk(Node node, JsonPointer place) {
        var anchored = places.putIfAbsent(node, place);
        if (anchored != null) {
            put(place, tree.at(anchored).deepCopy());
        } else if (node instanceof SequenceNode list) {
            for (int i = 0; i < list.getValue().size(); i++) {
                walk(list.getValue().get(i), place.appendIndex(i));
            }
        } else if (node instanceof MappingNode map) {
            for (var entry : map.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode key) {
                    walk(entry.getValueNode(), place.appendProperty(key.getValue()));
                }
            }
        }
    }

    private void put(JsonPointer place, JsonNode value) {
        var last = place.last();
        if (tree.at(place.head()) instanceof ObjectNode object) {
            object.set(last.getMatchingProperty(), value);
        } else if (tree.at(place.head()) instanceof ArrayNode array) {
            array.set(last.getMatchingIndex(), value);
        }
    }
}
