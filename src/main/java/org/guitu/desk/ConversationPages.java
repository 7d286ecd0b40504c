package org.guitu.desk;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.time.Clock;
import java.util.Locale;
import java.util.UUID;
import org.guitu.message.ConversationId;
import org.guitu.office.ConversationFiles;
import org.guitu.office.Conversations;
import org.guitu.office.Office;
import org.guitu.office.OfficeProblem;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.ModelAndView;

/** The pages of one conversation: what was said and who has it, where it stands, and all of it as files. */
@Controller
final class ConversationPages {
    private final DeskPages pages;
    private final Office office;
    private final Conversations conversations;
    private final ConversationFiles files;
    private final FileSet set;
    private final ConversationPdf pdf;
    private final Acts acts;
    private final Clock clock;

    ConversationPages(DeskPages pages, Office office, Acts acts, Clock clock) {
        this.pages = pages;
        this.office = office;
        this.conversations = new Conversations(office);
        this.files = new ConversationFiles(office);
        this.set = new FileSet(office);
        this.pdf = new ConversationPdf(pages, office);
        this.acts = acts;
        this.clock = clock;
    }

    @GetMapping("/conversations/{uuid}")
    ModelAndView conversation(@PathVariable UUID uuid, Locale locale) throws IOException, OfficeProblem {
        var model = pages.page(locale);
        var conversation = conversations.read(ConversationId.of(uuid), clock.instant());
        model.put("conversation", conversation);
        model.put("answers", DraftPages.answers(office, conversation.id(), locale));
        return new ModelAndView("conversation", model);
    }

    /** For a program to keep: no browser shows it as a page. */
    @GetMapping("/conversations/{uuid}/files")
    void files(@PathVariable UUID uuid, HttpServletResponse response, Principal who) throws IOException, OfficeProblem {
        var conversation = conversations.read(ConversationId.of(uuid), clock.instant());
        acts.note(who.getName(), "files", conversation.id().value());
        var filed = files.of(conversation);
        response.setContentType("application/zip");
        response.setHeader("Content-Disposition", "attachment; filename=" + uuid + ".zip");
        set.write(conversation, filed, response.getOutputStream());
    }

    /** For people: to keep or to print. It is made as a whole before anything of it is sent. */
    @GetMapping("/conversations/{uuid}/pdf")
    ResponseEntity<byte[]> pdf(@PathVariable UUID uuid, Locale locale, Principal who)
            throws IOException, OfficeProblem {
        var now = clock.instant();
        var conversation = conversations.read(ConversationId.of(uuid), now);
        acts.note(who.getName(), "pdf", conversation.id().value());
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_PDF)
                .header("Content-Disposition", "attachment; filename=" + uuid + ".pdf")
                .body(pdf.of(conversation, locale, now));
    }
}
