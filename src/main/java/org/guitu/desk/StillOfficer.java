package org.guitu.desk;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.guitu.office.OfficeProblem;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Ends the session of whoever is no officer any more, or one with another role or password: at the next request, not at the next login. */
final class StillOfficer extends OncePerRequestFilter {
    private final Officers officers;

    StillOfficer(Officers officers) {
        this.officers = officers;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var sitting = SecurityContextHolder.getContext().getAuthentication();
        if (sitting != null && !(sitting instanceof AnonymousAuthenticationToken) && !isOne(sitting)) {
            var session = request.getSession(false);
            if (session != null) {
                session.invalidate();
            }
            SecurityContextHolder.clearContext();
            response.sendError(HttpStatus.UNAUTHORIZED.value());
            return;
        }
        chain.doFilter(request, response);
    }

    private boolean isOne(Authentication sitting) throws IOException {
        try {
            return !officers.any()
                    || officers.named(sitting.getName())
                            .filter(officer -> officer.password().equals(sitting.getDetails()))
                            .filter(officer ->
                                    Sitting.authorities(officer.role()).equals(Set.copyOf(sitting.getAuthorities())))
                            .isPresent();
        } catch (OfficeProblem e) {
            // a file that cannot be read lets nobody in
            return false;
        }
    }
}
