package org.guitu.hub;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the management port says when something goes wrong: the status in words, and nothing of the hub's inside. */
@RestController
final class PlainErrors implements ErrorController {
    @RequestMapping("/error")
    ResponseEntity<Map<String, String>> error(HttpServletRequest request) {
        var code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer given ? given : 404;
        var status = HttpStatus.resolve(code);
        return ResponseEntity.status(code)
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("error", status == null ? "failed" : status.getReasonPhrase()));
    }
}
