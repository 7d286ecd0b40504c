package org.guitu.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.guitu.desk.Figure.Line;
import org.guitu.message.ConversationId;
import org.guitu.message.Header.Status;
import org.guitu.message.Header.Urgency;
import org.guitu.message.Labels;
import org.guitu.message.MessageType;
import org.guitu.message.PartyId;
import org.guitu.oversight.Overview;
import org.guitu.oversight.Overview.Answers;
import org.guitu.oversight.Overview.Awaited;
import org.guitu.oversight.Overview.Conversation;
import org.guitu.oversight.Overview.Flow;
import org.guitu.oversight.Overview.Participant;
import org.guitu.seal.TestSealing;
import org.junit.jupiter.api.Test;

/** What is made of an overview, for somebody to look at. */
final class BoardTest {
    private static final Instant NOW = Instant.parse("2026-11-27T00:00:00Z");
    private static final PartyId YUNNAN = new PartyId("cn.53");

    private static Conversation conversation(
            String family, String state, int days, Optional<Instant> until, Awaited... awaited) {
        return new Conversation(
                ConversationId.of(UUID.randomUUID()),
                family,
                state,
                new PartyId("cn.35"),
                NOW.minus(Duration.ofDays(days)),
                NOW,
                Urgency.ROUTINE,
                Status.TEST,
                1,
                until,
                List.of(new Participant(YUNNAN, 2)),
                List.of(awaited));
    }

    private static Awaited awaited(Instant by, Optional<Instant> answeredAt) {
        return new Awaited(MessageType.parse("case/AssistanceRequest"), YUNNAN, by, Awaited.BY_MESSAGE, answeredAt);
    }

    private static Board board(Conversation... conversations) throws Exception {
        var overview = new Overview(
                NOW,
                NOW,
                0,
                List.of(conversations),
                List.of(new Flow("case", Status.TEST, "cn.53", "vn", 3)),
                List.of());
        return new Board(
                overview,
                Status.TEST,
                Map.of(YUNNAN.value(), new Labels("云南", "Yunnan Office")),
                Map.of("530000", new Labels("云南省", "Yunnan")),
                TestSealing.families(Path.of("schemas")).all(),
                Locale.ENGLISH);
    }

