package org.guitu.belt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.spi.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Reads the routes as an operator would and says what is wrong with them before any of them starts: an empty set, an id
 * that is not its file's name, a missing description, a {@code direct:} nobody consumes, a door that does not begin at the
 * gate, a step that names no bean, setting or error handling that is there.
 */
public final class RouteLint {
    private static final String DIRECT = "direct:";
    private static final String SUFFIX = ".camel.yaml";

    private final ModelCamelContext camel;
    private final Map<String, Class<?>> beans;
    private final List<String> findings = new ArrayList<>();

    private RouteLint(ModelCamelContext camel, Map<String, Class<?>> beans) {
        this.camel = camel;
        this.beans = beans;
    }

    /**
     * The findings, one line each: where, what, what to do; empty when all is well.
     *
     * @param beans what steps may name as {@code ref}, and of which class each is
     */
    public static List<String> findings(ModelCamelContext camel, Map<String, Class<?>> beans) {
        var lint = new RouteLint(camel, beans);
        lint.run();
        return List.copyOf(lint.findings);
    }

    private void run() {
        var routes = camel.getRouteDefinitions();
        if (routes.isEmpty()) {
            findings.add("routes: no route was found; put the *.camel.yaml files back");
            return;
        }
        var consumed = routes.stream()
                .map(RouteLint::from)
                .filter(uri -> uri.startsWith(DIRECT))
                .map(RouteLint::name)
                .collect(Collectors.toSet());
        var seen = new HashSet<String>();
        for (var route : routes) {
            place(route);
            errors(route);
            door(route);
            steps(where(route), own(route), consumed);
            if (!seen.add(route.getId())) {
                findings.add(where(route) + "a second route has this id; give each its own file");
            }
        }
        for (var configuration : camel.getRouteConfigurationDefinitions()) {
            for (var caught : configuration.getOnExceptions()) {
                steps(where(configuration), caught.getOutputs(), consumed);
            }
        }
        if (routes.stream().noneMatch(route -> isDoor(from(route)))) {
            findings.add("routes: no route reads the gate's queue; put entrance.camel.yaml back");
        }
    }

    /** Ids, names and what is said about them: who looks for a route finds it by its name. */
    private void place(RouteDefinition route) {
        var file = fileName(location(route.getResource()));
        if (!(route.getId() + SUFFIX).equals(file)) {
            findings.add(where(route) + "the id is not the name of its file " + file + "; make them equal");
        }
        var from = from(route);
        if (from.startsWith(DIRECT) && !name(from).equals(route.getId())) {
            findings.add(where(route) + "it consumes " + from + "; make that direct:" + route.getId());
        }
        var family = family(location(route.getResource()));
        if (family != null && !family.equals(route.getId())) {
            findings.add(where(route) + "a family brings only the route of its name; move this one to routes/");
        }
        if (route.getDescriptionText() == null || route.getDescriptionText().isBlank()) {
            findings.add(where(route) + "no description; say in one line what it carries");
        }
        setting(where(route), from);
    }

    /** A failure that no configuration takes would be logged by Camel with its text, which may quote a message. */
    private void errors(RouteDefinition route) {
        var named = route.getRouteConfigurationId();
        var there = camel.getRouteConfigurationDefinitions().stream()
                .map(RouteConfigurationDefinition::getId)
                .collect(Collectors.toCollection(TreeSet::new));
        if (named == null || named.isBlank()) {
            findings.add(where(route) + "no routeConfigurationId; say what happens on a failure: " + there);
        } else if (!there.contains(named)) {
            findings.add(where(route) + "its routeConfigurationId " + named + " is not there; use one of " + there);
        }
    }

    private void door(RouteDefinition route) {
        if (isDoor(from(route)) && !beginsAtGate(route)) {
            findings.add(where(route)
                    + "a door must begin at the gate; make {bean: {ref: gate, method: enter}} the first step");
        }
    }

    private void steps(String where, List<ProcessorDefinition<?>> outputs, Set<String> consumed) {
        for (var to : all(outputs, ToDefinition.class)) {
            var uri = to.getEndpointUri();
            if (uri != null && uri.startsWith(DIRECT) && !consumed.contains(name(uri))) {
                findings.add(where + "nobody consumes " + uri + "; correct the name or add its route");
            }
            if (uri != null) {
                setting(where, uri);
            }
        }
        for (var step : all(outputs, BeanDefinition.class)) {
            bean(where, step);
        }
    }

    private static <T> Collection<T> all(List<ProcessorDefinition<?>> outputs, Class<T> type) {
        return ProcessorDefinitionHelper.filterTypeInOutputs(outputs, type);
    }

    private void bean(String where, BeanDefinition step) {
        var type = step.getRef() == null ? null : beans.get(step.getRef());
        if (type == null) {
            findings.add(where + "there is no bean " + step.getRef() + "; use one of " + new TreeSet<>(beans.keySet()));
            return;
        }
        var method = step.getMethod();
        if (Arrays.stream(type.getMethods()).noneMatch(one -> one.getName().equals(method))) {
            findings.add(where + "bean " + step.getRef() + " has no method " + method + "; correct the name");
        }
    }

    private void setting(String where, String uri) {
        try {
            camel.resolvePropertyPlaceholders(uri);
        } catch (IllegalArgumentException e) {
            findings.add(where + "a setting in double braces is not there: " + uri + "; correct its name");
        }
    }

    private static boolean isDoor(String uri) {
        return uri.contains("hub.gate") || uri.contains("hub.in.");
    }

    /** Its steps without the error handling that Camel put among them. */
    private static List<ProcessorDefinition<?>> own(RouteDefinition route) {
        return route.getOutputs().stream()
                .filter(output -> !(output instanceof OnExceptionDefinition))
                .toList();
    }

    private static boolean beginsAtGate(RouteDefinition route) {
        var first = own(route).stream().findFirst();
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

    private static String location(@Nullable Resource resource) {
        return resource == null ? "" : resource.getLocation();
    }

    private static String fileName(String location) {
        return location.substring(location.lastIndexOf('/') + 1);
    }

    /** The family whose folder {@code schemas/<family>/<version>/} this file is in. */
    private static @Nullable String family(String location) {
        var path = location.split("/", -1);
        return path.length > 4 && path[path.length - 4].equals("schemas") ? path[path.length - 3] : null;
    }

    private static String where(RouteDefinition route) {
        return where(location(route.getResource()), route.getId());
    }

    private static String where(RouteConfigurationDefinition configuration) {
        return where(location(configuration.getResource()), configuration.getId());
    }

    private static String where(String location, String id) {
        var family = family(location);
        var folder = family == null ? "routes/" : location.substring(location.lastIndexOf("schemas/" + family));
        return (family == null ? folder + fileName(location) : folder) + " (" + id + "): ";
    }
}
