package org.guitu.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.guitu.config.ConfigurationException;
import org.guitu.directory.Directory;
import org.guitu.family.Families;
import org.guitu.message.Header;
import org.guitu.message.Header.PrivacyClass;
import org.guitu.message.Header.Urgency;
import org.guitu.message.MessageType;
import org.guitu.message.PartyId;
import org.guitu.message.Refused;
import org.guitu.seal.TestSealing;
import org.guitu.xml.Envelope;
import org.guitu.xml.SafeXml;
import org.guitu.xml.SchemasException;
import org.guitu.xml.XmlLimits;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrantsTest {
    @SuppressWarnings("NullAway.Init")
    private static Directory directory;

    @SuppressWarnings("NullAway.Init")
    private static Grants shipped;

    @SuppressWarnings("NullAway.Init")
    private static Families families;

    @BeforeAll
    static void load() throws ConfigurationException, SchemasException {
        families = TestSealing.families(Path.of("schemas"));
        directory = Directory.load(Path.of("config/parties"));
        shipped = Grants.load(Path.of("config/grants.yaml"), directory);
    }

    private static GrantQuestion question(String from, String to, String type, String purpose, PrivacyClass ceiling) {
        return new GrantQuestion(
                directory.party(new PartyId(from)).orElseThrow(),
                directory.party(new PartyId(to)).orElseThrow(),
                MessageType.parse(type),
                purpose,
                ceiling,
                Urgency.FLASH,
                Set.of());
    }

    @ParameterizedTest
    @CsvSource({
        "cn.52, cn.44, alert/AlertIssue, SEARCH, P2, alert.domestic",
        "cn.52, cn.53.border.hekou, alert/AlertIssue, SEARCH, P2, alert.domestic",
        "cn.52, cn.jco, alert/AlertResolved, SEARCH, P2, alert.domestic",
        "cn.44, cn.52, alert/SightingReport, SEARCH, P2, alert.domestic",
        "la.atd, cn.53.border.mohan, alert/AlertIssue, PROTECTION, P2, alert.from-abroad",
        "cn.52, cn.44, case/AssistanceRequest, INVESTIGATION, P3, case.domestic",
        "cn.53, vn.mps, case/AssistanceRequest, INVESTIGATION, P2, case.abroad",
        "cn.53, vn.mps, repatriation/RepatriationRequest, RETURN, P3, repatriation.abroad",
        "vn.mps, cn.53, repatriation/Acknowledgement, RETURN, P2, repatriation.from-abroad",
        "cn.53.border.hekou, vn.mps, repatriation/HandoverConfirmation, RETURN, P2, repatriation.abroad",
        "cn.52, cn.44, agreement/Proposal, COORDINATION, P1, agreement.provinces",
        "cn.52, cn.jco, agreement/ReportToOffice, COORDINATION, P1, agreement.provinces",
        "cn.jco, cn.52, agreement/OfficeReceipt, COORDINATION, P1, agreement.filed",
        "cn.53, vn.mps, agreement/Proposal, COORDINATION, P1, agreement.abroad",
        "vn.mps, cn.53, agreement/Signature, COORDINATION, P1, agreement.from-abroad",
        "cn.jco, vn.mps, agreement/OfficeReceipt, COORDINATION, P1, agreement.filed",
    })
    void the_national_baseline_allows(
            String from, String to, String type, String purpose, PrivacyClass ceiling, String grant) {
        assertThat(shipped.allowing(question(from, to, type, purpose, ceiling)))
                .map(Grant::id)
                .hasValue(grant);
    }

    @ParameterizedTest
    @CsvSource({
        // identity does not leave the country on a province's own word
        "cn.44, vn.mps, alert/SightingReport, SEARCH, P2",
        "cn.44, vn.mps, alert/AlertIssue, SEARCH, P0",
        "cn.44, vn.mps, case/AssistanceRequest, INVESTIGATION, P1",
        // one purpose does not serve another
        "cn.52, cn.44, alert/AlertIssue, STATISTICS, P0",
        "cn.53, vn.mps, repatriation/RepatriationRequest, INVESTIGATION, P1",
        // sealed content has no place in an alert
        "cn.52, cn.44, alert/AlertIssue, SEARCH, P3",
        // border police sign no agreements, agencies abroad do not use the hub among themselves
        "cn.53.border.hekou, cn.53, agreement/Proposal, COORDINATION, P1",
        "vn.mps, la.atd, case/AssistanceRequest, INVESTIGATION, P1",
        // R-G12: the JCO is no party to an agreement, and a province without a port makes none abroad
        "cn.jco, cn.52, agreement/Proposal, COORDINATION, P1",
        "cn.jco, vn.mps, agreement/Signature, COORDINATION, P1",
        "vn.mps, cn.jco, agreement/Proposal, COORDINATION, P1",
        "cn.52, vn.mps, agreement/Proposal, COORDINATION, P1",
        // nobody writes to the hub but receipts, and nobody but a recipient sends them
        "cn.52, cn.hub, alert/AlertIssue, SEARCH, P0",
        "cn.52, cn.44, receipt/Accepted, COORDINATION, P1",
        "cn.52, cn.44, tip/TipReport, INVESTIGATION, P1",
    })
    void the_national_baseline_refuses(String from, String to, String type, String purpose, PrivacyClass ceiling) {
        assertThat(shipped.allowing(question(from, to, type, purpose, ceiling))).isEmpty();
    }

    @Test
    void every_sample_of_every_family_is_allowed_to_each_of_its_recipients() throws IOException, Refused {
        var xml = new SafeXml(XmlLimits.standard());
        try (var samples = Files.newDirectoryStream(Path.of("schemas"), "*")) {
            for (var family : samples) {
                for (var sample : samples(family)) {
                    everyRecipientIsAllowed(sample, Envelope.header(xml.parse(Files.readAllBytes(sample))));
                }
            }
        }
    }

    private static List<Path> samples(Path family) throws IOException {
        var dir = family.resolve("1.0/samples");
        if (!Files.isDirectory(dir)) {
            return List.of();
        }
        try (var files = Files.list(dir)) {
            return files.filter(f -> f.toString().endsWith(".xml")).toList();
        }
    }

    private static void everyRecipientIsAllowed(Path sample, Header header) {
        for (var named : Stream.concat(header.recipients().stream(), header.copyTo().stream())
                .toList()) {
            assertThat(directory.expand(named)).as("%s to %s", sample, named).isNotEmpty();
            for (var recipient : directory.expand(named)) {
                var question = new GrantQuestion(
                        directory.party(header.sender()).orElseThrow(),
                        directory.party(recipient).orElseThrow(),
                        header.type(),
                        header.purpose(),
                        header.privacyCeiling(),
                        header.urgency(),
                        Set.copyOf(header.legalBasis()));
                assertThat(shipped.allowing(question))
                        .as("%s to %s", sample, recipient)
                        .isPresent();
            }
        }
    }

    @Test
    void a_refusal_names_the_missing_clause_in_both_languages() {
        var text = shipped.missing(
                question("cn.44", "vn.mps", "case/AssistanceRequest", "INVESTIGATION", PrivacyClass.P1), List.of());
        assertThat(text.en()).contains("cn.44", "vn.mps", "case/AssistanceRequest", "INVESTIGATION", "P1", "agreement");
        assertThat(text.zh()).contains("广东省", "越南公安部", "case/AssistanceRequest", "合作协议");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cn.52 | cn.44  | alert/AlertIssue       | SEARCH     | P3 | alert.domestic, would if this were so: the privacy class may be P2 at most.",
                "cn.52 | cn.44  | alert/AlertIssue       | RETURN     | P2 | the purpose has to be COORDINATION/INVESTIGATION/PROTECTION/SEARCH.",
                "cn.44 | vn.mps | alert/AlertIssue       | SEARCH     | P2 | vital-interest, would if this were so: LegalBasis has to name VITAL-INTEREST (an exception, at which cn.jco looks afterwards).",
                "cn.52 | la.atd | alert/SightingReport   | SEARCH     | P2 | alert.answer-abroad, would if this were so: the privacy class may be P1 at most.",
                "cn.44 | la.atd | case/TaskAssignment    | PROTECTION | P1 | LegalBasis has to name VITAL-INTEREST",
                "cn.jco | cn.44  | agreement/Proposal | COORDINATION | P1 | agreement.provinces, would if this were so: the direction has to be from cn.44 to cn.jco.",
                "cn.44 | la.atd | agreement/Proposal | COORDINATION | P1 | agreement.provinces, would if this were so: the recipient has to be jco/provincial-office.",
            })
    void a_refusal_says_what_is_missing_of_the_nearest_clause(
            String from, String to, String type, String purpose, PrivacyClass ceiling, String missing) {
        var text = shipped.missing(question(from, to, type, purpose, ceiling), List.of());
        assertThat(text.en()).contains(missing);
        assertThat(text.zh()).contains("最接近的条款").containsPattern("须|不得");
    }

    @Test
    void a_clause_of_an_agreement_may_be_the_nearest() {
        var asked = question("cn.44", "vn.mps", "case/AssistanceRequest", "SEARCH", PrivacyClass.P2);
        var agreed = new Grant(
                "agreement:1/v1/1",
                new org.guitu.message.Labels("协议", "agreement"),
                Set.of("cn.44"),
                Set.of("vn.mps"),
                Set.of("case/*"),
                Set.of("SEARCH"),
                PrivacyClass.P1,
                Set.of(Urgency.values()),
                java.util.Optional.empty(),
                "",
                "");
        assertThat(shipped.missing(on(asked, Urgency.ROUTINE), List.of(agreed)).en())
                .contains("agreement:1/v1/1, would if this were so: the privacy class may be P1 at most.");
    }

    @Test
    void a_grant_may_be_for_some_urgencies_only(@TempDir Path dir) throws ConfigurationException, IOException {
        var grants = Grants.load(write(dir, "urgencies: [FLASH]"), directory);
        var flash = question("cn.52", "cn.44", "alert/AlertIssue", "SEARCH", PrivacyClass.P1);
        assertThat(grants.allowing(flash)).isPresent();
        assertThat(grants.allowing(new GrantQuestion(
                        flash.from(),
                        flash.to(),
                        flash.type(),
                        flash.purpose(),
                        flash.ceiling(),
                        Urgency.ROUTINE,
                        Set.of())))
                .isEmpty();
    }

    @Test
    void an_exception_allows_only_what_names_its_basis_and_nothing_that_is_not_a_flash() {
        var asked = question("cn.44", "vn.mps", "alert/AlertIssue", "SEARCH", PrivacyClass.P2);
        assertThat(shipped.excepting(asked)).isEmpty();
        assertThat(shipped.excepting(on(asked, Urgency.FLASH))).map(Grant::id).hasValue("vital-interest");
        assertThat(shipped.allowing(on(asked, Urgency.FLASH))).isEmpty();
        assertThat(shipped.excepting(on(asked, Urgency.URGENT))).isEmpty();
    }

    private static GrantQuestion on(GrantQuestion asked, Urgency urgency) {
        return new GrantQuestion(
                asked.from(),
                asked.to(),
                asked.type(),
                asked.purpose(),
                asked.ceiling(),
                urgency,
                Set.of("VITAL-INTEREST"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "basis: VITAL-INTEREST     | grants.0.review and basis go together",
                "from: ['@province']       | grant g names @province, which the directory does not know",
                "from: [police]            | grant g names police",
                "from: []                  | :3: grants.0.from must not be empty",
                "types: [alert]            | :5: grants.0.types must be family/Name",
                "purposes: [CURIOSITY]     | :6: grants.0.purposes has the unknown purpose CURIOSITY",
                "privacy: P4               | :7: grants.0.privacy cannot be P4",
                "colour: red               | unknown key grants.0.colour",
                "id: G                     | :2: grants.0.id must be lower-case",
            })
    void a_wrong_clause_is_refused_with_its_line(String line, String message, @TempDir Path dir) throws IOException {
        var file = write(dir, line);
        assertThatThrownBy(() -> Grants.load(file, directory))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message);
    }

    @Test
    void every_type_of_the_shipped_grants_exists() throws ConfigurationException {
        shipped.requireTypes(families);
    }

    @ParameterizedTest
    @CsvSource({
        "alert/AlertIsue, alert/AlertIssue",
        "case/AlertIssue, alert/AlertIssue",
        "alerts/*, alert/*",
        "case/Assistancerequest, case/AssistanceRequest"
    })
    void a_type_no_family_has_is_refused_with_the_nearest(String type, String meant, @TempDir Path dir)
            throws IOException, ConfigurationException {
        var file = write(dir, "types: ['" + type + "']");
        var grants = Grants.load(file, directory);
        assertThatThrownBy(() -> grants.requireTypes(families))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(file.toString(), "grant g names the type " + type, meant);
    }

    @Test
    void two_grants_with_one_id_are_refused(@TempDir Path dir) throws IOException {
        var file = write(dir, "privacy: P1");
        var text = Files.readString(file);
        Files.writeString(file, text + text.substring(text.indexOf("  - id")));
        assertThatThrownBy(() -> Grants.load(file, directory)).hasMessageContaining("two grants g");
    }

    private static Path write(Path dir, String line) throws IOException {
        var text = """
                grants:
                  - id: g
                    from: [provincial-office]
                    to: ["@provinces"]
                    types: ["alert/*"]
                    purposes: [SEARCH]
                    privacy: P2
                    label: {zh: 条款, en: clause}
                    source: test
                """;
        var key = line.substring(0, line.indexOf(':') + 1);
        var changed = key.equals("id:")
                ? text.replace("id: g", line)
                : text.contains("    " + key)
                        ? text.replaceAll("(?m)^    " + key + ".*$", "    " + line)
                        : text + "    " + line + "\n";
        return Files.writeString(dir.resolve("grants.yaml"), changed);
    }
}
