package org.guitu.desk;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.guitu.office.Conversation;
import org.guitu.office.ConversationFiles.Filed;
import org.guitu.office.Office;
import org.guitu.office.OfficeProblem;

/** A conversation in one file to keep or to hand on: what was signed, byte for byte, and an index that says what each is. */
final class FileSet {
    private static final String INDEX = "index.txt";

    private final Words chinese = new Words(Locale.SIMPLIFIED_CHINESE);
    private final Words english = new Words(Locale.ENGLISH);
    private final Office office;

    FileSet(Office office) {
        this.office = office;
    }

    /** Writes it as a ZIP, the index last: it says what could not be found. */
    void write(Conversation conversation, List<Filed> files, OutputStream to) throws IOException, OfficeProblem {
        try (var zip = new ZipOutputStream(to, StandardCharsets.UTF_8)) {
            var index = new StringBuilder(both("file.index", conversation.id(), office.party()));
            for (var filed : files) {
                var bytes = bytes(filed);
                if (bytes.isPresent()) {
                    zip.putNextEntry(new ZipEntry(filed.name()));
                    zip.write(bytes.get());
                    zip.closeEntry();
                }
                // what a file says that does not verify is not said here either
                boolean verifies =
                        !conversation.unverified().contains(filed.about().id());
                index.append('\n')
                        .append(filed.name())
                        .append('\n')
                        .append(verifies ? says(filed) : both("file.unverified"));
                if (bytes.isEmpty()) {
                    index.append(both("file.missing"));
                }
            }
            zip.putNextEntry(new ZipEntry(INDEX));
            zip.write(index.toString().getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
    }

    /** Its bytes; empty where it is gone. */
    static Optional<byte[]> bytes(Filed filed) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(filed.file()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private String says(Filed filed) throws OfficeProblem {
        var label = office.label(filed.about().type());
        return "    " + says(filed, chinese, label.zh()) + "\n    " + says(filed, english, label.en()) + "\n";
    }

    /** What a file is, in these words. */
    static String says(Filed filed, Words words, String label) {
        var about = filed.about();
        var receipt = filed.receipt().map(kind -> words.say("receipt." + kind));
        return switch (filed.what()) {
            case MESSAGE ->
                words.say(
                        "file.message",
                        label,
                        about.sender(),
                        String.join(", ", about.recipients()),
                        about.sentAt(),
                        about.id());
            case RECEIPT -> words.say("file.receipt", receipt.orElse(""), label);
            case STATEMENT -> words.say("file.statement", receipt.orElse(label));
        };
    }

    private String both(String key, Object... arguments) {
        return chinese.say(key, arguments) + "\n" + english.say(key, arguments) + "\n";
    }
}
