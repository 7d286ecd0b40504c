package org.guitu.desk;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.guitu.message.ConversationId;
import org.guitu.message.Header.Status;
import org.guitu.message.Labels;
import org.guitu.message.MessageId;
import org.guitu.office.Exit;
import org.guitu.office.Office;
import org.guitu.office.OfficeProblem;
import org.guitu.office.Outcome;
import org.guitu.office.Overviews;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** How everything stands, for the office that watches over all of it: what the hub told last, and asking it anew. */
@Controller
final class OversightPages {
    /** What the page asks for again and again. */
    static final String PART = "/oversight/part";

    private static final String PATH = "/oversight";

    /** Whoever opens the page sees what is not older than this, as soon as the hub has answered. */
    private static final Duration FRESH = Duration.ofMinutes(15);

    /** What is seen where there is no overview yet; else what there is to choose from, and which one. */
    private static final String NOTHING = "none/";

    private static final int SHOWN = 200;

    private final DeskPages pages;
    private final Office office;
    private final Overviews overviews;
    private final Dispatch dispatch;
    private final Acts acts;
    private final Clock clock;
    private final Map<Looked, Board> boards = new HashMap<>();
    private @Nullable MessageId of;

    OversightPages(DeskPages pages, Office office, Overviews overviews, Dispatch dispatch, Acts acts, Clock clock) {
        this.pages = pages;
        this.office = office;
        this.overviews = overviews;
        this.dispatch = dispatch;
        this.acts = acts;
        this.clock = clock;
    }

    private static Views<OversightFilter> views(HttpSession session) {
        return Views.of(session, "oversight", OversightFilter.NONE);
    }

    @GetMapping(PATH)
    ModelAndView oversight(Locale locale, HttpSession session) throws IOException, OfficeProblem {
        return opened(OversightFilter.NONE, views(session), locale);
    }

    /** What another window shows, in one of its own. */
    @GetMapping(PATH + "/{window:[0-9a-f-]{36}}")
    ModelAndView oversight(@PathVariable UUID window, Locale locale, HttpSession session)
            throws IOException, OfficeProblem {
        var views = views(session);
        return opened(views.shown(window), views, locale);
    }

    private ModelAndView opened(OversightFilter filter, Views<OversightFilter> views, Locale locale)
            throws IOException, OfficeProblem {
        require();
        var model = shown(filter, locale);
        var window = views.open(filter);
        model.put("window", window);
        model.put("here", PATH + "/" + window);
        model.put("drawing", true);
        model.put("stale", isStale());
        return new ModelAndView("oversight", model);
    }

    /**
     * What changed; nothing where nothing did.
     *
     * @param seen what the page shows: where there is something else to choose from it is loaded anew, for its filter
     */
    @GetMapping(PART)
    @Nullable
    ModelAndView part(
            @RequestParam(defaultValue = "") String seen,
            @RequestParam(required = false) @Nullable UUID window,
            Locale locale,
            HttpSession session,
            HttpServletResponse response)
            throws IOException, OfficeProblem {
        require();
        var model = shown(views(session).shown(window), locale);
        model.put("window", window);
        if (seen.equals(model.get("seen"))) {
            response.setStatus(HttpStatus.NO_CONTENT.value());
            return null;
        }
        if (!choices(seen).equals(choices(String.valueOf(model.get("seen"))))) {
            response.setHeader("HX-Refresh", "true");
        }
        return new ModelAndView("oversight :: part", model);
    }

    private static String choices(String seen) {
        return seen.substring(0, Math.max(0, seen.indexOf('/')));
    }

    /** Keeps the filter; a page that only asks for its part gets that, any other the whole page. */
    @PostMapping("/oversight/filter")
    ModelAndView filter(
            @RequestParam Map<String, String> form,
            @RequestParam UUID window,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean part,
            Locale locale,
            HttpSession session)
            throws IOException, OfficeProblem {
        require();
        var filter = new OversightFilter(
                form.getOrDefault("group", ""),
                form.getOrDefault("party", ""),
                OversightFilter.State.named(form.getOrDefault("state", "")),
                Stream.of(Status.values())
                        .filter(one -> one.name().equals(form.getOrDefault("status", "")))
                        .findFirst());
        views(session).show(window, filter);
        if (!part) {
            return new ModelAndView("redirect:" + PATH + "/" + window);
        }
        var model = shown(filter, locale);
        model.put("window", window);
        return new ModelAndView("oversight :: part", model);
    }

    @PostMapping("/oversight/ask")
    String asked(@RequestParam UUID window, Principal who) throws IOException, OfficeProblem {
        require();
        ask(who);
        return "redirect:" + PATH + "/" + window;
    }

