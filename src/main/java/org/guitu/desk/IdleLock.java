package org.guitu.desk;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/** Ends a session at which nobody did anything for a quarter of an hour; a page that keeps itself up to date is nobody. */
final class IdleLock extends OncePerRequestFilter {
    static final Duration IDLE = Duration.ofMinutes(15);
    private static final String ACTED = "guitu.acted";

    private final Clock clock;

    IdleLock(Clock clock) {
        this.clock = clock;
    }

    private static boolean isAskedByThePage(String address) {
        return address.equals(InboxPages.ROWS)
                || address.equals(OversightPages.PART)
                || address.equals(DeskPages.LINE)
                || address.equals(FlashPages.PATH)
                || (address.startsWith("/sent/") && address.endsWith(SentPages.STEPS));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var session = request.getSession(false);
        if (session != null) {
            var now = clock.instant();
            if (session.getAttribute(ACTED) instanceof Instant acted && !now.isBefore(acted.plus(IDLE))) {
                session.invalidate();
                if (request.getRequestURI().equals(DeskPages.ENTER)) {
                    // who comes with a fresh link needs no second one
                    chain.doFilter(request, response);
                } else {
                    response.sendError(HttpStatus.UNAUTHORIZED.value());
                }
                return;
            }
            if (!isAskedByThePage(request.getRequestURI()) || session.getAttribute(ACTED) == null) {
                session.setAttribute(ACTED, now);
            }
        }
        chain.doFilter(request, response);
    }
}
