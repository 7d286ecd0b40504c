package org.guitu.desk;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.ViewResolver;

/** Has the first page made once for nobody to see, before its link is shown: the next is made of what is there. */
@Controller
final class FirstPage {
    static final String PATH = "/first";

    private final InboxPages inbox;
    private final ViewResolver views;
    private final AtomicBoolean made = new AtomicBoolean();

    FirstPage(InboxPages inbox, ViewResolver views) {
        this.inbox = inbox;
        this.views = views;
    }

    /** Makes it; what is in it goes nowhere. */
    @GetMapping(PATH)
    void make(Locale locale, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (made.get()) {
            response.sendError(HttpStatus.NOT_FOUND.value());
            return;
        }
        try {
            var page = inbox.inbox(InboxPages.View.ALL, UUID.randomUUID(), locale);
            Objects.requireNonNull(views.resolveViewName(Objects.requireNonNull(page.getViewName()), locale))
                    .render(page.getModel(), request, new Unseen(response));
        } catch (Exception e) {
            // whoever asks may be nobody: the officer's own first page says what is wrong
            response.sendError(HttpStatus.NOT_FOUND.value());
            return;
        }
        var session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
        made.set(true);
        response.setStatus(HttpStatus.NO_CONTENT.value());
    }

    private static final class Unseen extends HttpServletResponseWrapper {
        Unseen(HttpServletResponse response) {
            super(response);
        }

        @Override
        public PrintWriter getWriter() {
            return new PrintWriter(Writer.nullWriter());
        }

        @Override
        public void flushBuffer() {
            // nothing of it is sent
        }
    }
}
