package org.guitu.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.guitu.cases.WireCase.Found;
import org.guitu.cases.WireCase.Kind;
import org.guitu.config.ConfigurationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs every case of {@code src/test/resources/cases} through every door, each of a hub of its own. */
final class WireCasesTest {
    @Nested
    final class Jms {
        @TempDir
        static Path folder;

        static CaseHub hub;

        @BeforeAll
        static void start() throws Exception {
            hub = CaseHub.start(Kind.JMS, folder);
        }

        @AfterAll
        static void stop() {
            if (hub != null) {
                hub.close();
            }
        }

        @TestFactory
        Stream<DynamicTest> every_case_is_answered_as_it_says() throws IOException, ConfigurationException {
            return hub.tests();
        }
    }

    @Nested
    final class Soap {
        @TempDir
        static Path folder;

        static CaseHub hub;

        @BeforeAll
        static void start() throws Exception {
            hub = CaseHub.start(Kind.SOAP, folder);
        }

        @AfterAll
        static void stop() {
            if (hub != null) {
                hub.close();
            }
        }

        @TestFactory
        Stream<DynamicTest> every_case_is_answered_as_it_says() throws IOException, ConfigurationException {
            return hub.tests();
        }
    }

    @Test
    void every_station_has_its_cases_and_answers_them_itself() throws IOException, ConfigurationException {
        var cases = WireCase.all(CaseHub.CASES);
        assertThat(cases).hasSizeGreaterThanOrEqualTo(40);
        assertThat(cases).extracting(Found::station).contains(1, 2, 3, 4, 5, 6);
        assertThat(cases)
                .filteredOn(found -> !found.wireCase().send().expect().accepted())
                .allSatisfy(found -> assertThat(found.wireCase().send().expect().answer())
                        .matches(found.station() == 2 ? "shut out" : "GT-" + found.station() + "\\d{3}"));
    }

    @Test
    void a_case_is_of_one_door_only_where_the_other_knows_no_such_thing() throws IOException, ConfigurationException {
        assertThat(WireCase.all(CaseHub.CASES))
                .filteredOn(found -> !found.wireCase().doors().equals(Optional.empty()))
                .extracting(Found::name)
                .containsExactlyInAnyOrder(
                        // no such request is read at all: 413, or not what the contract says
                        "1-receive/eleven-mib",
                        "1-receive/empty",
                        // words of the broker
                        "1-receive/text-message",
                        "3-verify/forged-address");
    }
}
