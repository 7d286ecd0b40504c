package org.guitu.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.guitu.config.ConfigurationException;
import org.guitu.config.Followed;
import org.guitu.message.PartyId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory that changes while it is in use. */
class FollowedDirectoryTest {
    private static final PartyId GUANGDONG = new PartyId("cn.44");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path dir;

    private static boolean knows(Directory directory, PartyId id) {
        return directory.party(id).isPresent();
    }

    private Followed<Directory> follow(Directory.Check also) throws ConfigurationException {
        return new Followed<>("directory", Directory.files(dir, also));
    }

    private static void lookTwice(Followed<Directory> live) {
        live.look();
        live.look();
    }

    @Test
    void a_changed_file_is_picked_up_without_a_restart() throws ConfigurationException {
        var files = new PartyDir(dir);
        try (var live = follow(d -> {}).start(Duration.ofMillis(20))) {
            files.party("cn.44");
            await().atMost(Duration.ofSeconds(10)).until(() -> knows(live.get(), GUANGDONG));
        }
    }

    @Test
    void a_change_is_used_only_when_two_looks_saw_the_same() throws ConfigurationException {
        var files = new PartyDir(dir);
        try (var live = follow(d -> {})) {
            files.party("cn.44");
            live.look();
            assertThat(knows(live.get(), GUANGDONG)).isFalse();
            files.party("cn.45");
            live.look();
            assertThat(knows(live.get(), GUANGDONG)).isFalse();
            live.look();
            assertThat(knows(live.get(), GUANGDONG)).isTrue();
        }
    }

    @Test
    void a_bad_file_keeps_the_last_good_directory_whole_and_says_so_until_it_is_mended() throws ConfigurationException {
        var files = new PartyDir(dir);
        try (var live = follow(d -> {})) {
            var good = live.get();
            files.party("cn.44").party("cn.52", "channel: fax");
            lookTwice(live);
            assertThat(live.get()).isSameAs(good);
            assertThat(live.problem()).hasValueSatisfying(p -> assertThat(p).contains("cn.52.yaml:6"));
            files.party("cn.52");
            lookTwice(live);
            assertThat(live.problem()).isEmpty();
            assertThat(knows(live.get(), GUANGDONG)).isTrue();
        }
    }

    @Test
    void a_bad_file_that_is_put_back_as_it_was_leaves_no_problem() throws ConfigurationException {
        var files = new PartyDir(dir);
        try (var live = follow(d -> {})) {
            files.party("cn.52", "channel: fax");
            lookTwice(live);
            assertThat(live.problem()).isPresent();
            files.party("cn.52");
            lookTwice(live);
            assertThat(live.problem()).isEmpty();
        }
    }

    @Test
    void an_edit_of_the_same_length_is_seen() throws ConfigurationException {
        var files = new PartyDir(dir);
        try (var live = follow(d -> {})) {
            files.party("cn.52", "telephone: '+86 555 0199'");
            lookTwice(live);
            assertThat(live.get().party(new PartyId("cn.52")).orElseThrow().telephone())
                    .isEqualTo("+86 555 0199");
        }
    }

    @Test
    void a_directory_that_fails_the_further_check_is_not_used() throws ConfigurationException {
        var files = new PartyDir(dir);
        Directory.Check check = d -> {
            if (knows(d, GUANGDONG)) {
                throw new ConfigurationException("grants.yaml: names cn.45");
            }
        };
        try (var live = follow(check)) {
            files.party("cn.44");
            lookTwice(live);
            assertThat(knows(live.get(), GUANGDONG)).isFalse();
            assertThat(live.problem()).contains("grants.yaml: names cn.45");
        }
    }

    @Test
    void nothing_starts_on_a_bad_directory() {
        new PartyDir(dir).party("cn.52", "channel: fax");
        assertThatThrownBy(() -> follow(d -> {})).isInstanceOf(ConfigurationException.class);
    }
}
