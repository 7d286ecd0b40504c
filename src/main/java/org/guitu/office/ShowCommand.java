package org.guitu.office;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import org.guitu.family.Reading;
import org.guitu.message.Refused;
import org.guitu.xml.Envelope;
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
        var wire = Files.readAllBytes(file);
        if (asXml) {
            var text = new String(wire, StandardCharsets.UTF_8);
            display.line(text);
            display.fields(Map.of("id", id(id).value(), "file", file.toString(), "xml", text));
            return Exit.DONE;
        }
        try {
            var document = office.xml().parse(wire);
            var lines = Reading.of(
                    office.families().families(), document, display.words().locale());
            lines.forEach(display::line);
            var fields = new LinkedHashMap<String, Object>();
            fields.put("id", Envelope.claimedId(document).value());
            fields.put("file", file.toString());
            fields.put("lines", lines);
            display.fields(fields);
            return Exit.DONE;
        } catch (Refused e) {
            throw new IOException(file + " is damaged", e);
        }
    }
}
