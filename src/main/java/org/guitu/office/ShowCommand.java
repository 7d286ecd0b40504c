package org.guitu.office;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import org.guitu.family.Reading;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code office show}: a message as a person reads it, with the labels of its schema. */
@Command(name = "show", mixinStandardHelpOptions = true)
final class ShowCommand extends Task {
    @Parameters(paramLabel = "ID")
    private String id = "";

    @Option(names = "--xml")
    private boolean asXml;

    @Override
    int run(Office office, Display display) throws IOException, OfficeProblem {
        var file = office.file(id(id));
        if (asXml) {
            var text = Files.readString(file, StandardCharsets.UTF_8);
            display.line(text);
            display.fields(Map.of("id", id(id).value(), "file", file.toString(), "xml", text));
            return Exit.DONE;
        }
        var opened = office.opened(id(id));
        var locale = display.words().locale();
        var lines = Reading.of(office.families().families(), opened.document(), locale);
        lines.forEach(display::line);
        opened.notes()
                .forEach(note -> display.line(
                        display.words().say("note") + "  " + display.words().say(note)));
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", id(id).value());
        fields.put("file", file.toString());
        fields.put("lines", lines);
        fields.put("notes", opened.notes().stream().map(SentView::labels).toList());
        display.fields(fields);
        return Exit.DONE;
    }
}
