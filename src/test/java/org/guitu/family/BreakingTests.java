package org.guitu.family;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.guitu.config.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import tools.jackson.databind.JsonNode;

/** Which test breaks which rule: invalid samples, wire cases, changed samples, and methods that say so. */
final class BreakingTests {
    private static final Path CASES = Path.of("src/test/resources/cases");

    private static final Path CLASSES = Path.of("target/test-classes");

    /** Refusals whose text is that of the rule they name: Schematron, guards. */
    private static final Set<String> BY_RULE = Set.of("GT-4201", "GT-5105");

    private final Map<String, Set<String>> tests = new TreeMap<>();

    private BreakingTests() {}

    /** Names of tests by rule id, or by code of a refusal. */
    static Map<String, Set<String>> all() throws IOException, ConfigurationException {
        var breaking = new BreakingTests();
        breaking.samples();
        breaking.cases();
        for (var broken : BrokenRules.all()) {
            var sample = broken.sample().substring(broken.sample().lastIndexOf('/') + 1);
            breaking.add(broken.rule(), "`BrokenRulesTest` " + sample);
        }
        annotated().forEach((name, methods) -> methods.forEach(method -> breaking.add(name, "`" + method + "`")));
        return breaking.tests;
    }

    private void add(String name, String test) {
        tests.computeIfAbsent(name, n -> new TreeSet<>()).add(test);
    }

    private void samples() {
        for (var family : Shipped.FAMILIES.all()) {
            var expected = Written.in(family.folder().resolve("samples/invalid/expected.yaml"));
            expected.forEachEntry((file, reason) -> add(reason.asString(), "sample " + file));
        }
    }

    private void cases() throws IOException {
        try (var files = Files.walk(CASES)) {
            for (var file : files.filter(f -> f.endsWith("case.yaml")).sorted().toList()) {
                var expect = Written.in(file).get("send").get("expect");
                var name = "case " + CASES.relativize(file.resolveSibling(""));
                var answer = word(expect, "answer");
                add(answer, name);
                if (BY_RULE.contains(answer)) {
                    add(word(expect, "rule"), name);
                }
            }
        }
    }

    private static String word(JsonNode expect, String key) {
        return expect.has(key) ? expect.get(key).asString() : "";
    }

    /** What {@link Breaks} says; only where JUnit runs it. */
    static Map<String, Set<String>> annotated() throws IOException {
        var found = new TreeMap<String, Set<String>>();
        try (var files = Files.walk(CLASSES)) {
            for (var file : files.filter(BreakingTests::mentionsBreaks).toList()) {
                var name = CLASSES.relativize(file).toString().replaceFirst("\\.class$", "");
                for (var method : loaded(name.replace('/', '.')).getDeclaredMethods()) {
                    var breaks = method.getAnnotation(Breaks.class);
                    if (breaks != null && isRun(method)) {
                        var test = method.getDeclaringClass().getSimpleName() + "." + method.getName();
                        for (var rule : breaks.value()) {
                            found.computeIfAbsent(rule, n -> new TreeSet<>()).add(test);
                        }
                    }
                }
            }
        }
        return found;
    }

    private static boolean mentionsBreaks(Path file) {
        try {
            return file.toString().endsWith(".class")
                    && new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                            .contains("L" + Breaks.class.getName().replace('.', '/') + ";");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> loaded(String name) {
        try {
            return Class.forName(name, false, BreakingTests.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(name, e);
        }
    }

    private static boolean isRun(Method method) {
        return Stream.of(Test.class, ParameterizedTest.class, TestFactory.class).anyMatch(method::isAnnotationPresent);
    }
}
