package org.guitu.desk;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.guitu.desk.paper.NotOnPaper;
import org.guitu.desk.paper.Paper;
import org.guitu.desk.paper.Typefaces;
import org.guitu.message.Header.PrivacyClass;
import org.guitu.office.Conversation;
import org.guitu.office.Conversation.Entry;
import org.guitu.office.ConversationFiles;
import org.guitu.office.ConversationFiles.Filed;
import org.guitu.office.Exit;
import org.guitu.office.NotVerified;
import org.guitu.office.Office;
import org.guitu.office.OfficeProblem;
import org.guitu.office.Opened;

/**
 * A conversation as a PDF: for people, what was said, who has it, and what verifying found when it was made; what was signed goes
 * along in it as files.
 */
final class ConversationPdf {
    private static final int MIB = 1024 * 1024;
    /** Bytes of files that are attached; beyond that there is the ZIP. */
    private static final int MOST_ATTACHED = 40 * MIB;

    private final DeskPages pages;
    private final Office office;
    private final ConversationFiles files;
    private final ZoneId zone = ZoneId.systemDefault();

    ConversationPdf(DeskPages pages, Office office) {
        this.pages = pages;
        this.office = office;
        this.files = new ConversationFiles(office);
    }

    /**
     * One message as it was found a moment ago.
     *
     * @param opened empty where it does not verify, or is not here
     * @param problem why
     */
    private record Sheet(Entry entry, Optional<Opened> opened, String problem, List<Filed> files) {
        /** What nobody could read may be of the highest. */
        PrivacyClass privacy() {
            return opened.map(one -> one.check().header().privacyCeiling()).orElse(PrivacyClass.P3);
        }
    }

    /** @throws OfficeProblem where this machine has no font for the words of the page, or it would be too long */
    synchronized byte[] of(Conversation conversation, Locale locale, Instant now) throws IOException, OfficeProblem {
        var words = new Words(locale);
        var sheets = sheets(conversation, words, locale);
        var typefaces = Typefaces.ofThisMachine();
        try {
            typefaces.require(words.say("pdf.counts"));
            var drawing = new Drawing(conversation, sheets, words, locale);
            try (var first = new Paper(typefaces, locale);
                    var second = new Paper(typefaces, locale)) {
                drawing.on(first, new TreeSet<>(), now);
                if (first.missing().isEmpty()) {
                    return drawing.written(first, now);
                }
                // what could not be shown is said where reading begins
                drawing.on(second, first.missing(), now);
                return drawing.written(second, now);
            }
        } catch (NotOnPaper e) {
            throw new OfficeProblem(Exit.FAILED, e.text(), e);
        }
    }

    private List<Sheet> sheets(Conversation conversation, Words words, Locale locale)
            throws IOException, OfficeProblem {
        var filed = files.of(conversation);
        var sheets = new ArrayList<Sheet>();
        for (var entry : conversation.entries()) {
            var own = filed.stream().filter(one -> one.about().equals(entry)).toList();
            sheets.add(sheet(entry, own, words, locale));
        }
        return sheets;
    }

    private Sheet sheet(Entry entry, List<Filed> own, Words words, Locale locale) throws IOException, OfficeProblem {
        try {
            return new Sheet(entry, Optional.of(office.either(entry.id(), locale)), "", own);
        } catch (NotVerified e) {
            // shown as such, and never as content
            return new Sheet(entry, Optional.empty(), e.text().in(locale), own);
        } catch (NoSuchFileException e) {
            return new Sheet(entry, Optional.empty(), words.say("file.missing"), own);
        }
    }

    /** Puts one conversation on paper, in one language. */
    private final class Drawing {
        private final Conversation conversation;
        private final List<Sheet> sheets;
        private final Words words;
        private final Locale locale;
        private final DeskPages.Shown shown;
        private final String title;
        private final String privacy;
        private long attached;

