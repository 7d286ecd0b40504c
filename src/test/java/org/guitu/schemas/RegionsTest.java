package org.guitu.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.guitu.xml.Schemas;
import org.guitu.xml.SchemasException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** {@code regions.sch} as the rules look things up in it: a slip of the hand would make a region unknown. */
final class RegionsTest {
    private static final Path EXCHANGE = Path.of("schemas/exchange/1.0");
    private static final Pattern PROVINCE = Pattern.compile("'(\\d{2})': '([^']*)'");
    private static final Pattern UNIT = Pattern.compile("(\\d{4})/(\\d{4})?/(\\d{4})?");

    /** Codes with their years. */
    private static final TreeMap<String, String> REGIONS = new TreeMap<>();

    private static Document document(String name) throws SchemasException {
        return Schemas.in(Path.of("schemas")).document(EXCHANGE.resolve(name));
    }

    @BeforeAll
    static void read() throws SchemasException {
        var lets = document("regions.sch").getElementsByTagNameNS("*", "let");
        var map = ((Element) lets.item(1)).getAttribute("value");
        PROVINCE.matcher(map).results().forEach(province -> {
            // a blank before and after each: that is how it is found
            assertThat(province.group(2)).startsWith(" ").endsWith(" ");
            for (var unit : province.group(2).strip().split("\\s+", -1)) {
                var parts = UNIT.matcher(unit);
                assertThat(parts.matches()).as(unit).isTrue();
                var known = REGIONS.put(province.group(1) + parts.group(1), unit.substring(4));
                assertThat(known).as("twice: " + unit).isNull();
            }
        });
    }

    @Test
    void every_unit_is_there_once_and_no_span_ends_before_it_begins() {
        assertThat(REGIONS).hasSize(7180);
        assertThat(REGIONS.values())
                .filteredOn(span -> span.matches("/\\d{4}/\\d{4}"))
                .allSatisfy(span -> assertThat(span.substring(1, 5)).isLessThanOrEqualTo(span.substring(6)));
    }

    @Test
    void every_province_of_the_code_list_is_a_region_of_today() throws SchemasException {
        var found = document("place.xsd").getElementsByTagNameNS("*", "enumeration");
        var provinces = new ArrayList<String>();
        for (int i = 0; i < found.getLength(); i++) {
            var value = ((Element) found.item(i)).getAttribute("value");
            if (value.matches("\\d{6}")) {
                provinces.add(value);
            }
        }
        assertThat(provinces).hasSize(34).allSatisfy(code -> assertThat(REGIONS).containsEntry(code, "//"));
    }

    @Test
    void what_is_known_of_some_of_them_is_so() {
        assertThat(REGIONS)
                .as("Chongwen of Beijing, merged in 2010")
                .containsEntry("110103", "//2010")
                .as("Shaxian of Fujian, a district since 2021")
                .containsEntry("350427", "//2023")
                .as("Changping of Beijing as it was numbered in 1980")
                .containsEntry("110201", "//2002")
                .as("Nanming of Guiyang")
                .containsEntry("520102", "//")
                .doesNotContainKey("520199");
    }
}
