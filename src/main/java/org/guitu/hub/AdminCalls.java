package org.guitu.hub;

import java.util.Map;
import java.util.Optional;
import org.guitu.gate.Unavailable;
import org.guitu.hub.Administration.Act;
import org.guitu.message.Digest;
import org.guitu.message.MessageId;
import org.guitu.message.PartyId;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The administrators' calls over HTTP: a bearer token says who, {@code reason} says why; both are recorded. */
@RestController
final class AdminCalls {
    private static final int MOST_ROWS = 500;
    private static final String BEARER = "Bearer ";

    /** Why somebody looks at what waits for a look: it needs no further reason. */
    private static final String LOOK = "to see what there is to do";

    private final Administration administration;

    AdminCalls(Administration administration) {
        this.administration = administration;
    }

    @PostMapping("/admin/resend")
    ResponseEntity<?> resend(
            @RequestHeader(name = "Authorization", required = false) @Nullable String authorization,
            @RequestParam("message") String message,
            @RequestParam("reason") String reason) {
        return as(authorization, reason, act -> {
            var due = administration.resend(new MessageId(message), act);
            if (due.isEmpty()) {
                return ResponseEntity.status(404).body(Map.of("error", "the record does not know this message"));
            }
            return ResponseEntity.ok(Map.of("due", due.get()));
        });
    }

    @GetMapping("/admin/quarantine")
    ResponseEntity<?> quarantine(
            @RequestHeader(name = "Authorization", required = false) @Nullable String authorization,
            @RequestParam(name = "limit", defaultValue = "20") int limit,
            @RequestParam("reason") String reason) {
        return as(authorization, reason, act -> ResponseEntity.ok(administration.quarantine(within(limit), act)));
    }

    @PostMapping("/admin/block")
    ResponseEntity<?> block(
            @RequestHeader(name = "Authorization", required = false) @Nullable String authorization,
            @RequestParam("party") String party,
            @RequestParam("certificate") Optional<String> certificate,
            @RequestParam(name = "blocked", defaultValue = "true") boolean blocked,
            @RequestParam("reason") String reason) {
        return as(authorization, reason, act -> {
            if (!administration.block(new PartyId(party), certificate.map(Digest::new), blocked, act)) {
                return ResponseEntity.status(404)
                        .body(Map.of(
                                "error",
                                certificate.isPresent()
                                        ? "the directory knows no such certificate of this party"
                                        : "the directory does not know this party"));
            }
            return ResponseEntity.ok(Map.of("party", party, "blocked", blocked));
        });
    }

    @GetMapping("/admin/review")
    ResponseEntity<?> reviews(
            @RequestHeader(name = "Authorization", required = false) @Nullable String authorization,
            @RequestParam(name = "limit", defaultValue = "20") int limit,
            @RequestParam(name = "reason", defaultValue = LOOK) String reason) {
        return as(authorization, reason, act -> ResponseEntity.ok(administration.reviews(within(limit), act)));
    }

    @GetMapping("/admin/deliveries")
    ResponseEntity<?> deliveries(
            @RequestHeader(name = "Authorization", required = false) @Nullable String authorization,
            @RequestParam("message") Optional<String> message,
            @RequestParam(name = "limit", defaultValue = "20") int limit) {
        return as(
                authorization,
                LOOK,
                act -> ResponseEntity.ok(administration.failures(message.map(MessageId::new), within(limit), act)));
    }

    @PostMapping("/admin/review")
    ResponseEntity<?> reviewed(
            @RequestHeader(name = "Authorization", required = false) @Nullable String authorization,
            @RequestParam("message") String message,
            @RequestParam("reason") String reason) {
        return as(authorization, reason, act -> {
            if (!administration.reviewed(new MessageId(message), act)) {
                return ResponseEntity.status(404).body(Map.of("error", "this message waits for no review"));
            }
            return ResponseEntity.ok(Map.of("message", message));
        });
    }

    /** So many rows as are asked for, as far as one answer goes. */
    private static int within(int limit) {
        return Math.max(1, Math.min(limit, MOST_ROWS));
    }

    private interface Call {
        ResponseEntity<?> run(Act act);
    }

    private ResponseEntity<?> as(@Nullable String authorization, String reason, Call call) {
        if (authorization == null || !authorization.startsWith(BEARER)) {
            return ResponseEntity.status(401).body(Map.of("error", "a bearer token is needed"));
        }
        var who = administration.administrator(authorization.substring(BEARER.length()));
        if (who.isEmpty()) {
            return ResponseEntity.status(403).body(Map.of("error", "this token is nobody's"));
        }
        if (reason.isBlank() || reason.length() > 500) {
            return ResponseEntity.badRequest().body(Map.of("error", "reason must have 1 to 500 characters"));
        }
        try {
            return call.run(new Act(who.get(), reason));
        } catch (IllegalArgumentException e) {
            return ResponseEntity.badRequest().body(Map.of("error", String.valueOf(e.getMessage())));
        } catch (Unavailable e) {
            return ResponseEntity.status(503).body(Map.of("error", "the record is away, nothing was done; try later"));
        }
    }
}
