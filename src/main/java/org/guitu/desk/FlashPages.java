package org.guitu.desk;

import java.io.IOException;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.guitu.message.Header.Urgency;
import org.guitu.office.Office;
import org.guitu.office.OfficeProblem;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * What every page asks for again and again: whether there is a Flash that nobody has read. Who is at the desk gets a link to it;
 * a locked page is told that there is one, and nothing of it.
 */
@Controller
final class FlashPages {
    static final String PATH = "/flash";

    private final DeskPages pages;
    private final Office office;

    FlashPages(DeskPages pages, Office office) {
        this.pages = pages;
        this.office = office;
    }

    @GetMapping(PATH)
    ModelAndView flash(Locale locale, @Nullable Principal who) throws IOException, OfficeProblem {
        var ringing = ringing();
        if (who != null) {
            var model = pages.page(locale);
            model.put("ringing", ringing);
            return new ModelAndView("flash :: told", model);
        }
        // another one rings anew
        var last = ringing.stream().findFirst().map(row -> row.uuid().hashCode());
        return new ModelAndView(
                "flash :: locked", Map.of("last", last.map(Integer::toHexString).orElse("")));
    }

    /** As the inbox has it on top, without a look at all the rest. */
    private List<Row> ringing() throws IOException, OfficeProblem {
        var rows = new ArrayList<Row>();
        for (var held : office.unread(Urgency.FLASH)) {
            if (!office.isQuiet(held.type())) {
                rows.add(new Row(held, Row.Due.NONE));
            }
        }
        return InboxPages.newest(rows, row -> true);
    }
}
