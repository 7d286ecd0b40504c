package org.guitu.office;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.guitu.family.Belonging;
import org.guitu.family.CodeLists;
import org.guitu.family.Families;
import org.guitu.family.Foresight;
import org.guitu.family.Sealable;
import org.guitu.family.Stylesheets;
import org.guitu.message.Labels;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;
import org.guitu.message.Warning;
import org.guitu.xml.Envelope;
import org.guitu.xml.SafeXml;
import org.guitu.xml.SchemasException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;

/** The families of the installation, read when the first of them is needed: looking into the inbox needs none. */
final class FamilyShelf {
    private final Path folder;
    private final SafeXml xml;
    private final Stylesheets kept;
    private @Nullable Families families;

    /** @param kept where stylesheets are kept from one command to the next */
    FamilyShelf(Path folder, SafeXml xml, Stylesheets kept) {
        this.folder = folder;
        this.xml = xml;
        this.kept = kept;
    }

    synchronized Families families() throws OfficeProblem {
        if (families == null) {
            try {
                families = Families.load(folder, kept);
            } catch (SchemasException e) {
                throw unusable(e.getMessage(), e);
            }
        }
        return families;
    }

    /** The values of a list of codes with their labels; none where the schemas have no such list. */
    Map<String, Labels> codes(String list) throws OfficeProblem {
        try {
            return CodeLists.of(folder, families()).all().stream()
                    .filter(one -> one.name().equals(list))
                    .flatMap(one -> one.codes().stream())
                    .collect(Collectors.toMap(
                            CodeLists.Code::value,
                            code -> code.label().orElse(new Labels(code.value(), code.value()))));
        } catch (SchemasException e) {
            throw unusable(e.getMessage(), e);
        }
    }

    /**
     * Begins to read what this draft will be checked with, on a thread of its own: compiling schema and rules takes as long as
     * everything else in sending one message. Whatever goes wrong here is met, and said, when the draft is checked.
     */
    void prepare(byte[] draft) {
        var thread = new Thread(() -> preparing(draft), "office-schemas");
        thread.setDaemon(true);
        thread.start();
    }

    private void preparing(byte[] draft) {
        try {
            var type = Drafts.claimedType(draft, xml);
            families().prepare(type.family());
        } catch (Refused | OfficeProblem | SchemasException | RuntimeException e) {
            return;
        }
    }

    Checks checks() {
        return new Checks() {
            @Override
            public List<Warning> check(Document document) throws Refused, OfficeProblem {
                if (Belonging.missing(document)) {
                    throw unplaced(document);
                }
                return families().validate(document);
            }

            @Override
            public List<Sealable> sealables(Document checked) throws Refused, OfficeProblem {
                return families().sealables(checked);
            }
        };
    }

    /** As the hub would say it of a conversation that this message would have to open. */
    private Refused unplaced(Document document) throws Refused, OfficeProblem {
        var type = Envelope.claimedType(document);
        var openers = families().family(type.family()).stream()
                .flatMap(family -> new Foresight(family.workflow()).openers().stream())
                .toList();
        return Refusals.refusedAt("/Message/Header/Conversation", "GT-5106", type, String.join(", ", openers));
    }

    private static OfficeProblem unusable(@Nullable String what, Throwable cause) {
        return new OfficeProblem(
                Exit.CONFIGURATION, new Labels("无法使用模式：" + what, "The schemas cannot be used: " + what), cause);
    }
}