    /** All lines of a figure: exact for this office, or as it may be passed on. */
    @GetMapping("/oversight/figures/{status}/{name}/{exact:exact|few}")
    void figure(
            @PathVariable Status status,
            @PathVariable String name,
            @PathVariable String exact,
            Locale locale,
            HttpServletResponse response,
            Principal who)
            throws IOException, OfficeProblem {
        require();
        var figure = board(locale, status).stream()
                .flatMap(one -> one.figures().stream())
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        acts.note(who.getName(), "figures", figure.name());
        response.setContentType("text/csv; charset=UTF-8");
        response.setHeader(
                "Content-Disposition",
                "attachment; filename=" + figure.name() + "-" + status.name().toLowerCase(Locale.ROOT) + "-" + exact
                        + ".csv");
        var of = new Words(locale)
                .say(
                        "figure.asOf",
                        figure.of(),
                        overviews.newest().orElseThrow().overview().asOf());
        FigureFile.write(figure, of, exact.equals("exact"), response.getOutputStream());
    }

    private void require() throws OfficeProblem {
        if (!overviews.may()) {
            throw new OfficeProblem(
                    Exit.USAGE,
                    new Labels(
                            "总览只供名录中具有联席会议办公室角色的单位查看。",
                            "The overview is for the party that the directory gives the role of the Joint Conference Office."));
        }
    }

    private void ask(Principal who) throws IOException, OfficeProblem {
        acts.note(who.getName(), "overview", "");
        // one that still waits for a line asks for now too
        if (overviews.asked().filter(one -> one.outcome() == Outcome.QUEUED).isEmpty()) {
            overviews.ask();
        }
        dispatch.soon();
    }

    private boolean isStale() throws IOException, OfficeProblem {
        return overviews
                        .asked()
                        .filter(one -> one.outcome() == Outcome.QUEUED || !isOld(one.at()))
                        .isEmpty()
                && overviews
                        .newest()
                        .filter(told -> !isOld(told.overview().asOf()))
                        .isEmpty();
    }

    private boolean isOld(Instant at) {
        return !at.isAfter(clock.instant().minus(FRESH));
    }

    /** What a board is made for. */
    private record Looked(Locale locale, Status status) {}

    private Optional<Board> board(Locale locale, OversightFilter filter) throws IOException, OfficeProblem {
        var told = overviews.newest();
        return told.isEmpty()
                ? Optional.empty()
                : board(locale, filter.among(told.get().overview().statuses()).orElse(Status.ACTUAL));
    }

    /** Made once for each overview, language and status: a page that stays open asks every three seconds. */
    private synchronized Optional<Board> board(Locale locale, Status status) throws IOException, OfficeProblem {
        var told = overviews.newest();
        if (told.isEmpty()) {
            return Optional.empty();
        }
        if (!told.get().message().equals(of)) {
            boards.clear();
            of = told.get().message();
        }
        var overview = told.get().overview();
        var looked = new Looked(locale, status);
        if (!boards.containsKey(looked)) {
            boards.put(
                    looked,
                    new Board(
                            overview,
                            looked.status(),
                            office.parties(),
                            overviews.provinces(),
                            office.allFamilies(),
                            locale));
        }
        return Optional.ofNullable(boards.get(looked));
    }

    private Map<String, Object> shown(OversightFilter filter, Locale locale) throws IOException, OfficeProblem {
        var model = pages.page(locale);
        model.put("filter", filter);
        var asked = overviews.asked();
        var board = board(locale, filter);
        var told = overviews.newest();
        boolean pending = asked.filter(one -> one.outcome() != Outcome.REFUSED_BY_HUB
                        && told.filter(answer -> answer.conversation().equals(one.conversation()))
                                .isEmpty())
                .isPresent();
        model.put("pending", pending);
        boolean old = told.filter(one -> isOld(one.overview().asOf())).isPresent();
        model.put("old", old);
        var refused = asked.filter(one -> one.outcome() == Outcome.REFUSED_BY_HUB);
        model.put(
                "seen",
                told.map(one -> one.overview().statuses() + "/" + one.message().uuid())
                                .orElse(NOTHING)
                        + (pending ? "-pending" : "")
                        + (old ? "-old" : "")
                        + (refused.isPresent() ? "-refused" : ""));
        model.put(
                "refusal",
                refused.flatMap(Overviews.Asked::problem)
                        .map(one -> one.in(locale))
                        .orElse(""));
        if (board.isPresent()) {
            var rows = board.get().rows(filter);
            model.put("board", board.get());
            model.put("overview", board.get().overview());
            model.put("statuses", told.orElseThrow().overview().statuses());
            model.put("groups", board.get().groups());
            model.put("involved", board.get().involved());
            model.put("figures", board.get().figures());
            model.put("rows", rows.subList(0, Math.min(SHOWN, rows.size())));
            model.put("taken", rows.size());
            var held = new HashSet<ConversationId>();
            office.inbox().forEach(one -> held.add(one.conversation()));
            model.put("held", held);
        }
        return model;
    }
}
