package org.guitu.desk;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.security.Principal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.guitu.message.Labels;
import org.guitu.message.MessageId;
import org.guitu.message.MessageType;
import org.guitu.message.Visible;
import org.guitu.office.Conversation;
import org.guitu.office.NotVerified;
import org.guitu.office.Office;
import org.guitu.office.OfficeProblem;
import org.guitu.office.Opened;
import org.guitu.office.Verification;
import org.guitu.receipt.ReceiptKind;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.support.RequestContextUtils;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/** The pages: the way in, a message. */
@Controller
final class DeskPages {
    /** Where a link leads. */
    static final String ENTER = "/enter";

    static final String LANGUAGE = "/language";
    /** What every page asks for again and again. */
    static final String LINE = "/line";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    /** A page of the desk: no other host, and no words. */
    private static final Pattern PAGE = Pattern.compile("(/[a-z0-9-]{1,64}){1,4}");

    private final Office office;
    private final Mail mail;
    private final Entry entry;
    private final Dispatch dispatch;
    private final Officers officers;
    private final Acts acts;
    private final ZoneId zone = ZoneId.systemDefault();

    DeskPages(Office office, Mail mail, Entry entry, Dispatch dispatch, Officers officers, Acts acts) {
        this.office = office;
        this.mail = mail;
        this.entry = entry;
        this.dispatch = dispatch;
        this.officers = officers;
        this.acts = acts;
    }

    /** Opens a session with the key of a link, under a new session identifier. */
    @GetMapping(ENTER)
    ModelAndView enter(
            @RequestParam(defaultValue = "") String key, HttpServletRequest request, HttpServletResponse response)
            throws IOException, OfficeProblem {
        if (!entry.opens(key)) {
            var page = new ModelAndView("locked");
            page.addObject("officers", officers.mayEnter());
            page.addObject("here", "/");
            page.setStatus(HttpStatus.FORBIDDEN);
            return page;
        }
        if (officers.any()) {
            // each says who it is
            return new ModelAndView("redirect:" + LoginPages.LOGIN);
        }
        acts.note(office.party().value(), "enter", "");
        Sitting.open(office.party().value(), request, response);
        return new ModelAndView("redirect:/");
    }

    /** What every page shows. */
    Map<String, Object> page(Locale locale) throws IOException, OfficeProblem {
        var model = new HashMap<String, Object>();
        model.put("party", office.party());
        model.put("shown", new Shown(locale));
        model.put(
                "trouble",
                mail.problem().or(dispatch::problem).map(one -> one.in(locale)).orElse(""));
        model.put("waiting", dispatch.waiting());
        model.put("language", locale.getLanguage());
        model.put(
                "here",
                ServletUriComponentsBuilder.fromCurrentRequestUri().build().getPath());
        var sitting = SecurityContextHolder.getContext().getAuthentication();
        model.put(
                "officer",
                sitting == null || sitting.getName().equals(office.party().value()) ? "" : sitting.getName());
        model.put("approver", may(sitting, Officers.Role.APPROVER));
        model.put("approvals", sitting != null && may(sitting, Officers.Role.APPROVER) ? approvals(sitting) : 0L);
        model.put("clerk", may(sitting, Officers.Role.CLERK));
        return model;
    }

    /** How many drafts wait for this officer's word: those that another has asked for. */
    private long approvals(Authentication sitting) throws IOException {
        return office.manuscripts().waiting().values().stream()
                .filter(asking -> !asking.officer().equals(sitting.getName()))
                .count();
    }

    /** How values are written in that language. */
    Shown shown(Locale locale) {
        return new Shown(locale);
    }

    /** Where a page that could not be shown is looked at again: what was sent is not sent again by that. */
    static String again(HttpServletRequest request, String path) {
        return request.getMethod().equals("GET") || path.startsWith("/drafts/") ? path : "/";
    }

    private static boolean may(@Nullable Authentication sitting, Officers.Role role) {
        return sitting != null
                && sitting.getAuthorities().stream().anyMatch(one -> ("ROLE_" + role).equals(one.getAuthority()));
    }

    /** What keeps the line down and what waits for it, so that a page that stays open tells of either. */
    @GetMapping(LINE)
    ModelAndView line(Locale locale) throws IOException, OfficeProblem {
        return new ModelAndView("frame :: line", page(locale));
    }

    @GetMapping("/messages/{uuid}")
    ModelAndView message(@PathVariable UUID uuid, Locale locale, Principal who) throws IOException, OfficeProblem {
        var id = MessageId.of(uuid);
        acts.note(who.getName(), "open", id.value());
        var model = page(locale);
        model.put("uuid", uuid);
        try {
            var opened = office.received(id, locale);
            model.put("opened", opened);
            model.put("receipts", office.acknowledged(id));
            model.put(
                    "answers",
                    DraftPages.answers(office, opened.check().header().conversation(), locale));
            model.put("own", opened.check().header().sender().equals(office.party()));
            model.put(
                    "isRead",
                    office.inbox().stream()
                            .anyMatch(held ->
                                    held.id().equals(id) && held.readAt().isPresent()));
            return new ModelAndView("message", model);
        } catch (NotVerified e) {
            // shown as such, and never as content
            model.put("problem", e.text().in(locale));
            return new ModelAndView("not-verified", model, HttpStatus.UNPROCESSABLE_CONTENT);
        }
    }

