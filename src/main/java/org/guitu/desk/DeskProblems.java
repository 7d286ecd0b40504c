package org.guitu.desk;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.guitu.office.OfficeProblem;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.ModelAndView;

/** What every page says when the office cannot do what was asked: the sentence that its commands say too. */
@ControllerAdvice
final class DeskProblems {
    private final DeskPages pages;

    DeskProblems(DeskPages pages) {
        this.pages = pages;
    }

    /** An address that can name nothing is a page that is not there, and no failure of the desk; what else does not fit is the browser's. */
    @ExceptionHandler
    ModelAndView mistaken(MethodArgumentTypeMismatchException mistaken, HttpServletResponse response)
            throws IOException {
        boolean address = mistaken.getParameter().hasParameterAnnotation(PathVariable.class);
        response.sendError(address ? HttpServletResponse.SC_NOT_FOUND : HttpServletResponse.SC_BAD_REQUEST);
        return new ModelAndView();
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
