package org.guitu.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.guitu.process.Site.FUJIAN;
import static org.guitu.process.Site.PATIENCE;

import java.nio.file.Path;
import org.guitu.office.Outcome;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hub that is told to stop does it in order. */
@Tag("process")
class StopTest {
    @TempDir
    Path folder;

    @Test
    void a_hub_starts_accepts_a_message_and_ends_with_0_on_sigterm() throws Exception {
        try (var site = Site.in(folder)) {
            var hub = site.start();
            try (var fujian = site.office(FUJIAN)) {
                assertThat(fujian.send(Site.request(), false, PATIENCE).outcome())
                        .isEqualTo(Outcome.ACCEPTED);
            }
            assertThat(hub.stop()).isZero();
            assertThat(site.data().resolve("hub.run")).doesNotExist();
        }
    }
}
