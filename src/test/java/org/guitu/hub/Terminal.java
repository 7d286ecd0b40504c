package org.guitu.hub;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.guitu.Guitu;

/** Who runs an office, at its terminal: makes officers, and says what needs a second one. */
record Terminal(Path home, String password) {
    /** The command's exit code, and what it said. */
    String officer(String... arguments) {
        return office("officer", arguments);
    }

    /** The same of any command of the office. */
    String office(String command, String... arguments) {
        var out = new StringWriter();
        var old = System.in;
        System.setIn(new ByteArrayInputStream((password + "\n").getBytes(StandardCharsets.UTF_8)));
        try {
            var line = new String[arguments.length + 4];
            line[0] = "office";
            line[1] = "--home";
            line[2] = home.toString();
            line[3] = command;
            System.arraycopy(arguments, 0, line, 4, arguments.length);
            var code = Guitu.run(new PrintWriter(out, true), new PrintWriter(out, true), line);
            return code + " " + out;
        } finally {
            System.setIn(old);
        }
    }
}
