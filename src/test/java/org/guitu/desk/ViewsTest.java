package org.guitu.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.stream.IntStream;
import org.guitu.desk.InboxPages.View;
import org.junit.jupiter.api.Test;

final class ViewsTest {
    private static final View SOME = new View(new Filter("", "", Filter.State.UNREAD, "x"), 200);

    @Test
    void a_session_remembers_only_so_many_windows_and_forgets_those_that_asked_for_nothing_for_longest() {
        var views = new Views<>(View.ALL);
        var asking = views.open(SOME);
        var silent = views.open(SOME);
        IntStream.range(0, Views.MOST).forEach(i -> {
            views.open(new View(Filter.NONE, i + 1));
            views.shown(asking);
        });
        assertThat(views.shown(asking)).isEqualTo(SOME);
        assertThat(views.shown(silent)).isEqualTo(View.ALL);
    }

    @Test
    void one_that_shows_everything_takes_no_room_and_is_none_that_others_have_to_leave_for() {
        var views = new Views<>(View.ALL);
        var some = views.open(SOME);
        IntStream.range(0, 2 * Views.MOST).forEach(i -> views.open(View.ALL));
        assertThat(views.shown(some)).isEqualTo(SOME);
        views.show(some, View.ALL);
        assertThat(views.shown(some)).isEqualTo(View.ALL);
        assertThat(views.shown(UUID.randomUUID())).isEqualTo(View.ALL);
        assertThat(views.shown(null)).isEqualTo(View.ALL);
    }

    @Test
    void what_is_kept_of_a_filter_is_short_whatever_a_form_says() {
        var longest = "x".repeat(5_000);
        var filter = new Filter(longest, longest, Filter.State.ALL, longest);
        assertThat(filter.family()).hasSize(100);
        assertThat(filter.sender()).hasSize(100);
        assertThat(filter.text()).hasSize(100);
    }
}
