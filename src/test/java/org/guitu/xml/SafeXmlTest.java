package org.guitu.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import javax.xml.parsers.DocumentBuilderFactory;
import org.guitu.message.Refusal;
import org.guitu.message.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

final class SafeXmlTest {
    private static final XmlLimits SMALL = new XmlLimits(2048, 5, 4, Duration.ofMillis(10));

    private final SafeXml xml = new SafeXml(XmlLimits.standard());

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Refusal refusalOf(SafeXml xml, byte[] wire) {
        return catchThrowableOfType(Refused.class, () -> xml.parse(wire)).refusal();
    }

    private Refusal refusalOf(String text) {
        return refusalOf(xml, utf8(text));
    }

    @Test
    void an_empty_message_is_refused() {
        assertThat(refusalOf("").code()).isEqualTo("GT-1009");
    }

    @Test
    void a_message_of_exactly_the_largest_size_is_read_and_one_byte_more_is_refused() throws Refused {
        var largest = "<a>" + "x".repeat(2048 - 7) + "</a>";
        assertThat(new SafeXml(SMALL).parse(utf8(largest)).getDocumentElement().getTextContent())
                .hasSize(2041);
        var refusal = refusalOf(new SafeXml(SMALL), utf8(largest + "\n"));
        assertThat(refusal.code()).isEqualTo("GT-1001");
        assertThat(refusal.text().en()).contains("2048");
    }

    @Test
    void elements_as_deep_as_allowed_are_read_and_one_level_more_is_refused() throws Refused {
        assertThat(new SafeXml(SMALL).parse(utf8(nested(5)))).isNotNull();
        var refusal = refusalOf(new SafeXml(SMALL), utf8(nested(6)));
        assertThat(refusal.code()).isEqualTo("GT-1004");
        assertThat(refusal.place()).isEqualTo("1:19");
    }

    @Test
    void ten_thousand_levels_are_refused() {
        assertThat(refusalOf(nested(10_000)).code()).isEqualTo("GT-1004");
    }

    private static String nested(int depth) {
        return "<a>".repeat(depth) + "</a>".repeat(depth);
    }

    @Test
    void attributes_as_many_as_allowed_are_read_and_one_more_is_refused() throws Refused {
        assertThat(new SafeXml(SMALL).parse(utf8("<a xmlns='u' b='' c='' d=''/>")))
                .isNotNull();
        assertThat(refusalOf(new SafeXml(SMALL), utf8("<a xmlns='u' b='' c='' d='' e=''/>"))
                        .code())
                .isEqualTo("GT-1005");
    }

    @Test
    void more_attributes_than_the_jdk_itself_allows_get_the_same_code() {
        var many = new StringBuilder("<a");
        for (int i = 0; i < 10_002; i++) {
            many.append(" a").append(i).append("=''");
        }
        assertThat(refusalOf(many.append("/>").toString()).code()).isEqualTo("GT-1005");
    }

    @Test
    void nodes_as_many_as_allowed_are_read_and_one_more_is_refused() throws Refused {
        assertThat(xml.parse(utf8("<a>" + "<b/>".repeat(XmlLimits.MAX_NODES - 1) + "</a>")))
                .isNotNull();
        assertThat(refusalOf("<a>" + "<b/>".repeat(XmlLimits.MAX_NODES) + "</a>")
                        .code())
                .isEqualTo("GT-1021");
    }

    @Test
    void reading_may_take_as_long_as_allowed_and_no_longer() throws Refused {
        var document = utf8("<a>" + "<b/>".repeat(100) + "</a>");
        assertThat(new SafeXml(SMALL, clockSteppingTo(10_000_000)).parse(document))
                .isNotNull();
        assertThat(refusalOf(new SafeXml(SMALL, clockSteppingTo(10_000_001)), document)
                        .code())
                .isEqualTo("GT-1008");
    }

