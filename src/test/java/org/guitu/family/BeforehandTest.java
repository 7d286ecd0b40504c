package org.guitu.family;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import org.guitu.message.MessageType;
import org.guitu.xml.Envelope;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** What a message that is begun says already, and what it leaves to an officer. */
class BeforehandTest {
    private static Families families;

    @BeforeAll
    static void load() throws Exception {
        families = Families.load(Path.of("schemas"));
    }

    private static Family alerts() {
        return families.family("alert").orElseThrow();
    }

    /** The sample update, as if it were of that version. */
    private static Document update(String version) {
        var update = (Document) Template.sample(alerts(), "AlertUpdate").cloneNode(true);
        FormPath.find(update, "/Body[1]/AlertUpdate[1]/Version[1]")
                .orElseThrow()
                .setTextContent(version);
        return update;
    }

    @Test
    void a_sighting_names_the_version_of_the_alert_that_it_answers() {
        var path = "/Body[1]/SightingReport[1]/AlertVersion[1]";
        assertThat(Beforehand.known(alerts(), "SightingReport", Template.sample(alerts(), "AlertIssue")))
                .isEqualTo(Map.of(path, "1"));
        assertThat(Beforehand.known(alerts(), "SightingReport", update("7"))).isEqualTo(Map.of(path, "7"));
        assertThat(Beforehand.known(alerts(), "SightingReport", Template.sample(alerts(), "AlertResolved")))
                .isEmpty();
    }

    @Test
    void an_update_counts_on_from_what_it_updates() {
        var path = "/Body[1]/AlertUpdate[1]/Version[1]";
        assertThat(Beforehand.known(alerts(), "AlertUpdate", Template.sample(alerts(), "AlertIssue")))
                .isEqualTo(Map.of(path, "2"));
        assertThat(Beforehand.known(alerts(), "AlertUpdate", update("2"))).isEqualTo(Map.of(path, "3"));
        assertThat(Beforehand.known(alerts(), "AlertUpdate", update("none"))).isEmpty();
    }

    @Test
    void a_message_of_another_family_tells_nothing() {
        var cases = families.family("case").orElseThrow();
        var issue = Template.sample(alerts(), "AlertIssue");
        assertThat(Beforehand.known(cases, "AssistanceRequest", issue)).isEmpty();
        assertThat(Beforehand.tells(alerts(), "SightingReport", MessageType.parse("alert/AlertIssue")))
                .isTrue();
        assertThat(Beforehand.tells(alerts(), "SightingReport", MessageType.parse("case/AlertIssue")))
                .isFalse();
        assertThat(Beforehand.tells(alerts(), "AlertResolved", MessageType.parse("alert/AlertIssue")))
                .isFalse();
    }

    @Test
    void nobody_has_evaluated_what_is_only_begun() {
        for (var family : families.all()) {
            assertThat(Beforehand.open(family))
                    .as(family.name())
                    .isEqualTo(Map.of("/Header[1]/SourceEvaluation[1]", "", "/Header[1]/InformationEvaluation[1]", ""));
        }
    }

    @Test
    void what_a_schema_says_is_known_is_said_by_types_and_elements_that_there_are() {
        var found = new ArrayList<String>();
        for (var family : families.all()) {
            for (var type : family.types().keySet()) {
                for (var part :
                        family.book().payload(type).orElseThrow().parts().elements()) {
                    for (var from : part.knownFrom()) {
                        var told = part.known(Envelope.payload(Template.sample(family, from)));
                        assertThat(told)
                                .as(type + "/" + part.name() + " from " + from)
                                .isPresent();
                        assertThat(part.takes(told.orElseThrow())).isTrue();
                        found.add(type);
                    }
                }
            }
        }
        assertThat(found).contains("SightingReport", "AlertUpdate");
    }
}
