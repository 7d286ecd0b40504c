package org.guitu.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.guitu.message.Refused;
import org.guitu.xml.SchemasException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stylesheets that are kept from one program to the next decide as those made anew do. */
final class StylesheetsTest {
    private static final Path SCHEMAS = Path.of("schemas");
    private static final Path ODD = SCHEMAS.resolve("alert/1.0/samples/invalid/alert-issue-not-filed.xml");

    private final Map<String, byte[]> kept = new HashMap<>();
    private int found;

    private final Stylesheets shelf = new Stylesheets() {
        @Override
        public Optional<byte[]> find(String key) {
            var before = Optional.ofNullable(kept.get(key));
            found += before.isPresent() ? 1 : 0;
            return before;
        }

        @Override
        public void keep(String key, byte[] stylesheet) {
            kept.put(key, stylesheet);
        }
    };

    @Test
    void a_kept_stylesheet_is_used_and_refuses_with_the_same_words() throws Exception {
        var made = refusal(SCHEMAS);
        assertThat(kept).hasSize(1);
        assertThat(found).isZero();
        assertThat(refusal(SCHEMAS)).isEqualTo(made).contains("R-A02");
        assertThat(found).isEqualTo(1);
        assertThat(kept).hasSize(1);
    }

    /** SchXslt2 of another version would be passed over: then lean.xsl is to be looked at again. */
    @Test
    void a_stylesheet_asks_for_no_severity_before_its_assertions() throws Exception {
        refusal(SCHEMAS);
        assertThat(kept.values())
                .allSatisfy(stylesheet -> assertThat(stylesheet)
                        .asString(StandardCharsets.UTF_8)
                        .contains("failed-assert")
                        .doesNotContain("$Q{http://dmaus.name/ns/2023/schxslt}severity"));
    }

    @Test
    void a_kept_stylesheet_that_is_damaged_is_made_anew() throws Exception {
        var made = refusal(SCHEMAS);
        kept.replaceAll((key, stylesheet) -> "damaged".getBytes(StandardCharsets.UTF_8));
        assertThat(refusal(SCHEMAS)).isEqualTo(made);
        assertThat(kept.values())
                .allSatisfy(stylesheet -> assertThat(stylesheet).hasSizeGreaterThan(1000));
    }

    @Test
    void rules_that_changed_have_a_stylesheet_of_their_own(@TempDir Path other) throws Exception {
        refusal(SCHEMAS);
        copy(other);
        var common = other.resolve("exchange/1.0/rules.sch");
        Files.writeString(common, Files.readString(common).replace("R-X07", "R-X77"));
        refusal(other);
        assertThat(found).isZero();
        assertThat(kept).hasSize(2);
    }

    private String refusal(Path schemas) throws IOException, Refused, SchemasException {
        var families = Families.load(schemas, shelf);
        var document = Shipped.read(ODD);
        return catchThrowableOfType(Refused.class, () -> families.validate(document))
                .refusal()
                .toString();
    }

    private static void copy(Path to) throws IOException {
        try (var files = Files.walk(SCHEMAS)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var target = to.resolve(SCHEMAS.relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }
}
