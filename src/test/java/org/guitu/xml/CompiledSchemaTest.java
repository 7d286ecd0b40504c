package org.guitu.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.guitu.message.Refusal;
import org.guitu.message.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CompiledSchemaTest {
    private static final Path SCHEMAS = Path.of("src/test/resources/org/guitu/xml/schemas");
    private final SafeXml xml = new SafeXml(XmlLimits.standard());
    private final CompiledSchema schema = compiled();

    private static CompiledSchema compiled() {
        try {
            return Schemas.in(SCHEMAS).compile(List.of(SCHEMAS.resolve("a/person.xsd")));
        } catch (SchemasException e) {
            throw new AssertionError(e);
        }
    }

    private void validate(String inner) throws Refused {
        schema.validate(xml.parse(person(inner).getBytes(StandardCharsets.UTF_8)));
    }

    private static String person(String inner) {
        return "<Person xmlns='urn:test:a'" + inner + "</Person>";
    }

    private Refusal refusal(String inner) {
        return catchThrowableOfType(Refused.class, () -> validate(inner)).refusal();
    }

    @Test
    void a_valid_document_passes() {
        assertThatCode(() -> validate(" kind='RED'><Name>secret</Name><Code>GREEN</Code><Age>130</Age>"))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ><Secret/>                                         | GT-4101 | /Person/Secret (1:37)      | Expected: Name
            ><Secret xmlns="One of %{&quot;secret&quot;:x}% is expected." />   | GT-4101 | /Person/Secret (1:91)      | Expected: Name
            ><Name>secret</Name><Age>1</Age><Code>RED</Code>   | GT-4101 | /Person/Code (1:65)        | Expected: Number, Born, Empty, Any, Ref
            >                                                  | GT-4102 | /Person (1:28)             | Still expected: Name
            ><Name>secret</Name><Ref>a</Ref><Ref>b</Ref><Ref>c</Ref> | GT-4103 | /Person/Ref[3] (1:76) | Ref has to go
            ><Name>secret</Name><Any><s xmlns='urn:secret'/></Any> | GT-4104 | /Person/Any/s (1:75)   | knows no element s
             _secret='x'><Name>secret</Name>                    | GT-4105 | /Person (1:39)             | attribute that is not allowed
            ><Name>secret</Name><Code>secret</Code>            | GT-4107 | /Person/Code (1:53)        | allowed: RED, GREEN.
             _kind='secret'><Name>secret</Name>                 | GT-4107 | /Person/@kind (1:42)       | value of @kind
             _kind='RED' level='secret'><Name>secret</Name>     | GT-4114 | /Person/@level (1:54)      | not a valid integer
            ><Name>secret</Name><Number>secret</Number>        | GT-4108 | /Person/Number (1:55)      | value of Number
            ><Name>s</Name>                                    | GT-4109 | /Person/Name (1:34)        | at least 2
            ><Name>secretsecret</Name>                         | GT-4110 | /Person/Name (1:34)        | at most 8
            ><Name>secret</Name><Age>-1</Age>                  | GT-4111 | /Person/Age (1:52)         | bound is 0
            ><Name>secret</Name><Age>131</Age>                 | GT-4113 | /Person/Age (1:52)         | bound is 130
            ><Name>secret</Name>secret                         | GT-4112 | /Person (1:28)             | where none are allowed
            ><Name>secret</Name><Empty>secret</Empty>          | GT-4112 | /Person/Empty (1:54)       | where none are allowed
            ><Name>secret<b/></Name>                           | GT-4112 | /Person/Name (1:34)        | where none are allowed
            ><Name>secret</Name><Born>secret</Born>            | GT-4114 | /Person/Born (1:53)        | not a valid date
            ><Name>secret</Name><Ref>a</Ref><Ref>a</Ref>       | GT-4115 | /Person/Ref[2] (1:64)      | repeated
            """)
    void the_first_error_is_named_by_code_place_and_sentence_and_never_by_content(
            String inner, String code, String place, String says) {
        var refusal = refusal(inner.replace('%', '\'').replace('_', ' '));
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.place()).isEqualTo(place);
        assertThat(refusal.text().en()).contains(says).doesNotContain("secret");
        assertThat(refusal.text().zh()).doesNotContain("secret");
        assertThat(refusal.text().zh() + refusal.text().en()).doesNotContain("{");
    }

    @Test
    void a_missing_attribute_is_named() throws Refused {
        var document = xml.parse("<Needs xmlns='urn:test:a'/>".getBytes(StandardCharsets.UTF_8));
        var refusal = catchThrowableOfType(Refused.class, () -> schema.validate(document))
                .refusal();
        assertThat(refusal.code()).isEqualTo("GT-4106");
        assertThat(refusal.text().en()).contains("lacks the attribute id");
    }

    @Test
    void another_type_or_nil_by_xsi_is_refused() {
        var xsi = " xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'";
        assertThat(refusal(xsi + "><Name xsi:type='unknown'>secret</Name>").code())
                .isEqualTo("GT-4116");
        assertThat(refusal(xsi + "><Name xsi:nil='true'/>").code()).isEqualTo("GT-4116");
    }

    @Test
    void a_schema_the_message_names_is_not_read() throws IOException {
        var text = "<s xmlns='urn:s' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:schemaLocation='urn:s "
                + SCHEMAS.resolve("third-party/common.xsd").toUri() + "'/>";
        var refusal = catchThrowableOfType(
                        Refused.class, () -> schema.validate(xml.parse(text.getBytes(StandardCharsets.UTF_8))))
                .refusal();
        assertThat(refusal.code()).isEqualTo("GT-4104");
    }

    @Test
    void the_sentence_is_the_same_whatever_language_the_system_speaks() {
        var before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.CHINA);
            assertThat(compiled()).isNotNull();
            assertThat(refusal("><Name>secret</Name><Code>'[secret]'</Code>")
                            .text()
                            .en())
                    .contains("RED, GREEN")
                    .doesNotContain("secret");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void threads_do_not_disturb_each_other() throws Exception {
        var pool = Executors.newFixedThreadPool(4);
        try {
            var jobs = IntStream.range(0, 200)
                    .<Callable<Boolean>>mapToObj(i -> () -> i % 2 == 0 ? passes() : fails())
                    .toList();
            for (var done : pool.invokeAll(jobs)) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private boolean passes() throws Refused {
        validate("><Name>secret</Name>");
        return true;
    }

    private boolean fails() {
        return refusal("><Name>secret</Name><Age>131</Age>").code().equals("GT-4113");
    }

    @Test
    void a_broken_schema_is_one_line_with_file_and_line(@TempDir Path directory) throws IOException {
        var file = directory.resolve("x.xsd");
        Files.writeString(
                file,
                "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>\n<xs:element name='a' type='b'/></xs:schema>");
        assertThatThrownBy(() -> Schemas.in(directory).compile(List.of(file)))
                .isInstanceOf(SchemasException.class)
                .hasMessageContaining("x.xsd line 2")
                .hasMessageNotContaining("\n");
    }

    @Test
    void nothing_outside_the_directory_is_read(@TempDir Path directory) throws IOException {
        var inside = Files.createDirectory(directory.resolve("schemas"));
        Files.writeString(directory.resolve("out.xsd"), "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'/>");
        for (var location :
                List.of("../out.xsd", directory.resolve("out.xsd").toUri().toString(), "http://127.0.0.1:1/x.xsd")) {
            var file = inside.resolve("x.xsd");
            Files.writeString(
                    file,
                    "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:include schemaLocation='" + location
                            + "'/></xs:schema>");
            assertThatThrownBy(() -> Schemas.in(inside).compile(List.of(file)))
                    .as(location)
                    .isInstanceOf(SchemasException.class);
        }
        assertThatThrownBy(() -> Schemas.in(inside).compile(List.of(directory.resolve("out.xsd"))))
                .hasMessageContaining("missing");
    }
}
