package org.guitu.desk;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.guitu.desk.Officers.Role;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.web.servlet.i18n.SessionLocaleResolver;

/** Opens the session of one officer, under a new session identifier. */
final class Sitting {
    private Sitting() {}

    /** What a role allows: all that those before it do. */
    static Set<GrantedAuthority> authorities(Role role) {
        return Arrays.stream(Role.values())
                .filter(one -> one.compareTo(role) <= 0)
                .map(one -> new SimpleGrantedAuthority("ROLE_" + one))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** For the party itself, where there are no officers. */
    static void open(String party, HttpServletRequest request, HttpServletResponse response) {
        open(new Officers.Officer(party, Role.APPROVER, ""), request, response);
    }

    static void open(Officers.Officer officer, HttpServletRequest request, HttpServletResponse response) {
        var old = request.getSession(false);
        Object language = null;
        if (old != null) {
            language = old.getAttribute(SessionLocaleResolver.LOCALE_SESSION_ATTRIBUTE_NAME);
            old.invalidate();
        }
        // chosen before, at the lock
        request.getSession(true).setAttribute(SessionLocaleResolver.LOCALE_SESSION_ATTRIBUTE_NAME, language);
        var context = SecurityContextHolder.createEmptyContext();
        var sitting =
                UsernamePasswordAuthenticationToken.authenticated(officer.name(), "", authorities(officer.role()));
        // with another password it ends
        sitting.setDetails(officer.password());
        context.setAuthentication(sitting);
        SecurityContextHolder.setContext(context);
        new HttpSessionSecurityContextRepository().saveContext(context, request, response);
    }
}
