package org.guitu.desk;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.Principal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.guitu.family.Field.Option;
import org.guitu.family.Form;
import org.guitu.family.Pinyin;
import org.guitu.message.ConversationId;
import org.guitu.message.Labels;
import org.guitu.message.MessageId;
import org.guitu.message.MessageType;
import org.guitu.office.Exit;
import org.guitu.office.Manuscripts;
import org.guitu.office.Office;
import org.guitu.office.OfficeProblem;
import org.guitu.office.Outcome;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;

/** What officers write: choosing a type, the form made from its schema, checking while typing, and sending. */
@Controller
final class DraftPages {
    /** Before the path of a file in the names of a form's fields. */
    private static final String FILE = "file:";

    private static final String DISCARD_SURELY = "discard-surely";

    private final DeskPages pages;
    private final Office office;
    private final Manuscripts manuscripts;
    private final Windows windows;
    private final Dispatch dispatch;
    private final Officers officers;
    private final Acts acts;
    private final Pinyin pinyin = new Pinyin();
    private final ZoneId zone = ZoneId.systemDefault();

    DraftPages(DeskPages pages, Office office, Dispatch dispatch, Officers officers, Acts acts) {
        this.pages = pages;
        this.office = office;
        this.manuscripts = office.manuscripts();
        this.windows = new Windows(manuscripts);
        this.dispatch = dispatch;
        this.officers = officers;
        this.acts = acts;
    }

    /** The types that may begin a conversation, and what is being written. */
    @GetMapping("/drafts")
    ModelAndView all(Locale locale) throws IOException, OfficeProblem {
        var model = pages.page(locale);
        var families = new TreeMap<String, List<Manuscripts.Offer>>();
        for (var offer : manuscripts.openers()) {
            families.computeIfAbsent(offer.family().label().in(locale), family -> new ArrayList<>())
                    .add(offer);
        }
        model.put("families", families);
        model.put("drafts", manuscripts.all());
        model.put("asked", asked(locale));
        model.put("damaged", manuscripts.damaged());
        model.put("sent", office.sent(MOST_SENT));
        return new ModelAndView("drafts", model);
    }

    private static final int MOST_SENT = 50;

    /** One that waits for a second officer's word: who asks, and to whom it goes. */
    record Asked(String officer, String to) {}

    private Map<UUID, Asked> asked(Locale locale) throws IOException, OfficeProblem {
        var parties = manuscripts.parties();
        var asked = new LinkedHashMap<UUID, Asked>();
        for (var one : manuscripts.waiting().entrySet()) {
            var to = manuscripts.recipients(one.getKey()).stream()
                    .map(id -> parties.containsKey(id) ? parties.get(id).in(locale) + " (" + id + ")" : id)
                    .collect(Collectors.joining(", "));
            asked.put(one.getKey(), new Asked(one.getValue().officer(), to));
        }
        return asked;
    }

    /** Begins one, of a conversation or of its own. */
    @PostMapping("/drafts")
    synchronized String begin(
            @RequestParam String type,
            @RequestParam Optional<UUID> conversation,
            @RequestParam Optional<UUID> answered,
            Principal who)
            throws IOException, OfficeProblem {
        var id = manuscripts.begin(type(type), conversation.map(ConversationId::of), answered.map(MessageId::of));
        acts.note(who.getName(), "begin", id + " " + type);
        return "redirect:/drafts/" + id;
    }

