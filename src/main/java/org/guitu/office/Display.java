package org.guitu.office;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.guitu.message.Labels;
import tools.jackson.databind.json.JsonMapper;

/** Where a command's results go: lines for a reader, or one JSON object a line for a program. Problems go to standard error. */
public final class Display {
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;
    private final Words words;

    Display(PrintWriter out, PrintWriter err, boolean json, Words words) {
        this.out = out;
        this.err = err;
        this.json = json;
        this.words = words;
    }

    /** The reader's language. */
    public Locale locale() {
        return words.locale();
    }

    Words words() {
        return words;
    }

    boolean json() {
        return json;
    }

    /** A result, as fields for a program; readers get nothing of it. */
    public void fields(Map<String, ?> fields) {
        if (json) {
            out.println(new JsonMapper().writeValueAsString(fields));
            out.flush();
        }
    }

    /** A line for a reader; programs get nothing of it. */
    public void line(String text) {
        if (!json) {
            out.println(text);
            out.flush();
        }
    }

    /** Beside the result: for who looks, on standard error alone. */
    void notice(Labels text) {
        err.println(words.say(text));
        err.flush();
    }

    /** A time as people read it: to the second. */
    static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    public void problem(Labels text) {
        err.println(words.say(text));
        err.flush();
        var fields = new LinkedHashMap<String, Object>();
        fields.put("problem", Map.of("zh", text.zh(), "en", text.en()));
        fields(fields);
    }
}
