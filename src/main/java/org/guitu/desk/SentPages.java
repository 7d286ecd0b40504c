package org.guitu.desk;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.guitu.message.MessageId;
import org.guitu.office.Manuscripts;
import org.guitu.office.NotVerified;
import org.guitu.office.Office;
import org.guitu.office.OfficeProblem;
import org.guitu.office.Outcome;
import org.guitu.office.Written;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.ModelAndView;

/** A message of this office's on its way: checked, sealed, signed, queued, accepted or refused, and who has it. */
@Controller
final class SentPages {
    /** How the address of what a page asks for again and again ends. */
    static final String STEPS = "/steps";

    private final DeskPages pages;
    private final Office office;

    SentPages(DeskPages pages, Office office) {
        this.pages = pages;
        this.office = office;
    }

    @GetMapping("/sent/{uuid}")
    ModelAndView sent(@PathVariable UUID uuid, Locale locale) throws IOException, OfficeProblem {
        var page = page("sent", uuid, locale);
        if (page.getModel().get("written") instanceof Written written) {
            // a draft answers what the hub has
            boolean accepted = written.timeline().outcome() == Outcome.ACCEPTED;
            page.addObject(
                    "answers",
                    accepted
                            ? DraftPages.answers(
                                    office, written.opened().check().header().conversation(), locale)
                            : Map.of());
        }
        return page;
    }

    @GetMapping("/sent/{uuid}" + STEPS)
    ModelAndView steps(@PathVariable UUID uuid, Locale locale) throws IOException, OfficeProblem {
        return page("sent :: steps", uuid, locale);
    }

    private ModelAndView page(String view, UUID uuid, Locale locale) throws IOException, OfficeProblem {
        Map<String, Object> model = pages.page(locale);
        var id = MessageId.of(uuid);
        model.put("uuid", uuid);
        try {
            model.put("written", office.written(id, locale));
            model.put(
                    "draft",
                    office.manuscripts().all().stream()
                            .filter(kept -> kept.sent().filter(id::equals).isPresent())
                            .map(Manuscripts.Kept::id)
                            .map(UUID::toString)
                            .findFirst()
                            .orElse(""));
            return new ModelAndView(view, model);
        } catch (NotVerified e) {
            model.put("problem", e.text().in(locale));
            return new ModelAndView("not-verified", model, HttpStatus.UNPROCESSABLE_CONTENT);
        }
    }
}
