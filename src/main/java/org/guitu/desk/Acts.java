package org.guitu.desk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.guitu.office.Office;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The office's own log of who did what at its desk: one JSON object a line in {@code acts.log}, only added to, on the disk before what it
 * tells is done. It names messages by their identifiers and holds nothing of their content.
 */
final class Acts {
    /** Who acts by a command. */
    static final String TERMINAL = "terminal";

    private static final char REPLACEMENT = '\uFFFD';

    private final Path file;
    private final Office office;

    Acts(Office office) {
        this.office = office;
        this.file = office.home().resolve("acts.log");
    }

    /**
     * Something somebody did.
     *
     * @param about identifier of what it was done to; may be empty
     */
    record Act(Instant at, String who, String what, String about) {}

    /** @throws IOException when it could not be noted: then it is not to be done */
    synchronized void note(String who, String what, String about) throws IOException {
        var line = new LinkedHashMap<String, Object>();
        line.put("at", office.now().toString());
        line.put("who", who);
        line.put("what", what);
        line.put("about", about);
        // what was torn off when the machine stopped damages its own line alone
        var bytes = ((isTorn() ? "\n" : "") + new JsonMapper().writeValueAsString(line) + "\n")
                .getBytes(StandardCharsets.UTF_8);
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
                ownerOnly)) {
            // one write: lines of two processes do not mix
            channel.write(ByteBuffer.wrap(bytes));
            channel.force(false);
        }
    }

    private boolean isTorn() throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            var last = ByteBuffer.allocate(1);
            return channel.size() > 0 && channel.read(last, channel.size() - 1) == 1 && last.get(0) != '\n';
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /**
     * What can be read of the log.
     *
     * @param damaged how many lines among them cannot
     */
    record Last(List<Act> acts, int damaged) {}

    /** The last of them, newest first. A damaged line hides no other. */
    Last last(int most) throws IOException {
        try {
            // bytes that are no UTF-8 become the replacement character, and their line a damaged one
            var lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            var acts = new ArrayList<Act>();
            int damaged = 0;
            for (int i = lines.size() - 1; i >= 0 && acts.size() < most; i--) {
                var act = act(lines.get(i));
                act.ifPresent(acts::add);
                damaged += act.isPresent() ? 0 : 1;
            }
            return new Last(acts, damaged);
        } catch (NoSuchFileException e) {
            return new Last(List.of(), 0);
        }
    }

    /** Who did that last to this, as far as the log can be read. */
    Optional<Act> last(String what, String about) throws IOException {
        return last(Integer.MAX_VALUE).acts().stream()
                .filter(act -> act.what().equals(what)
                        && (act.about().equals(about) || act.about().startsWith(about + " ")))
                .findFirst();
    }

    private static Optional<Act> act(String line) {
        if (line.indexOf(REPLACEMENT) >= 0) {
            return Optional.empty();
        }
        try {
            var read = new JsonMapper().readTree(line);
            return Optional.of(new Act(
                    Instant.parse(read.path("at").asString()),
                    read.path("who").asString(),
                    read.path("what").asString(),
                    read.path("about").asString()));
        } catch (JacksonException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
