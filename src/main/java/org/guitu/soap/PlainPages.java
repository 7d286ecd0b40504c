package org.guitu.soap;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/** What never reaches the servlet is answered with its status and nothing else: no page, no name of a server, no failure. */
final class PlainPages extends ErrorReportValve {
    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            response.setContentType("text/plain");
            response.setCharacterEncoding("utf-8");
            var writer = response.getReporter();
            if (writer != null) {
                writer.write(status + "\n");
                response.finishResponse();
            }
        } catch (IOException e) {
            // whoever asked is gone: nobody is left to tell
            return;
        }
    }
}
