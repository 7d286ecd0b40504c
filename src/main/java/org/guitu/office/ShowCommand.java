package org.guitu.office;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.guitu.family.Reading;
import org.guitu.message.Labels;
import org.guitu.message.Refused;
import org.guitu.xml.Envelope;
import org.w3c.dom.Document;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code office show}: a message, or the draft of one, as a person reads it, with the labels of its schema. */
@Command(name = "show", mixinStandardHelpOptions = true)
final class ShowCommand extends Task {
    private static final Labels DRAFT = new Labels("草稿，未签名、未检查、未发送。", "A draft: not signed, not checked, not sent.");
    private static final Labels NOT_VERIFIED =
            new Labels("文件中的消息，此处未核验，请用 verify 核验。", "A message in a file: not verified here; verify does that.");

    @Parameters(paramLabel = "ID|FILE")
    private String what = "";

    @Option(names = "--xml")
    private boolean asXml;

    @Override
    protected int run(Office office, Display display) throws IOException, OfficeProblem {
        boolean loose = Files.isRegularFile(Path.of(what));
        var file = loose ? Path.of(what) : office.file(id(what));
        var fields = new LinkedHashMap<String, Object>();
        if (!loose) {
            fields.put("id", id(what).value());
        }
        fields.put("file", file.toString());
        if (asXml) {
            var text = Files.readString(file, StandardCharsets.UTF_8);
            display.line(text);
            fields.put("xml", text);
            display.fields(fields);
            return Exit.DONE;
        }
        var opened = loose ? loose(office, file) : office.opened(id(what));
        var lines = lines(office, opened.document(), display);
        // first of a draft, so that nobody reads it for a message
        var said = opened.notes().stream()
                .map(note ->
                        display.words().say("note") + "  " + display.words().say(note))
                .toList();
        (loose ? said : lines).forEach(display::line);
        (loose ? lines : said).forEach(display::line);
        fields.put("lines", lines);
        fields.put("notes", opened.notes().stream().map(SentView::labels).toList());
        display.fields(fields);
        return Exit.DONE;
    }

    private static SealBox.Opened loose(Office office, Path file) throws IOException, OfficeProblem {
        try {
            var document = office.xml().parse(Drafts.withoutComments(Files.readAllBytes(file)));
            var note = Envelope.signature(document).isPresent() ? NOT_VERIFIED : DRAFT;
            return new SealBox.Opened(document, List.of(note));
        } catch (Refused e) {
            throw unreadable(e);
        }
    }

    private static List<String> lines(Office office, Document document, Display display) throws OfficeProblem {
        try {
            var locale = display.words().locale();
            return Reading.of(office.families().families(), document, office.parties(), locale).stream()
                    .map(line -> line.text(locale))
                    .toList();
        } catch (Refused e) {
            throw unreadable(e);
        }
    }

    private static OfficeProblem unreadable(Refused refused) {
        var refusal = refused.refusal();
        return new OfficeProblem(
                Exit.REFUSED_HERE,
                new Labels(refusal.line(java.util.Locale.CHINESE), refusal.line(java.util.Locale.ENGLISH)),
                refused);
    }
}
