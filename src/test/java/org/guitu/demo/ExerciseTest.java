package org.guitu.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.guitu.message.PartyId;
import org.guitu.trust.KeyFiles;
import org.guitu.trust.Suites;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder of a demo: made once, made anew when half made, and never emptied when it is somebody else's. */
final class ExerciseTest {
    private static final PartyId GUIZHOU = new PartyId("cn.52");

    private final Path home;
    private final Path folder;

    ExerciseTest(@TempDir Path temporary) throws IOException {
        home = temporary.resolve("installation");
        folder = temporary.resolve("demo");
        Files.createDirectories(home.resolve("config/parties"));
        Files.writeString(home.resolve("config/grants.yaml"), "grants: []\n");
    }

    private Exercise prepare() throws Exception {
        return Exercise.prepare(home, folder, List.of(GUIZHOU), Clock.systemUTC());
    }

    @Test
    void a_folder_that_is_not_a_demos_keeps_what_is_in_it() throws Exception {
        var own = Files.createDirectories(folder.resolve("data")).resolve("record");
        Files.writeString(own, "years of work");
        var unused = catchThrowable(this::prepare);
        assertThat(own).hasContent("years of work");
    }

    @Test
    void an_interrupted_preparation_is_made_anew() throws Exception {
        prepare();
        Files.move(folder.resolve("prepared"), folder.resolve("preparing"));
        var key = Files.readAllBytes(folder.resolve("ca/ca.p12"));
        prepare();
        assertThat(folder.resolve("ca/ca.p12")).exists();
        assertThat(Files.readAllBytes(folder.resolve("ca/ca.p12"))).isNotEqualTo(key);
        assertThat(folder.resolve("preparing")).doesNotExist();
    }

    @Test
    void a_party_is_called_at_one_place_however_often_that_moves() throws Exception {
        Files.writeString(home.resolve("config/parties/vn.mps.yaml"), "id: vn.mps\nchannel: soap\nlanguages: [vi]\n");
        var exercise = prepare();
        exercise.push(new PartyId("vn.mps"), URI.create("https://127.0.0.1:40001/inbox"));
        exercise.push(new PartyId("vn.mps"), URI.create("https://127.0.0.1:8443/inbox"));
        assertThat(exercise.config().resolve("parties/vn.mps.yaml"))
                .hasContent("id: vn.mps\nchannel: soap\npush: https://127.0.0.1:8443/inbox\nlanguages: [vi]\n");
    }

    @Test
    void certificates_of_the_installation_never_take_the_place_of_the_demos() throws Exception {
        var exercise = prepare();
        var certificate = exercise.config().resolve("parties/cn.hub.sign.pem");
        var before = Files.readString(certificate);
        Files.writeString(home.resolve("config/parties/cn.hub.sign.pem"), "another hub's");
        Files.writeString(home.resolve("config/grants.yaml"), "grants: [] # newer\n");
        prepare();
        assertThat(certificate).hasContent(before);
        assertThat(exercise.config().resolve("grants.yaml")).content().contains("newer");
    }

    @Test
    void every_suite_signs_in_it() throws Exception {
        var parties = List.of(GUIZHOU, new PartyId("cn.44"), new PartyId("vn.mps"));
        var exercise = Exercise.prepare(home, folder, parties, Clock.systemUTC());
        var suites = new ArrayList<String>();
        for (var party : parties) {
            var pem = exercise.config().resolve("parties").resolve(party + ".sign.pem");
            suites.addAll(new Suites()
                    .nameFor(KeyFiles.certificates(pem).get(0)).stream().toList());
        }
        assertThat(suites).containsExactly("ecdsa-p256", "sm2-sm3", "rsa-sha256");
    }
}
