package org.guitu.desk;

import java.io.IOException;
import java.util.Locale;
import java.util.UUID;
import org.guitu.family.Picture;
import org.guitu.message.MessageId;
import org.guitu.office.NotVerified;
import org.guitu.office.Office;
import org.guitu.office.OfficeProblem;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.server.ResponseStatusException;

/** The pictures of a message, received or of this office's own, out of what was verified and opened for this very request. */
@Controller
final class MediaPages {
    private final Office office;

    MediaPages(Office office) {
        this.office = office;
    }

    @GetMapping("/messages/{uuid}/media/{number}")
    ResponseEntity<byte[]> picture(@PathVariable UUID uuid, @PathVariable int number, Locale locale)
            throws IOException, OfficeProblem {
        var picture = verified(uuid, locale, number);
        var bytes = picture.bytes().orElseThrow(MediaPages::missing);
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(picture.type()))
                .body(bytes);
    }

    private Picture verified(UUID uuid, Locale locale, int number) throws IOException, OfficeProblem {
        try {
            return office.either(MessageId.of(uuid), locale).pictures().stream()
                    .filter(one -> one.number() == number)
                    .findFirst()
                    .orElseThrow(MediaPages::missing);
        } catch (NotVerified e) {
            // the message's page says why
            throw missing();
        }
    }

    private static ResponseStatusException missing() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
}
