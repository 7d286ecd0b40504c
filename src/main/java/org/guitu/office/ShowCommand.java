package org.guitu.office;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
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
            display.line(new String(wire, java.nio.charset.StandardCharsets.UTF_8));
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
