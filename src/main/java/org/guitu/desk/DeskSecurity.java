package org.guitu.desk;

import java.time.Clock;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configuration.WebSecurityCustomizer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** Who may see a page, and what a browser may do with it. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class DeskSecurity {
    /** Nothing but what the desk itself serves. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /** Another site may have its name lead to this machine: such a request names that site. */
    private static final Set<String> HOSTS = Set.of("127.0.0.1", "localhost");

    @Bean
    SecurityFilterChain chain(HttpSecurity http, Officers officers, Clock clock) {
        return http.authorizeHttpRequests(asked -> asked.requestMatchers(
                                DeskPages.ENTER,
                                LoginPages.LOGIN,
                                DeskPages.LANGUAGE,
                                FirstPage.PATH,
                                FlashPages.PATH,
                                "/desk.css",
                                "/desk.js",
                                "/webjars/htmx.org/**",
                                "/icon.svg",
                                "/error")
                        .permitAll()
                        .requestMatchers("/acts")
                        .hasRole(Officers.Role.APPROVER.name())
                        .requestMatchers("/drafts", "/drafts/**", "/messages/*/read", "/oversight/ask")
                        .hasRole(Officers.Role.CLERK.name())
                        .anyRequest()
                        .authenticated())
                .addFilterBefore(new IdleLock(clock), AuthorizationFilter.class)
                .addFilterBefore(new StillOfficer(officers), AuthorizationFilter.class)
                .requestCache(cache -> cache.disable())
                .exceptionHandling(refused -> refused.authenticationEntryPoint(
                        (request, response, why) -> response.sendError(HttpStatus.UNAUTHORIZED.value())))
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(POLICY))
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER)))
                .build();
    }

    @Bean
    WebSecurityCustomizer firewall() {
        var firewall = new StrictHttpFirewall();
        firewall.setAllowedHostnames(HOSTS::contains);
        return web -> web.httpFirewall(firewall);
    }
}