        Drawing(Conversation conversation, List<Sheet> sheets, Words words, Locale locale) {
            this.conversation = conversation;
            this.sheets = sheets;
            this.words = words;
            this.locale = locale;
            this.shown = pages.shown(locale);
            this.title = words.say("conversation")
                    + conversation
                            .family()
                            .map(label -> " · " + label.in(locale))
                            .orElse("");
            this.privacy = words.say("privacy."
                    + sheets.stream()
                            .map(Sheet::privacy)
                            .max(Comparator.naturalOrder())
                            .orElse(PrivacyClass.P0));
        }

        byte[] written(Paper paper, Instant now) throws IOException {
            var out = new ByteArrayOutputStream();
            var made = shown.time(now) + " · " + conversation.id();
            paper.write(title, now, (page, of) -> words.say("pdf.foot", office.party(), made, privacy, page, of), out);
            return out.toByteArray();
        }

        void on(Paper paper, SortedSet<Integer> missing, Instant now) throws IOException, OfficeProblem, NotOnPaper {
            attached = 0;
            paper.title(title);
            paper.line(conversation.id().value());
            paper.line(words.say("pdf.privacy", privacy));
            paper.remark(words.say("pdf.made", office.party(), shown.time(now), zone));
            paper.remark(words.say("pdf.counts"));
            if (!missing.isEmpty()) {
                paper.line(words.say("pdf.missing", named(missing)));
            }
            standing(paper);
            paper.heading(words.say("conversation.messages"));
            for (var sheet : sheets) {
                message(paper, sheet);
            }
        }

        private static String named(SortedSet<Integer> missing) {
            return missing.stream()
                    .map(c -> Character.UnicodeScript.of(c).toString())
                    .distinct()
                    .collect(Collectors.joining(", "));
        }

        private void standing(Paper paper) throws OfficeProblem, NotOnPaper {
            paper.heading(words.say("conversation.states"));
            if (conversation.isUnknown()) {
                paper.line(words.say("conversation.unknown"));
            }
            var here = conversation.isCertain() ? words.say("conversation.here") : words.say("conversation.perhaps");
            for (var state : conversation.states()) {
                paper.pair(0, state.label().in(locale), state.present() ? here : "");
            }
            paper.heading(words.say("conversation.open"));
            if (conversation.open().isEmpty()) {
                paper.line(words.say("conversation.nothing"));
            }
            for (var open : conversation.open()) {
                var due = words.say(
                        "conversation.due",
                        shown.type(open.of().type()),
                        shown.parties(open.from()),
                        shown.time(open.by()));
                paper.line((open.overdue() ? words.say("due.OVERDUE") + " · " : "")
                        + due
                        + open.rule().map(rule -> " · " + rule.in(locale)).orElse(""));
            }
            deadlines(paper);
            if (!conversation.persons().isEmpty()) {
                paper.heading(words.say("conversation.persons"));
                for (var person : conversation.persons()) {
                    paper.line(person);
                }
            }
        }

        private void deadlines(Paper paper) throws OfficeProblem, NotOnPaper {
            if (conversation.expiry().isEmpty() && conversation.deadlines().isEmpty()) {
                return;
            }
            paper.heading(words.say("conversation.deadlines"));
            if (conversation.expiry().isPresent()) {
                var expiry = conversation.expiry().get();
                paper.pair(
                        0,
                        shown.time(expiry.at()),
                        words.say("expiry.at") + " · " + shown.type(expiry.of().type()) + " · " + shown.runs(expiry));
            }
            for (var deadline : conversation.deadlines()) {
                var said = new ArrayList<>(List.of(
                        shown.task(deadline),
                        shown.type(deadline.of().type()),
                        shown.parties(deadline.from()),
                        shown.done(deadline)));
                if (deadline.met().isPresent()) {
                    var met = deadline.met().get();
                    if (met.answer().isPresent()) {
                        said.add(shown.type(met.answer().get().type()));
                    }
                    if (met.late()) {
                        said.add(words.say("deadline.late"));
                    }
                }
                paper.pair(0, shown.time(deadline.by()), String.join(" · ", said));
            }
        }

