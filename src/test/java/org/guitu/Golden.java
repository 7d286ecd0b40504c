package org.guitu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of {@code docs/} that a test makes: it is right when it says what the test says, and made anew with {@code -Dgolden=update}. */
public final class Golden {
    private Golden() {}

    public static void assertSays(Path page, String text) throws IOException {
        if ("update".equals(System.getProperty("golden"))) {
            Files.createDirectories(page.resolveSibling(""));
            Files.writeString(page, text);
        }
        assertThat(page).as("stale: run with -Dgolden=update").exists();
        assertThat(Files.readString(page)).as("stale: run with -Dgolden=update").isEqualTo(text);
    }

    /** A text as it may stand in a cell of a table. */
    public static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
