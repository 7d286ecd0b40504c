package org.guitu.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.guitu.xml.Schemas;
import org.guitu.xml.SchemasException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LegalBasesTest {
    private static final Path LIST = Path.of("schemas/exchange/1.0/codes.xsd");

    @TempDir
    Path folder;

    private LegalBases changed(String from, String to) throws IOException, SchemasException {
        var text = Files.readString(LIST);
        assertThat(text).contains(from);
        var file = Files.writeString(folder.resolve("codes.xsd"), text.replace(from, to));
        return LegalBases.of(Schemas.in(folder), file);
    }

    @ParameterizedTest
    @CsvSource({
        "CN-VN-2010, CN, VN, 2026-11-26, true",
        "CN-VN-2010, VN, CN, 2026-11-26, true",
        "CN-VN-2010, CN, LA, 2026-11-26, false",
        "CN-VN-2010, LA, VN, 2026-11-26, false",
        "CN-VN-2010, CN, VN, 2011-03-14, true",
        "CN-VN-2010, CN, VN, 2011-03-13, false",
        "CN-TH-2018, CN, TH, 2018-11-01, false",
        "CN-MM-2009, CN, MM, 2026-11-26, true",
        "COMMIT-MOU-2004, LA, VN, 2026-11-26, true",
        "COMMIT-MOU-2004, CN, FR, 2026-11-26, false",
        "PALERMO, KH, TH, 2026-11-26, true",
        "CN-MINORS, CN, VN, 2026-11-26, false",
        "VITAL-INTEREST, MM, FR, 2026-11-26, true",
        "X-CN-LA-2027, CN, LA, 2026-11-26, true",
        "NOTHING, CN, VN, 2026-11-26, false",
    })
    void a_basis_holds_between_its_states_from_its_day_on(
            String code, String one, String other, LocalDate day, boolean holds) {
        var bases = Shipped.FAMILIES.legalBases();
        assertThat(bases.hold(List.of(code), one, other, day)).isEqualTo(holds);
        assertThat(bases.hold(List.of("CN-TH-2018", code), one, other, day)).isEqualTo(holds);
    }

    @Test
    void it_ends_with_the_last_of_its_days() throws Exception {
        var bases = changed("from=\"2018-11-02\"", "from=\"2018-11-02\" to=\"2028-11-01\"");
        assertThat(bases.between("TH", "CN", LocalDate.parse("2028-11-01"))).contains("CN-TH-2018");
        assertThat(bases.between("TH", "CN", LocalDate.parse("2028-11-02")))
                .contains("COMMIT-MOU-2004")
                .doesNotContain("CN-TH-2018");
    }

    @Test
    void a_list_that_does_not_say_what_it_binds_is_not_taken() {
        assertThatThrownBy(() -> changed("<g:basis states=\"CN TH\" from=\"2018-11-02\"/>", ""))
                .isInstanceOf(SchemasException.class)
                .hasMessageEndingWith("CN-TH-2018 does not say which states it binds; give it its g:basis");
        assertThatThrownBy(() -> changed("from=\"2018-11-02\"", "from=\"2018\""))
                .isInstanceOf(SchemasException.class)
                .hasMessageEndingWith("the days of CN-TH-2018 are no dates; correct its g:basis");
        assertThatThrownBy(() -> changed("LegalBasisCodeListed", "Other"))
                .isInstanceOf(SchemasException.class)
                .hasMessageContaining("put the list back");
    }
}
