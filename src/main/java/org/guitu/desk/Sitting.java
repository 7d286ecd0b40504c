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

    static void open(String name, Role role, HttpServletRequest request, HttpServletResponse response) {
        var old = request.getSession(false);
        if (old != null) {
            old.invalidate();
        }
        request.getSession(true);
        var context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(name, "", authorities(role)));
        SecurityContextHolder.setContext(context);
        new HttpSessionSecurityContextRepository().saveContext(context, request, response);
    }
}