    private static java.util.function.LongSupplier clockSteppingTo(long nanos) {
        var looks = new AtomicLong();
        return () -> looks.getAndIncrement() == 0 ? 0 : nanos;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE a><a/>",
                "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
                "<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/x.dtd'><a/>",
                "<!DOCTYPE a [<!ENTITY b 'bbbbbbbb'><!ENTITY c '&b;&b;&b;&b;'>]><a>&c;</a>"
            })
    void a_doctype_is_refused_whatever_is_in_it(String text) {
        assertThat(refusalOf(text).code()).isEqualTo("GT-1003");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<a/><!-- c -->", "<a>x<!-- c -->y</a>", "<?pi x?><a/>", "<a><?pi?></a>", "<!-- c --><a/>"})
    void comments_and_processing_instructions_are_refused(String text) {
        assertThat(refusalOf(text).code()).isEqualTo("GT-1007");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<a>",
                "<a></b>",
                "<a/><a/>",
                "x",
                "<a b=1/>",
                "<a>&x;</a>",
                "<p:a/>",
                "<:a/>",
                "<a:/>",
                "<:/>",
                "<a xmlns='u'><:b/></a>",
                "<a xmlns:b='u'><b:c:d/></a>",
                "<a :b=''/>",
                "<a xmlns:='u'/>",
                "<a xmlns:b='u' b:=''/>",
                "<a xmlns:b=''/>",
                "<a xmlns:b='u' xmlns:c='u' b:d='' c:d=''/>",
                "<a xmlns:xml='u'/>",
                "<a xmlns:xmlns='u'/>",
                "<a xmlns:b='http://www.w3.org/2000/xmlns/'/>",
                "<a xmlns='http://www.w3.org/XML/1998/namespace'/>",
                "<a>\u0001</a>",
                "<a b='' b=''/>",
                "<?xml version='1.1'?><a/>",
                "<?xml?><a/>",
                "<?xml version='1.0' encoding='UTF-8' no='x'?><a/>"
            })
    void what_is_not_well_formed_is_refused_with_its_place(String text) {
        var refusal = refusalOf(text);
        assertThat(refusal.code()).isEqualTo("GT-1002");
        assertThat(refusal.place()).matches("\\d+:\\d+");
    }

    @Test
    void only_utf_8_without_a_byte_order_mark_is_read() throws Refused {
        assertThat(xml.parse(utf8("<?xml version=\"1.0\" encoding=\"utf-8\"?><名>归途</名>"))
                        .getDocumentElement()
                        .getTextContent())
                .isEqualTo("归途");
        assertThat(refusalOf("\uFEFF<a/>").code()).isEqualTo("GT-1006");
        assertThat(refusalOf("<?xml version='1.0' encoding='GB18030'?><a/>").code())
                .isEqualTo("GT-1006");
        for (var charset :
                java.util.List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE)) {
            assertThat(refusalOf(xml, "<a/>".getBytes(charset)).code()).isEqualTo("GT-1006");
        }
    }

    @Test
    void bytes_that_are_not_utf_8_are_refused() {
        for (var bad : new int[][] {{0xC0, 0x80}, {0xED, 0xA0, 0x80}, {0xFF}, {0xE5, 0xBD}}) {
            var wire = Arrays.copyOf(utf8("<a>"), 3 + bad.length + 4);
            for (int i = 0; i < bad.length; i++) {
                wire[3 + i] = (byte) bad[i];
            }
            System.arraycopy(utf8("</a>"), 0, wire, 3 + bad.length, 4);
            assertThat(refusalOf(xml, wire).code()).isEqualTo("GT-1006");
        }
    }

    @Test
    void a_place_names_path_line_and_column_but_no_content() throws Refused {
        var document = xml.parse(utf8("<m:M xmlns:m='u'>\n <m:a>secret</m:a>\n <m:a k='v'>x</m:a><b/>\n</m:M>"));
        var second =
                (org.w3c.dom.Element) document.getElementsByTagNameNS("u", "a").item(1);
        assertThat(SafeXml.place(second)).isEqualTo("/m:M/m:a[2] (3:13)");
        assertThat(SafeXml.place(second.getAttributeNode("k"))).isEqualTo("/m:M/m:a[2]/@k (3:13)");
        assertThat(SafeXml.place(document.getElementsByTagName("b").item(0))).isEqualTo("/m:M/b (3:24)");
        assertThat(SafeXml.place(second.getFirstChild())).isEqualTo("/m:M/m:a[2] (3:13)");
    }

    @Test
    void canonical_form_is_the_same_as_of_the_jdks_own_tree() throws Exception {
        var text =
                "<?xml version='1.0' encoding='UTF-8'?>\n<m:M xmlns:m=\"urn:m\" xmlns=\"urn:d\" xmlns:unused='urn:u'>\r\n"
                        + "  <a z='1' m:b=\"&lt;&quot;&#10;\" a='归'>x &amp; y &gt; <![CDATA[<c>]]>&#13;</a>"
                        + "<m:n xmlns:m='urn:other'><b xmlns=''><c xmlns:x='urn:x' x:k='𠮷'/></b></m:n><e></e><ds:S xmlns:ds='urn:ds'/></m:M>\n";
        var ours = xml.parse(utf8(text));
        var theirs = jdk(utf8(text));
        assertThat(Canonical.exclusive(ours)).isEqualTo(Canonical.exclusive(theirs));
        assertThat(Canonical.exclusive(
                        ours.getElementsByTagNameNS("urn:other", "n").item(0)))
                .isEqualTo(Canonical.exclusive(
                        theirs.getElementsByTagNameNS("urn:other", "n").item(0)))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("<m:n xmlns:m=\"urn:other\"><b><c xmlns:x=\"urn:x\" x:k=\"𠮷\"></c></b></m:n>");
    }

    @Test
    void what_is_written_reads_back_as_the_same_document() throws Refused {
        var text = "<m:M xmlns:m=\"urn:m\" xmlns=\"urn:d\"><a k='&#13;&#9;'>归途 &#13; ]]&gt; 𠮷</a></m:M>";
        var once = xml.parse(utf8(text));
        var wire = SafeXml.bytes(once);
        assertThat(new String(wire, StandardCharsets.UTF_8))
                .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<m:M");
        assertThat(Canonical.exclusive(xml.parse(wire))).isEqualTo(Canonical.exclusive(once));
    }

    @Test
    void a_reader_that_failed_does_not_disturb_the_next_message() throws Refused {
        assertThat(refusalOf("<a><b>").code()).isEqualTo("GT-1002");
        assertThat(xml.parse(utf8("<a>x</a>")).getDocumentElement().getTextContent())
                .isEqualTo("x");
    }

    @Test
    void limits_out_of_range_are_refused_with_the_range() {
        assertThatThrownBy(() -> new XmlLimits(0, 64, 64, Duration.ofSeconds(4)))
                .hasMessageContaining("between 1024 and");
        assertThatThrownBy(() -> new XmlLimits(1024, 3, 64, Duration.ofSeconds(4)))
                .hasMessageContaining("maxDepth");
        assertThatThrownBy(() -> new XmlLimits(1024, 64, 257, Duration.ofSeconds(4)))
                .hasMessageContaining("maxAttributes");
        assertThatThrownBy(() -> new XmlLimits(1024, 64, 64, Duration.ZERO)).hasMessageContaining("maxParse");
    }

    private static Document jdk(byte[] wire) throws Exception {
        var factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(wire));
    }
}