        private void message(Paper paper, Sheet sheet) throws IOException, OfficeProblem, NotOnPaper {
            var entry = sheet.entry();
            if (sheet.opened().isPresent()) {
                paper.heading(entry.number().map(number -> number + ". ").orElse("") + shown.type(entry.type()));
                paper.rule();
                paper.pair(0, words.say("sender"), shown.party(entry.sender()));
                paper.pair(0, words.say("conversation.to"), shown.parties(entry.recipients()));
                paper.pair(0, words.say("conversation.sent"), shown.time(entry.sentAt()));
                if (entry.number().isPresent()) {
                    paper.pair(0, words.say("conversation.after"), shown.after(entry));
                }
                paper.pair(0, words.say("identifier"), entry.id().value());
                delivery(paper, entry);
                opened(paper, sheet.opened().get());
            } else {
                // not even from whom it says it is
                paper.heading(words.say("notVerified"));
                paper.rule();
                paper.pair(0, words.say("identifier"), entry.id().value());
                paper.line(sheet.problem());
                paper.line(words.say("notVerified.then"));
            }
            attach(paper, sheet);
        }

        private void delivery(Paper paper, Entry entry) throws NotOnPaper {
            if (entry.received()) {
                paper.pair(0, words.say("conversation.delivery"), words.say("conversation.received"));
            }
            if (entry.delivery().isEmpty()) {
                return;
            }
            var timeline = entry.delivery().get();
            paper.pair(0, words.say("conversation.delivery"), words.say("outcome." + timeline.outcome()));
            if (timeline.refusal().isPresent()) {
                paper.pair(
                        0,
                        words.say("conversation.refused"),
                        timeline.refusal().get().sentence(locale));
            }
            for (var recipient : timeline.recipients()) {
                var steps = new ArrayList<String>();
                recipient.telephone().ifPresent(telephone -> steps.add(words.say("conversation.call", telephone)));
                recipient
                        .events()
                        .forEach(event -> steps.add(words.say("step." + event.step()) + " " + shown.time(event.at())
                                + event.text()
                                        .map(text -> " " + text.in(locale))
                                        .orElse("")));
                paper.pair(1, shown.party(recipient.party()), String.join("\n", steps));
            }
        }

        private void opened(Paper paper, Opened opened) throws IOException, NotOnPaper {
            var check = opened.check();
            paper.pair(0, words.say("pdf.verified"), "");
            for (var fact : shown.signature(check).entrySet()) {
                paper.pair(1, fact.getKey(), fact.getValue());
            }
            for (var note : opened.notes()) {
                paper.line(note.in(locale));
            }
            for (var line : opened.lines()) {
                paper.pair(line.depth(), line.label(), line.value());
            }
            for (var picture : opened.pictures()) {
                // drawn anew: nothing of the file itself gets into the page
                var jpeg = picture.bytes().flatMap(Photo::of);
                if (jpeg.isPresent()) {
                    paper.picture(jpeg.get());
                    paper.pair(0, picture.kind().in(locale), picture.caption().orElse(""));
                } else {
                    paper.line(words.say("picture.other", picture.kind().in(locale)));
                }
            }
        }

        private void attach(Paper paper, Sheet sheet) throws IOException, OfficeProblem, NotOnPaper {
            var names = new ArrayList<String>();
            for (var filed : sheet.files()) {
                var name = filed.name().replace('/', '-');
                var bytes = FileSet.bytes(filed);
                if (bytes.isEmpty()) {
                    names.add(name + " " + words.say("file.missing"));
                } else if (attached + bytes.get().length > MOST_ATTACHED) {
                    names.add(name + " " + words.say("pdf.left", MOST_ATTACHED / MIB));
                } else {
                    attached += bytes.get().length;
                    paper.attach(name, says(sheet, filed), bytes.get());
                    names.add(name);
                }
            }
            paper.pair(0, words.say("pdf.attached"), String.join("\n", names));
        }

        private String says(Sheet sheet, Filed filed) throws OfficeProblem {
            var label = office.label(filed.about().type()).in(locale);
            return sheet.opened().isPresent() ? FileSet.says(filed, words, label) : words.say("file.unverified");
        }
    }
}