    private static List<Integer> counts(Board board, String figure, String line) {
        return board.figures().stream()
                .filter(one -> one.name().equals(figure))
                .flatMap(one -> one.lines().stream())
                .filter(one -> one.label().equals(line))
                .map(Line::counts)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_test_is_counted_apart_from_what_is_meant() {
        var flows = List.of(
                new Flow("case", Status.ACTUAL, "cn.53", "vn", 3), new Flow("alert", Status.TEST, "cn.52", "cn.53", 1));
        var answers = List.of(
                new Answers("case", Status.TEST, YUNNAN, 1, 0, 0, 0),
                new Answers("case", Status.EXERCISE, YUNNAN, 0, 1, 0, 0));
        var overview = new Overview(
                NOW, NOW, 0, List.of(conversation("case", "REQUESTED", 1, Optional.empty())), flows, answers);
        assertThat(overview.statuses()).containsExactly(Status.ACTUAL, Status.EXERCISE, Status.TEST);
        assertThat(OversightFilter.NONE.among(overview.statuses())).contains(Status.ACTUAL);
        var tests = new OversightFilter("", "", OversightFilter.State.ALL, Optional.of(Status.TEST));
        assertThat(tests.among(overview.statuses())).contains(Status.TEST);
        assertThat(overview.only(Status.ACTUAL).conversations()).isEmpty();
        assertThat(overview.only(Status.ACTUAL).flows())
                .extracting(Flow::family)
                .containsExactly("case");
        assertThat(overview.only(Status.TEST).conversations()).hasSize(1);
        assertThat(overview.only(Status.TEST).flows()).extracting(Flow::family).containsExactly("alert");
        assertThat(overview.only(Status.ACTUAL).answers()).isEmpty();
        assertThat(overview.only(Status.TEST).answers())
                .extracting(Answers::inTime)
                .containsExactly(1);
    }

    private static List<String> listed(Board board, OversightFilter.State state) {
        return board.rows(new OversightFilter("", "", state, Optional.empty())).stream()
                .map(row -> row.conversation().state())
                .toList();
    }

    @Test
    void what_runs_out_is_named_beforehand_and_what_has_is_not_in_force() throws Exception {
        var board = board(
                conversation("alert", "ACTIVE", 1, Optional.of(NOW)),
                conversation("alert", "ACTIVE", 1, Optional.of(NOW.plus(Duration.ofDays(30)))),
                conversation("alert", "ACTIVE", 1, Optional.of(NOW.plus(Duration.ofDays(6)))),
                conversation("agreement", "FILED", 1, Optional.of(NOW.plus(Duration.ofDays(89)))),
                conversation("agreement", "FILED", 1, Optional.of(NOW.plus(Duration.ofDays(91)))));
        // open, overdue, unread, late, ends soon, over
        assertThat(counts(board, "kinds", "Alerts in force")).containsExactly(2, 0, 3, 0, 1, 1);
        assertThat(counts(board, "kinds", "Agreements in force")).containsExactly(2, 0, 2, 0, 1, 0);
        assertThat(listed(board, OversightFilter.State.EXPIRING)).containsExactlyInAnyOrder("ACTIVE", "FILED");
        assertThat(listed(board, OversightFilter.State.EXPIRED)).containsExactly("ACTIVE");
    }

    @Test
    void what_ends_soon_says_how_many_days_are_left_and_the_page_says_what_soon_is() throws Exception {
        var board = board(
                conversation("alert", "ACTIVE", 1, Optional.of(NOW.plus(Duration.ofDays(8)))),
                conversation("alert", "ACTIVE", 2, Optional.of(NOW.plus(Duration.ofHours(5)))),
                conversation("agreement", "FILED", 3, Optional.of(NOW.plus(Duration.ofDays(90)))),
                conversation("tipoff", "TOLD", 4, Optional.of(NOW.plus(Duration.ofDays(2)))));
        assertThat(board.rows(OversightFilter.NONE))
                .extracting(Board.Row::left)
                .containsExactly(Optional.empty(), Optional.of(90L), Optional.of(0L), Optional.empty());
        assertThat(board.soon())
                .isEqualTo(
                        "Agreements in force within 90 days; Agreements suspended within 90 days; Alerts in force within 7 days");
        var words = new Words(Locale.ENGLISH);
        assertThat(List.of(
                        words.say("oversight.left", 0L),
                        words.say("oversight.left", 1L),
                        words.say("oversight.left", 90L)))
                .containsExactly("ends within 24 hours", "ends in 1 day", "ends in 90 days");
        assertThat(new Words(Locale.CHINESE).say("oversight.left", 1L)).isEqualTo("还有 1 天到期");
    }

    @Test
    void late_is_what_was_answered_after_its_time_and_overdue_what_is_not_answered() throws Exception {
        var before = NOW.minusSeconds(60);
        var board = board(
                conversation("case", "REQUESTED", 1, Optional.empty(), awaited(before, Optional.empty())),
                conversation("case", "REPLIED", 1, Optional.empty(), awaited(before, Optional.of(NOW))),
                conversation("case", "WAITING", 1, Optional.empty(), awaited(NOW.plusSeconds(60), Optional.empty())));
        assertThat(listed(board, OversightFilter.State.OVERDUE)).containsExactly("REQUESTED");
        assertThat(listed(board, OversightFilter.State.LATE)).containsExactly("REPLIED");
        assertThat(counts(board, "partners", "Yunnan Office (cn.53)"))
                .as("open, overdue, messages not read")
                .containsExactly(3, 1, 6);
    }

    @Test
    void a_day_begins_the_next_age() throws Exception {
        var board = board(
                conversation("case", "REQUESTED", 0, Optional.empty()),
                conversation("case", "REQUESTED", 1, Optional.empty()),
                conversation("case", "REQUESTED", 90, Optional.empty()));
        var cases = 2;
        assertThat(counts(board, "ages", "0").get(cases)).isOne();
        assertThat(counts(board, "ages", "1 to 2").get(cases)).isOne();
        assertThat(counts(board, "ages", "30 to 89").get(cases)).isZero();
        assertThat(counts(board, "ages", "90 and more").get(cases)).isOne();
    }

    @Test
    void what_the_schemas_here_do_not_know_is_shown_all_the_same() throws Exception {
        var board = board(conversation("tipoff", "TOLD", 1, Optional.empty()));
        assertThat(counts(board, "kinds", "of a kind unknown here").get(0)).isOne();
        assertThat(listed(board, OversightFilter.State.ALL)).containsExactly("TOLD");
    }

    @Test
    void places_have_the_names_of_provinces_and_countries() throws Exception {
        assertThat(counts(board(), "flows", "Yunnan → Vietnam")).containsExactly(3);
    }

    @Test
    void what_is_passed_on_does_not_tell_one_from_ten_and_is_no_formula() throws Exception {
        var figure =
                new Figure("x", "t", "=of", List.of("+c"), List.of(line(0), line(1), line(10), line(11)), "bar", 1);
        assertThat(written(figure, false)).isEqualTo("\uFEFF'=of,'+c\r\n'-l,0\r\n'-l,<11\r\n'-l,<11\r\n'-l,11\r\n");
        assertThat(written(figure, true)).contains("'-l,1\r\n", "'-l,10\r\n").doesNotContain("<");
    }

    private static Line line(int count) {
        return new Line("-l", List.of(count));
    }

    private static String written(Figure figure, boolean exact) throws Exception {
        var out = new ByteArrayOutputStream();
        FigureFile.write(figure, figure.of(), exact, out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
