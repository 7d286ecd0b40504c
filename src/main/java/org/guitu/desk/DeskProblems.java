package org.guitu.desk;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Locale;
import org.guitu.office.OfficeProblem;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

/** What every page says when the office cannot do what was asked: the sentence that its commands say too. */
@ControllerAdvice
final class DeskProblems {
    private final DeskPages pages;

    DeskProblems(DeskPages pages) {
        this.pages = pages;
    }

    @ExceptionHandler
    ModelAndView problem(OfficeProblem problem, HttpServletRequest request, Locale locale)
            throws IOException, OfficeProblem {
        var model = pages.page(locale);
        model.put("here", DeskPages.again(request, request.getRequestURI()));
        model.put("problem", problem.text().in(locale));
        return new ModelAndView("problem", model, HttpStatus.CONFLICT);
    }
}
