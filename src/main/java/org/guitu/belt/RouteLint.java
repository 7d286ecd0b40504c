package org.guitu.belt;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;

/**
 * Reads the routes as an operator would and says what is wrong with them before any of them starts: an empty set, an id
 * that is not its file's name, a missing description, a {@code direct:} nobody consumes, a door that does not begin at the
 * gate.
 */
public final class RouteLint {
    private static final String DIRECT = "direct:";

    private RouteLint() {}

    /** The findings, one line each: where, what, what to do; empty when all is well. */
    public static List<String> findings(ModelCamelContext camel) {
        var routes = camel.getRouteDefinitions();
        if (routes.isEmpty()) {
            return List.of("routes: no route was found; put the *.camel.yaml files back");
        }
        var findings = new ArrayList<String>();
        var consumed = routes.stream()
                .map(RouteLint::from)
                .filter(uri -> uri.startsWith(DIRECT))
                .map(RouteLint::name)
                .collect(Collectors.toSet());
        var seen = new HashSet<String>();
        for (var route : routes) {
            lint(route, consumed, findings);
            if (!seen.add(route.getId())) {
                findings.add(where(route) + "a second route has this id; give each its own file");
            }
        }
        if (routes.stream().noneMatch(route -> isDoor(from(route)))) {
            findings.add("routes: no route reads the gate's queue; put entrance.camel.yaml back");
        }
        return findings;
    }

    private static void lint(RouteDefinition route, Set<String> consumed, List<String> findings) {
        var file = fileName(route);
        if (!(route.getId() + ".camel.yaml").equals(file)) {
            findings.add(where(route) + "the id is not the name of its file " + file + "; make them equal");
        }
        if (route.getDescriptionText() == null || route.getDescriptionText().isBlank()) {
            findings.add(where(route) + "no description; say in one line what it carries");
        }
        if (isDoor(from(route)) && !beginsAtGate(route)) {
            findings.add(where(route)
                    + "a door must begin at the gate; make {bean: {ref: gate, method: enter}} the first step");
        }
        for (var to : ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ToDefinition.class)) {
            var uri = to.getEndpointUri();
            if (uri != null && uri.startsWith(DIRECT) && !consumed.contains(name(uri))) {
                findings.add(where(route) + "nobody consumes " + uri + "; correct the name or add its route");
            }
        }
    }

    private static boolean isDoor(String uri) {
        return uri.contains("hub.gate") || uri.contains("hub.in.");
    }

    private static boolean beginsAtGate(RouteDefinition route) {
        var first = route.getOutputs().stream()
                .filter(output -> !(output instanceof OnExceptionDefinition))
                .findFirst();
        return first.isPresent()
                && first.get() instanceof BeanDefinition bean
                && "gate".equals(bean.getRef())
                && "enter".equals(bean.getMethod());
    }

    private static String from(RouteDefinition route) {
        return route.getInput().getEndpointUri();
    }

    private static String name(String directUri) {
        var query = directUri.indexOf('?');
        return directUri.substring(DIRECT.length(), query < 0 ? directUri.length() : query);
    }

    private static String fileName(RouteDefinition route) {
        var resource = route.getResource();
        var location = resource == null ? "" : resource.getLocation();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private static String where(RouteDefinition route) {
        return "routes/" + fileName(route) + " (" + route.getId() + "): ";
    }
}
