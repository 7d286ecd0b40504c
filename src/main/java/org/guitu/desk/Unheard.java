package org.guitu.desk;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;

/**
 * What a browser is told whose request the server refuses before any page hears of it: in both languages, since nothing of it was
 * read, and in fixed words, so that nothing of it comes back.
 */
final class Unheard extends ErrorReportValve {
    private static final int REFUSED = 400;
    private static final int FAILED = 500;

    private Unheard() {}

    /** Has a server say it. */
    static void serve(ConfigurableTomcatWebServerFactory server) {
        server.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new Unheard()));
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < REFUSED || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        response.setContentType("text/html");
        response.setCharacterEncoding(StandardCharsets.UTF_8.name());
        response.setHeader("Content-Security-Policy", "default-src 'none'");
        response.setHeader("Cache-Control", "no-store");
        try (var out = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8)) {
            out.write(page(status < FAILED));
        } catch (IOException e) {
            // who asked has gone
            return;
        }
    }

    private static String page(boolean refused) {
        var page = new StringBuilder("<!DOCTYPE html><html lang=\"zh\"><head><meta charset=\"utf-8\"><title>");
        page.append(new Words(Locale.CHINESE).say("desk")).append("</title></head><body>");
        for (var locale : List.of(Locale.CHINESE, Locale.ENGLISH)) {
            var said = new Words(locale);
            page.append("<div lang=\"").append(locale.getLanguage()).append("\"><h1>");
            page.append(refused ? said.say("unheard") : said.say("failed")).append("</h1><p>");
            page.append(refused ? said.say("unheard.then") : said.say("failed.then"));
            page.append("</p><p><a href=\"/\">").append(said.say("back")).append("</a></p></div>");
        }
        return page.append("</body></html>").toString();
    }
}