    /** The signed bytes, for a program to keep: no browser shows them as a page. */
    @GetMapping("/messages/{uuid}/original")
    ResponseEntity<byte[]> original(@PathVariable UUID uuid) throws IOException, OfficeProblem {
        var bytes = Files.readAllBytes(office.file(MessageId.of(uuid)));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .header("Content-Disposition", "attachment; filename=" + uuid + ".xml")
                .body(bytes);
    }

    /** Signs and sends that it was read; without a line that goes out later. */
    @PostMapping("/messages/{uuid}/read")
    String read(@PathVariable UUID uuid, Principal who) throws IOException, OfficeProblem {
        acts.note(who.getName(), "read", MessageId.of(uuid).value());
        office.noteRead(MessageId.of(uuid));
        dispatch.soon();
        return "redirect:/messages/" + uuid;
    }

    @PostMapping(LANGUAGE)
    String language(
            @RequestParam String to,
            @RequestParam(defaultValue = "/") String here,
            HttpServletRequest request,
            HttpServletResponse response) {
        LocaleResolver resolver = java.util.Objects.requireNonNull(RequestContextUtils.getLocaleResolver(request));
        resolver.setLocale(request, response, to.equals("zh") ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH);
        return "redirect:" + (PAGE.matcher(here).matches() ? here : "/");
    }

    /** How values are written for people, in the reader's language. */
    final class Shown {
        private final Locale locale;
        private final Map<String, Labels> parties = office.parties();

        Shown(Locale locale) {
            this.locale = locale;
        }

        public String time(Instant at) {
            return TIME.withZone(zone).format(at);
        }

        public String time(Optional<Instant> at) {
            return at.map(this::time).orElse("");
        }

        public String type(MessageType type) throws OfficeProblem {
            return office.label(type).in(locale);
        }

        /** What the party is called, with its identifier. */
        public String party(Object party) {
            var id = party.toString();
            return parties.containsKey(id) ? parties.get(id).in(locale) + " (" + id + ")" : id;
        }

        /** The name alone; empty for whom nobody knows. */
        public String name(String party) {
            return parties.containsKey(party) ? parties.get(party).in(locale) : "";
        }

        public String parties(Collection<?> parties) {
            return parties.stream().map(this::party).collect(Collectors.joining(", "));
        }

        /** Where the conversation was after this message; empty where the hub has not taken it, and nothing has moved. */
        public String after(Conversation.Entry entry) {
            if (entry.number().isEmpty()) {
                return "";
            }
            var words = new Words(locale);
            var states = entry.states().stream().map(state -> state.in(locale)).toList();
            return switch (states.size()) {
                case 0 -> words.say("conversation.after.unknown");
                case 1 -> states.get(0);
                default -> words.say("conversation.after.any", String.join(", ", states));
            };
        }

        /** What has to be done by then. */
        public String task(Conversation.Deadline deadline) {
            return deadline.rule()
                    .map(rule -> rule.in(locale))
                    .orElseGet(() -> new Words(locale).say("deadline.asked"));
        }

        /** Whether it is done, and when. */
        public String done(Conversation.Deadline deadline) {
            var words = new Words(locale);
            return deadline.met()
                    .map(met -> words.say("deadline." + deadline.task(), time(met.at())))
                    .orElseGet(() -> deadline.overdue() ? words.say("due.OVERDUE") : words.say("deadline.open"));
        }

        /** Whether it still runs. */
        public String runs(Conversation.Expiry expiry) {
            var words = new Words(locale);
            if (expiry.ended()) {
                return words.say("expiry.ended");
            }
            return expiry.over() ? words.say("expiry.over") : words.say("expiry.runs");
        }

        /** The kind of a receipt. */
        public String receipt(MessageType type) {
            return ReceiptKind.ofElement(type.name())
                    .map(kind -> new Words(locale).say("receipt." + kind))
                    .orElseGet(type::toString);
        }

        /** Whoever has one of these roles. */
        public String roles(Set<String> roles) {
            var words = new Words(locale);
            return roles.stream().map(role -> words.sayOr("role." + role, role)).collect(Collectors.joining(", "));
        }

        /** A text with what hides in it and turns it made visible; empty where nothing does. */
        public String hidden(String text) {
            var visible = Visible.of(text);
            return visible.equals(text) ? "" : visible;
        }

        /** Who signed it, with which certificate, and what was found. */
        public Map<String, String> signature(Verification check) {
            return SignatureReport.of(check, new Words(locale), this);
        }

        public List<String> notes(Opened opened) {
            return opened.notes().stream().map(note -> note.in(locale)).toList();
        }
    }
}
