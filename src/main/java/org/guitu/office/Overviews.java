package org.guitu.office;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.guitu.message.ConversationId;
import org.guitu.message.Labels;
import org.guitu.message.MessageId;
import org.guitu.oversight.Overview;
import org.guitu.oversight.OverviewXml;
import org.guitu.xml.Envelope;
import org.jspecify.annotations.Nullable;

/** How everything stands, for the office that watches over all of it: asked of the hub, and read from what it told. */
public final class Overviews {
    /** The figures of an overview are of so long: a year and its anniversary. */
    private static final Duration FIGURES = Duration.ofDays(366);

    private static final String DRAFT = """
            <Message xmlns="urn:guitu:exchange:1.0" xmlns:m="urn:guitu:oversight:1.0"><Header><MessageId/>\
            <Type>TYPE</Type><SchemaVersion>1.0</SchemaVersion><Status/><Blind/><Conversation/>\
            <Recipients><Recipient>PARTY</Recipient></Recipients><SentAt/><Urgency>ROUTINE</Urgency><Language>zh</Language>\
            <PrivacyCeiling>P1</PrivacyCeiling><Handling><Code>H0</Code></Handling><Purpose>COORDINATION</Purpose></Header>\
            <Body><m:OverviewRequest><m:Since>SINCE</m:Since></m:OverviewRequest></Body></Message>""";

    private final Office office;
    private @Nullable Told newest;
    /** Overviews that are nobody's word: they are not looked at again. */
    private final Set<MessageId> nobodys = new HashSet<>();

    private @Nullable Boolean may;
    private @Nullable Map<String, Labels> provinces;

    public Overviews(Office office) {
        this.office = office;
    }

    /** What the hub told last, in which message; it answers the question of the same conversation. */
    public record Told(MessageId message, ConversationId conversation, Overview overview) {}

    /**
     * What was asked for last.
     *
     * @param problem why the hub refused it
     */
    public record Asked(ConversationId conversation, Instant at, Outcome outcome, Optional<Labels> problem) {}

    /** Whether this party may ask: whether the directory, as it was first looked at, gives it a role that the workflow asks for. */
    public synchronized boolean may() throws OfficeProblem {
        if (may == null) {
            var family = office.families().families().family(OverviewXml.REQUEST.family());
            may = family.isPresent()
                    && office.roles()
                            .has(office.party().value(), family.get().workflow().senders(OverviewXml.REQUEST.name()));
        }
        return may;
    }

    /** What provinces are called, by GB/T 2260 code. */
    public synchronized Map<String, Labels> provinces() throws OfficeProblem {
        if (provinces == null) {
            provinces = office.families().codes("ProvinceCode");
        }
        return provinces;
    }

    /** Signs the question and puts it into the outbox. */
    public Sent ask() throws IOException, OfficeProblem {
        var since = OffsetDateTime.ofInstant(office.now().minus(FIGURES), ZoneId.systemDefault())
                .truncatedTo(ChronoUnit.SECONDS);
        var draft = DRAFT.replace("TYPE", OverviewXml.REQUEST.toString())
                .replace("PARTY", office.party().value())
                .replace("SINCE", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(since));
        return office.sending().queue(draft.getBytes(StandardCharsets.UTF_8), false);
    }

    /** The last question of this office, whatever became of it. */
    public Optional<Asked> asked() throws IOException {
        return office.storage().outbox().all().stream()
                .filter(item -> item.state().messageType().equals(OverviewXml.REQUEST))
                .reduce((earlier, later) -> later)
                .map(item -> new Asked(
                        item.state().conversationId(),
                        Instant.parse(item.state().queuedAt()),
                        item.where().outcome(),
                        item.state().problem().map(Sidecar.Problem::labels)));
    }

    /** What the hub told last and what verifies; nothing where it never did. */
    public synchronized Optional<Told> newest() throws IOException, OfficeProblem {
        var all = office.storage().inbox().all();
        for (int i = all.size() - 1; i >= 0; i--) {
            var known = all.get(i);
            if (!known.type().equals(OverviewXml.OVERVIEW.toString()) || nobodys.contains(known.messageId())) {
                continue;
            }
            if (newest != null && newest.message().equals(known.messageId())) {
                return Optional.of(newest);
            }
            try {
                var proved = Verification.prove(known.path(), office.unlocked().proofs());
                var header = proved.check().header();
                if (office.roles().isHub(header.sender().value())) {
                    newest = new Told(
                            header.id(), header.conversation(), OverviewXml.read(Envelope.payload(proved.document())));
                    return Optional.of(newest);
                }
                nobodys.add(known.messageId());
            } catch (NotVerified | NoSuchFileException | IllegalArgumentException | DateTimeException e) {
                // taken away, or of no shape: the one before it still holds
                nobodys.add(known.messageId());
            }
        }
        return Optional.empty();
    }
}
