package org.guitu.desk;

import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.guitu.office.CardIndex;
import org.guitu.office.Office;
import org.guitu.office.OfficeProblem;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The inbox: what presses most first, as far as the filter of each window shows it. */
@Controller
final class InboxPages {
    private static final String PATH = "/inbox";
    /** What the inbox asks for again and again. */
    static final String ROWS = PATH + "/rows";

    private static final int SHOWN = 200;
    /** Of more unread Flash the newest are told. */
    private static final int RINGING = 20;

    /**
     * What one window shows.
     *
     * @param from how many rows that press more are left out
     */
    record View(Filter filter, int from) {
        /** Everything, from its beginning. */
        static final View ALL = new View(Filter.NONE, 0);
    }

    private final DeskPages pages;
    private final Office office;
    private final CardIndex cards;
    private final Clock clock;
    private final ZoneId zone = ZoneId.systemDefault();

    InboxPages(DeskPages pages, Office office, CardIndex cards, Clock clock) {
        this.pages = pages;
        this.office = office;
        this.cards = cards;
        this.clock = clock;
    }

    private static Views<View> views(HttpSession session) {
        return Views.of(session, "inbox", View.ALL);
    }

    @GetMapping("/")
    ModelAndView inbox(Locale locale, HttpSession session) throws IOException, OfficeProblem {
        return opened(View.ALL, views(session), locale);
    }

    /** What another window shows, in one of its own. */
    @GetMapping(PATH + "/{window:[0-9a-f-]{36}}")
    ModelAndView inbox(@PathVariable UUID window, Locale locale, HttpSession session)
            throws IOException, OfficeProblem {
        var views = views(session);
        return opened(views.shown(window), views, locale);
    }

    private ModelAndView opened(View view, Views<View> views, Locale locale) throws IOException, OfficeProblem {
        return inbox(view, views.open(view), locale);
    }

    ModelAndView inbox(View view, UUID window, Locale locale) throws IOException, OfficeProblem {
        var rows = rows();
        var model = shown(rows, view, locale);
        var families = new TreeMap<String, String>();
        var senders = new TreeSet<String>();
        for (var row : rows) {
            var family = row.held().type().family();
            if (!families.containsKey(family)) {
                families.put(family, office.familyLabel(family).in(locale));
            }
            senders.add(row.held().sender().value());
        }
        model.put("families", families);
        model.put("senders", senders);
        model.put("window", window);
        model.put("here", PATH + "/" + window);
        return new ModelAndView("inbox", model);
    }

    @GetMapping(ROWS)
    ModelAndView part(@RequestParam(required = false) @Nullable UUID window, Locale locale, HttpSession session)
            throws IOException, OfficeProblem {
        var views = views(session);
        var view = views.shown(window);
        var model = shown(rows(), view, locale);
        model.put("window", window);
        // where there are fewer now than when somebody turned over, it stays where it went back to
        if (model.get("first") instanceof Integer first) {
            views.show(window, new View(view.filter(), first));
        }
        return new ModelAndView("inbox :: rows", model);
    }

    /** Keeps the filter; a page that only asks for its rows gets those, any other the whole inbox. */
    @PostMapping(PATH + "/filter")
    ModelAndView filter(
            @RequestParam Map<String, String> form,
            @RequestParam UUID window,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean part,
            Locale locale,
            HttpSession session)
            throws IOException, OfficeProblem {
        var filter = new Filter(
                form.getOrDefault("family", ""),
                form.getOrDefault("sender", ""),
                Filter.State.named(form.getOrDefault("state", "")),
                form.getOrDefault("text", ""));
        views(session).show(window, new View(filter, 0));
        return part ? part(window, locale, session) : new ModelAndView("redirect:" + PATH + "/" + window);
    }

    /** Turns over to the rows from that one on. */
    @PostMapping(PATH + "/from")
    ModelAndView turn(
            @RequestParam int from,
            @RequestParam UUID window,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean part,
            Locale locale,
            HttpSession session)
            throws IOException, OfficeProblem {
        var views = views(session);
        views.show(window, new View(views.shown(window).filter(), from));
        return part ? part(window, locale, session) : new ModelAndView("redirect:" + PATH + "/" + window);
    }

    /** What came in, the most pressing first; not what only programs read. */
    private List<Row> rows() throws IOException, OfficeProblem {
        var now = clock.instant();
        var all = new ArrayList<Row>();
        for (var held : office.inbox()) {
            if (!office.isQuiet(held.type())) {
                all.add(Row.of(held, now, zone));
            }
        }
        all.sort(Row.PRESSING);
        return all;
    }

    private Map<String, Object> shown(List<Row> all, View view, Locale locale) throws IOException, OfficeProblem {
        var filter = view.filter();
        var found = filter.isSearch() ? Optional.of(cards.find(filter.text())) : Optional.<CardIndex.Found>empty();
        var taken = all.stream()
                .filter(filter::takes)
                .filter(row -> found.map(CardIndex.Found::received)
                        .map(ids -> ids.contains(row.held().id()))
                        .orElse(true))
                .toList();
        var model = pages.page(locale);
        model.put("filter", filter);
        // there may be fewer now than when somebody turned over
        int first = Math.max(0, Math.min(view.from(), (taken.size() - 1) / SHOWN * SHOWN));
        var rows = taken.subList(first, Math.min(first + SHOWN, taken.size()));
        model.put("rows", rows);
        model.put(
                "unverified",
                cards.unverified(rows.stream().map(row -> row.held().id()).collect(Collectors.toSet())));
        model.put("first", first);
        model.put("most", SHOWN);
        model.put("taken", taken.size());
        model.put("all", all.size());
        model.put("unread", all.stream().filter(Row::isUnread).count());
        model.put("overdue", count(all, Row.Due.OVERDUE));
        model.put("today", count(all, Row.Due.TODAY));
        // a Flash is heard and seen, whatever somebody is looking for
        var seen = Set.copyOf(rows);
        model.put("ringing", newest(all, row -> !seen.contains(row)));
        model.put(
                "sent",
                found.stream().flatMap(one -> one.sent().stream()).limit(SHOWN).toList());
        model.put("missing", found.map(CardIndex.Found::missing).orElse(0));
        return model;
    }

    /** Unread Flash, the newest first and only so many. */
    static List<Row> newest(List<Row> rows, Predicate<Row> among) {
        return rows.stream()
                .filter(Row::isRinging)
                .filter(among)
                .sorted(Row.NEWEST)
                .limit(RINGING)
                .toList();
    }

    private static long count(List<Row> rows, Row.Due due) {
        return rows.stream().filter(row -> row.due() == due).count();
    }
}
