package org.guitu.desk;

import org.guitu.office.OfficeProblem;
import org.guitu.office.Overviews;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Whether this office watches over all: then every page leads to the overview. */
@ControllerAdvice
final class Watching {
    private final Overviews overviews;

    Watching(Overviews overviews) {
        this.overviews = overviews;
    }

    @ModelAttribute("watches")
    boolean watches() {
        try {
            return overviews.may();
        } catch (OfficeProblem e) {
            // said by every page that needs the schemas
            return false;
        }
    }
}
