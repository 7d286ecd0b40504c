package org.guitu.desk;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.ModelAndView;

/** What a page says that cannot be shown: what to do, and nothing of the desk's inside. */
@Controller
final class DeskErrors implements ErrorController {
    private final Officers officers;

    DeskErrors(Officers officers) {
        this.officers = officers;
    }

    @RequestMapping("/error")
    ModelAndView error(HttpServletRequest request, Locale locale) {
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer given ? given : 404;
        var page = new ModelAndView(
                switch (status) {
                    case 401 -> "locked";
                    case 403 -> "forbidden";
                    case 404 -> "missing";
                    case 413 -> "problem";
                    default -> "failed";
                });
        page.addObject("officers", officers.mayEnter());
        var asked = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        page.addObject("here", DeskPages.again(request, asked == null ? "/" : asked.toString()));
        if (status == 413) {
            page.addObject("problem", new Words(locale).say("upload.large", Desk.LARGEST_MB));
        }
        page.setStatus(HttpStatusCode.valueOf(status));
        return page;
    }
}
