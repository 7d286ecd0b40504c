package org.guitu.family;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.guitu.message.Labels;
import org.guitu.message.Refusals;
import org.guitu.message.Station;
import org.guitu.xml.Schemas;
import org.guitu.xml.SchemasException;

/** Every rule that runs somewhere: in a {@code rules.sch}, as a guard or deadline of a {@code workflow.yaml}, in the gate or by a schema. */
final class RunningRules {
    private static final String EVERYWHERE = "office and hub 机构端与枢纽";
    private static final String OPENED = "office, before sealing and after opening 机构端密封前和打开后";
    private static final String HUB = "hub 枢纽";

    private final KnownRules known;
    private final List<Row> rows = new ArrayList<>();

    /**
     * One rule in one place.
     *
     * @param brokenBy under what a test may say that it breaks this one: rule id, or code of a refusal
     */
    record Row(String id, String family, String severity, String where, Labels text, Set<String> brokenBy) {
        /** Its number in the reference: a word after it tells the tests of one rule apart. */
        String number() {
            return number(id);
        }

        static String number(String id) {
            return id.replaceFirst("^(R-[A-Z]\\d+).*", "$1");
        }
    }

    private RunningRules(KnownRules known) {
        this.known = known;
    }

    static List<Row> of(KnownRules known) throws SchemasException {
        var running = new RunningRules(known);
        running.schematron();
        running.workflows();
        running.gate();
        running.schemas();
        running.rows.sort(java.util.Comparator.comparing(Row::id).thenComparing(Row::where));
        return List.copyOf(running.rows);
    }

    private void schematron() throws SchemasException {
        var schemas = Schemas.in(Shipped.SCHEMAS);
        var common = RuleBook.read(schemas, Shipped.SCHEMAS.resolve("exchange/1.0/rules.sch"))
                .rules();
        common.forEach((id, rule) -> asserted(id, "exchange", "exchange/1.0/rules.sch", rule));
        for (var family : Shipped.FAMILIES.all()) {
            var own = new TreeMap<>(
                    RuleBook.read(schemas, family.folder().resolve("rules.sch")).rules());
            own.keySet().removeAll(common.keySet());
            own.forEach((id, rule) -> asserted(id, family.name(), file(family, "rules.sch"), rule));
        }
    }

    private void asserted(String id, String family, String file, RuleBook.Rule rule) {
        var where = (rule.opened() ? OPENED : EVERYWHERE) + ": `" + file + "`";
        rows.add(new Row(id, family, rule.error() ? "E" : "W", where, rule.text(), Set.of(id)));
    }

    private void workflows() {
        for (var family : Shipped.FAMILIES.all()) {
            var guards = new TreeMap<String, Workflow.Guard>();
            var types = new TreeMap<String, Set<String>>();
            for (var transition : family.workflow().transitions()) {
                for (var guard : transition.guards()) {
                    guards.put(guard.id(), guard);
                    types.computeIfAbsent(guard.id(), id -> new TreeSet<>()).add(transition.on());
                }
            }
            guards.forEach((id, guard) -> {
                var on = String.join("`, `", Objects.requireNonNull(types.get(id)));
                var where = HUB + ": `" + file(family, "workflow.yaml") + "`, guard 条件, `" + on + "`";
                rows.add(new Row(id, family.name(), guard.warns() ? "W" : "E", where, guard.text(), Set.of(id)));
            });
            for (var limit : family.workflow().deadlines()) {
                if (limit.deadline().id().startsWith("R-")) {
                    var where = HUB + ": `" + file(family, "workflow.yaml") + "`, deadline 期限, `" + limit.on() + "`";
                    var id = limit.deadline().id();
                    rows.add(new Row(
                            id, family.name(), "W", where, limit.deadline().label(), Set.of(id)));
                }
            }
        }
    }

    private void gate() {
        known.gate()
                .forEach((id, codes) -> codes.forEach(code -> {
                    var station = station(code).name().toLowerCase(Locale.ROOT);
                    var at = code.startsWith("GT-42") || code.startsWith("GT-43") ? EVERYWHERE : HUB;
                    var where = at + ": " + station + ", [" + code + "](refusals.md)";
                    var text = Objects.requireNonNull(Refusals.all().get(code), code)
                            .text();
                    boolean elsewhere = rows.stream().anyMatch(row -> row.id().equals(id));
                    rows.add(new Row(id, "exchange", "E", where, text, elsewhere ? Set.of(code) : Set.of(code, id)));
                }));
    }

    private static Station station(String code) {
        return List.of(Station.values()).stream()
                .filter(station -> code.startsWith("GT-" + station.digit()))
                .findFirst()
                .orElseThrow();
    }

    private void schemas() {
        known.rules()
                .forEach((id, rule) -> rule.schema()
                        .ifPresent(
                                how -> rows.add(new Row(id, "exchange", "E", EVERYWHERE + ": XSD", how, Set.of(id)))));
    }

    private static String file(Family family, String name) {
        return Shipped.SCHEMAS.relativize(family.folder().resolve(name)).toString();
    }

    /** Rules by what breaks them, for whoever looks for one. */
    static Set<String> names(List<Row> rows) {
        var names = new TreeSet<String>();
        rows.forEach(row -> names.addAll(row.brokenBy()));
        return names;
    }

    /** Those that these tests break. */
    static Set<String> testsOf(Row row, Map<String, Set<String>> tests) {
        var found = new TreeSet<String>();
        row.brokenBy().forEach(name -> found.addAll(tests.getOrDefault(name, Set.of())));
        return found;
    }
}
