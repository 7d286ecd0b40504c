package org.guitu.desk;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.guitu.office.OfficeProblem;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Where officers say who they are, and leave; and who did what. */
@Controller
final class LoginPages {
    static final String LOGIN = "/login";

    /** Wrong passwords of one name before it has to wait. */
    static final int TRIES = 5;

    static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int MOST_NAMES = 1_000;
    private static final int ACTS = 500;

    private final Officers officers;
    private final Acts acts;
    private final DeskPages pages;
    private final Clock clock;
    private final Map<String, Failed> failed = new ConcurrentHashMap<>();

    private record Failed(int times, Instant last) {}

    LoginPages(Officers officers, Acts acts, DeskPages pages, Clock clock) {
        this.officers = officers;
        this.acts = acts;
        this.pages = pages;
        this.clock = clock;
    }

    @GetMapping(LOGIN)
    ModelAndView login() throws IOException, OfficeProblem {
        return officers.any() ? page() : new ModelAndView("redirect:/");
    }

    @PostMapping(LOGIN)
    ModelAndView login(
            @RequestParam String name,
            @RequestParam String password,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException, OfficeProblem {
        if (hasToWait(name)) {
            return refused("login.wait");
        }
        var officer = officers.check(name, password);
        if (officer.isEmpty()) {
            if (failed.size() >= MOST_NAMES) {
                failed.clear();
            }
            failed.merge(name, new Failed(1, clock.instant()), (old, one) -> new Failed(old.times() + 1, one.last()));
            acts.note(
                    "",
                    "login-failed",
                    officers.named(name).map(Officers.Officer::name).orElse(""));
            return refused("login.wrong");
        }
        failed.remove(name);
        acts.note(officer.get().name(), "login", "");
        Sitting.open(officer.get(), request, response);
        return new ModelAndView("redirect:/");
    }

    private static ModelAndView page() {
        return new ModelAndView("login", "here", LOGIN);
    }

    private boolean hasToWait(String name) {
        var known = failed.get(name);
        return known != null
                && known.times() >= TRIES
                && clock.instant().isBefore(known.last().plus(PAUSE));
    }

    private static ModelAndView refused(String why) {
        var page = page();
        page.addObject("why", why);
        page.setStatus(HttpStatus.FORBIDDEN);
        return page;
    }

    @PostMapping("/leave")
    String leave(HttpServletRequest request, Principal who) throws IOException {
        acts.note(who.getName(), "leave", "");
        var session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
        return "redirect:" + LOGIN;
    }

    @GetMapping("/acts")
    ModelAndView acts(Locale locale) throws IOException, OfficeProblem {
        var model = pages.page(locale);
        var last = acts.last(ACTS);
        model.put("acts", last.acts());
        model.put("damaged", last.damaged());
        return new ModelAndView("acts", model);
    }
}