    private static MessageType type(String name) {
        try {
            return MessageType.parse(name);
        } catch (IllegalArgumentException e) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "", e);
        }
    }

    @GetMapping("/drafts/{id}")
    synchronized ModelAndView form(@PathVariable UUID id, Locale locale) throws IOException, OfficeProblem {
        var signed = manuscripts.signed(id);
        if (signed.isPresent()) {
            return sent(signed.get());
        }
        return page(id, manuscripts.form(id), false, locale);
    }

    private ModelAndView page(UUID id, Form form, boolean all, Locale locale) throws IOException, OfficeProblem {
        var model = pages.page(locale);
        var layout = form.layout(locale, pinyin, zone);
        model.put("id", id);
        model.put(Windows.WINDOW, UUID.randomUUID().toString());
        model.put("type", form.type());
        model.put("header", layout.header());
        model.put("body", layout.body());
        model.put("lists", lists(layout));
        model.put(
                "conversation",
                manuscripts
                        .conversation(form)
                        .map(ConversationId::uuid)
                        .map(UUID::toString)
                        .orElse(""));
        model.put(
                "refused",
                manuscripts.all().stream()
                        .filter(kept ->
                                kept.id().equals(id) && kept.outcome().equals(Optional.of(Outcome.REFUSED_BY_HUB)))
                        .findFirst()
                        .flatMap(Manuscripts.Kept::sent)
                        .map(MessageId::uuid)
                        .map(UUID::toString)
                        .orElse(""));
        model.put("second", officers.needsApproval(form.type()));
        var asked = manuscripts.asked(id);
        model.put("asked", asked.map(Manuscripts.Asking::officer).orElse(""));
        model.put("words", asked.map(Manuscripts.Asking::words).orElse(""));
        check(model, id, form, all, locale);
        return new ModelAndView("draft", model);
    }

    private Map<String, List<Option>> lists(Form.Layout layout) {
        var lists = new TreeMap<>(layout.lists());
        var known = manuscripts.parties().entrySet().stream()
                .map(party -> new Option(party.getKey(), pinyin.searched(party.getValue()), false))
                .toList();
        lists.put(
                "PartyId",
                known.stream().filter(one -> !one.value().startsWith("@")).toList());
        lists.put("PartyOrGroup", known);
        return lists;
    }

    /**
     * A fault as its place says it.
     *
     * @param where of which part it is; empty for the first level
     */
    record Told(String path, boolean error, String where, String text) {}

    private void check(Map<String, Object> model, UUID id, Form form, boolean all, Locale locale)
            throws IOException, OfficeProblem {
        model.put(Windows.SEEN, manuscripts.words(id));
        var faults = manuscripts.faults(form).stream()
                .map(fault -> new Told(
                        fault.path(),
                        fault.error(),
                        fault.group().map(group -> group.in(locale)).orElse(""),
                        fault.text().in(locale)))
                .toList();
        model.put("faults", faults);
        model.put("wrong", faults.stream().filter(Told::error).count());
        model.put("everything", all);
    }

    /** What is wrong now, asked for while somebody types; what is filled in is kept at once. */
    @PostMapping("/drafts/{id}/check")
    synchronized ModelAndView check(
            @PathVariable UUID id,
            @RequestParam MultiValueMap<String, String> fields,
            @RequestParam(defaultValue = "false") boolean everything,
            Locale locale)
            throws IOException, OfficeProblem {
        if (manuscripts.signed(id).isPresent()) {
            throw alreadySigned();
        }
        var form = filled(id, fields);
        var model = pages.page(locale);
        model.put("id", id);
        check(model, id, form, everything, locale);
        return new ModelAndView("draft :: faults", model);
    }

    private static OfficeProblem alreadySigned() {
        return new OfficeProblem(
                Exit.USAGE,
                new Labels(
                        "本消息已签署，正在发送；此后的改动不会进入消息，草稿也不能删除。请在“起草与发送”页面查看。",
                        "The message was signed and is on its way: what is changed now would be in nothing that is sent, and it cannot be "
                                + "given up. See it on the page “Write and send”."));
    }

    private static ModelAndView sent(MessageId message) {
        return new ModelAndView("redirect:/sent/" + message.uuid());
    }

    private Form filled(UUID id, MultiValueMap<String, String> fields) throws IOException, OfficeProblem {
        windows.require(id, fields);
        var form = manuscripts.form(id);
        // a box that may be ticked has a field before it that says it is not
        var values = new LinkedHashMap<String, String>();
        fields.forEach((path, texts) -> values.put(path, texts.get(texts.size() - 1)));
        form.fill(values, zone);
        manuscripts.keep(id, form);
        windows.wrote(id, fields);
        return form;
    }

    /** Keeps what is filled in, and does what the button says. */
    @PostMapping("/drafts/{id}")
    synchronized ModelAndView change(
            @PathVariable UUID id,
            @RequestParam MultiValueMap<String, String> fields,
            @RequestParam(name = "do", defaultValue = "keep") String what,
            HttpServletRequest request,
            Locale locale)
            throws IOException, OfficeProblem {
        var who = Objects.requireNonNull(request.getUserPrincipal()).getName();
        var signed = manuscripts.signed(id);
        if (signed.isPresent()) {
            if (what.equals("discard") || what.equals(DISCARD_SURELY)) {
                throw alreadySigned();
            }
            // pressed twice, or from a page of before
            return sent(signed.get());
        }
        if (what.equals("discard")) {
            return doubt(id, fields, locale);
        }
        if (what.equals(DISCARD_SURELY)) {
            windows.require(id, fields);
            windows.forget(id);
            acts.note(who, "give-up", id.toString());
            manuscripts.discard(id);
            return new ModelAndView("redirect:/drafts");
        }
        if (what.equals("approve")) {
            return approve(id, fields.getFirst("words"), request, locale);
        }
        var form = filled(id, fields);
        for (var file : files(request).entrySet()) {
            // where none was chosen a browser sends one without a name
            if (file.getKey().startsWith(FILE)
                    && !Objects.requireNonNullElse(file.getValue().getOriginalFilename(), "")
                            .isEmpty()) {
                attach(form, file.getKey().substring(FILE.length()), file.getValue());
                manuscripts.keep(id, form);
            }
        }
        var at = act(form, what);
        manuscripts.keep(id, form);
        windows.wrote(id, fields);
        return switch (what) {
            case "check" -> page(id, form, true, locale);
            case "send" ->
                officers.needsApproval(form.type()) ? ask(id, form, who, locale) : send(id, form, who, locale);
            default -> new ModelAndView("redirect:/drafts/" + id + (at.isEmpty() ? "" : "#" + at));
        };
    }

    /** A form without a file may come as any other does. */
    private static Map<String, MultipartFile> files(HttpServletRequest request) {
        return request instanceof MultipartHttpServletRequest parts ? parts.getFileMap() : Map.of();
    }

    /** Asks whether it is to be deleted: nobody does that by one press, nor without knowing whose it is. */
    private ModelAndView doubt(UUID id, MultiValueMap<String, String> fields, Locale locale)
            throws IOException, OfficeProblem {
        var model = pages.page(locale);
        if (!manuscripts.damaged().contains(id)) {
            model.put("type", filled(id, fields).type());
            model.put(
                    "asked",
                    manuscripts.asked(id).map(Manuscripts.Asking::officer).orElse(""));
        }
        model.put("id", id);
        acts.last("begin", id.toString()).ifPresent(begun -> model.put("begun", begun));
        model.put(Windows.WINDOW, UUID.randomUUID().toString());
        model.put(Windows.SEEN, manuscripts.words(id));
        return new ModelAndView("give-up", model);
    }

    /** Structure changes by buttons; returns the place to go on at. */
    private static String act(Form form, String what) {
        int colon = what.indexOf(':');
        if (colon < 0) {
            return "";
        }
        var path = what.substring(colon + 1);
        switch (what.substring(0, colon)) {
            case "add" -> form.add(path);
            case "remove" -> form.remove(path);
            case "choose" -> {
                int last = path.lastIndexOf(':');
                form.choose(path.substring(0, Math.max(0, last)), number(path.substring(last + 1)));
                return path.substring(0, Math.max(0, last));
            }
            default -> {
                return "";
            }
        }
        return path;
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
    }

    private static void attach(Form form, String path, MultipartFile file) throws IOException, OfficeProblem {
        var bytes = file.getBytes();
        if (bytes.length == 0) {
            throw new OfficeProblem(
                    Exit.REFUSED_HERE,
                    new Labels(
                            "所选文件是空的，没有附上。请检查该文件或另选一个；其余内容已保存。",
                            "The file that was chosen is empty and was not attached. Look at it, or choose another; all else is kept."));
        }
        var photo = Photo.of(bytes);
        if (photo.isPresent()) {
            form.attach(path, photo.get(), Photo.FORMAT);
        } else if (Photo.isPicture(bytes, file.getContentType())) {
            // as it came it would tell where it was taken
            throw new OfficeProblem(
                    Exit.REFUSED_HERE,
                    new Labels(
                            "该图片无法打开，没有附上。请另存为较小的 JPEG 或 PNG 后再附上；其余内容已保存。",
                            "The picture cannot be opened here and was not attached. Save it as a smaller JPEG or PNG and attach that; all "
                                    + "else is kept."));
        } else {
            // whether that kind and size is taken the schema says, beside the field
            form.attach(path, bytes, Objects.requireNonNullElse(file.getContentType(), ""));
        }
    }

    private boolean isFaulty(Form form) throws OfficeProblem {
        return manuscripts.faults(form).stream().anyMatch(Form.Fault::error);
    }

    /** The form again, with all that is wrong with it. */
    private ModelAndView toMend(UUID id, Form form, Locale locale) throws IOException, OfficeProblem {
        var page = page(id, form, true, locale);
        page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        return page;
    }

    /** What a second officer has to approve is not signed yet. */
    private ModelAndView ask(UUID id, Form form, String who, Locale locale) throws IOException, OfficeProblem {
        if (isFaulty(form)) {
            return toMend(id, form, locale);
        }
        acts.note(who, "ask", id.toString());
        manuscripts.ask(id, who);
        return new ModelAndView("redirect:/drafts/" + id);
    }

    /**
     * Signs what another officer has asked for, word for word: what the form of this request says does not count.
     *
     * @param words those that the approving officer has seen; asked for anew meanwhile, they may be others
     */
    private ModelAndView approve(UUID id, @Nullable String words, HttpServletRequest request, Locale locale)
            throws IOException, OfficeProblem {
        var who = Objects.requireNonNull(request.getUserPrincipal()).getName();
        var asked = manuscripts.asked(id);
        if (!request.isUserInRole(Officers.Role.APPROVER.name())) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
        if (asked.isEmpty()
                || asked.get().officer().equals(who)
                || !asked.get().words().equals(words)) {
            throw new OfficeProblem(
                    Exit.USAGE,
                    new Labels(
                            "须由另一人员批准其所见的内容。草稿在请求批准后有改动，或批准人即请求人；请重新打开草稿，必要时重新请求批准。",
                            "Another officer has to approve what stands there. The draft was changed after its approval was asked for, "
                                    + "or who asked approves; open the draft again, and ask again where that is missing."));
        }
        acts.note(who, "approve", id + " " + asked.get().officer());
        return send(id, manuscripts.form(id), who, locale);
    }

    private ModelAndView send(UUID id, Form form, String who, Locale locale) throws IOException, OfficeProblem {
        acts.note(who, "send", id.toString());
        var sent = manuscripts.send(id);
        if (sent.about().isPresent()) {
            var message = sent.about().get().id();
            // under its own identifier it can be found once the draft is gone
            acts.note(who, "sent", id + " " + message.value());
            dispatch.soon();
            windows.forget(id);
            return sent(message);
        }
        var page = toMend(id, form, locale);
        // what stands beside the fields says it in their words
        if (!isFaulty(form)) {
            page.addObject(
                    "refusal",
                    sent.refusal().map(refusal -> refusal.sentence(locale)).orElse(""));
        }
        return page;
    }

    /** The picture that is attached at a place. */
    @GetMapping("/drafts/{id}/media")
    ResponseEntity<byte[]> media(@PathVariable UUID id, @RequestParam String at) throws IOException, OfficeProblem {
        var bytes = manuscripts.form(id).attached(at).flatMap(Photo::of);
        return ResponseEntity.ok()
                .contentType(MediaType.IMAGE_JPEG)
                .body(bytes.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND)));
    }

    /** The types that may answer a message now, for the pages that offer them. */
    static Map<String, String> answers(Office office, ConversationId conversation, Locale locale)
            throws IOException, OfficeProblem {
        return office.manuscripts().answers(conversation).stream()
                .collect(Collectors.toMap(
                        offer -> offer.type().toString(),
                        offer -> offer.info().label().in(locale),
                        (one, other) -> one,
                        TreeMap::new));
    }
}
