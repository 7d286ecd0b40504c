package org.guitu.office;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.guitu.message.Header;
import org.guitu.message.MessageId;

/**
 * The messages this office signed: queued, sent or refused, each a folder that moves in one step. Signed bytes are here
 * before the first network call and never change; every try sends the same.
 */
final class Outbox {
    private static final String MESSAGE = "message.xml";
    private static final String STATE = "state.json";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Home home;
    private final Sidecar sidecar;
    private final Clock clock;
    /** What is there changes no more. */
    private final Listing<Item> sent;

    Outbox(Home home, Sidecar sidecar, Clock clock) {
        this.home = home;
        this.sidecar = sidecar;
        this.clock = clock;
        this.sent = new Listing<>(home.sent(), () -> items(home.sent(), Where.SENT));
    }

    /** Where a message of ours stands. */
    enum Where {
        QUEUED(Outcome.QUEUED),
        SENT(Outcome.ACCEPTED),
        REFUSED(Outcome.REFUSED_BY_HUB);

        private final Outcome outcome;

        Where(Outcome outcome) {
            this.outcome = outcome;
        }

        /** What became of a message that is there. */
        Outcome outcome() {
            return outcome;
        }
    }

    /** One message of ours. */
    record Item(Path folder, MessageId id, Where where, Sidecar.Sending state) {
        byte[] wire() throws IOException {
            return Files.readAllBytes(message());
        }

        Path message() {
            return folder.resolve(MESSAGE);
        }
    }

    /**
     * Puts signed bytes at the end of the queue. When this returns they survive a crash.
     *
     * @param acknowledges the message these bytes are a receipt for
     * @throws OfficeProblem when a message with this identifier is here already
     */
    @SuppressWarnings("try") // the lock is only held
    Item add(byte[] wire, Header header, Optional<MessageId> acknowledges) throws IOException, OfficeProblem {
        try (var lock = queueLock()) {
            var before = find(header.id());
            if (before.isPresent()) {
                throw already(header.id());
            }
            long order =
                    queued().stream().mapToLong(i -> i.state().order()).max().orElse(0) + 1;
            var state = new Sidecar.Sending(
                    order,
                    header.type().toString(),
                    header.conversation().value(),
                    header.urgency(),
                    clock.instant().toString(),
                    acknowledges.map(MessageId::value),
                    0,
                    Optional.empty(),
                    Optional.empty());
            var unfinished =
                    DurableFiles.folder(home.temporary().resolve(header.id().uuid() + "-" + UUID.randomUUID()));
            DurableFiles.write(unfinished.resolve(MESSAGE), wire);
            sidecar.write(unfinished.resolve(STATE), state);
            var folder = home.outbox()
                    .resolve(String.format(
                            Locale.ROOT, "%010d-%s", order, header.id().uuid()));
            DurableFiles.move(unfinished, folder);
            return new Item(folder, header.id(), Where.QUEUED, state);
        }
    }

    private FolderLock queueLock() throws IOException, OfficeProblem {
        return FolderLock.take(home.queueLock(), PATIENCE)
                .orElseThrow(() -> OfficeProblem.configuration(
                        "本机构的发件箱正被另一个办公桌或命令占用。请稍后重试。",
                        "The outbox of this office is held by another desk or command. Try again in a moment."));
    }

    private static OfficeProblem already(MessageId id) {
        return new OfficeProblem(
                Exit.REFUSED_HERE,
                new org.guitu.message.Labels(
                        "标识 " + id + " 的消息已在发件箱，不会再排一次。在办公桌，请见“起草与发送”页，如需再发请另起草稿；在命令行，请用 --refresh 以新标识发送，"
                                + "或用 outbox --retry 重发。",
                        "A message " + id
                                + " is in the outbox already and is not queued twice. At the desk see it under “Write and send”, and begin "
                                + "another draft to send more; at the command line send with --refresh under a new identifier, or outbox --retry."));
    }

    /** What waits to be sent, in its order. */
    List<Item> queued() throws IOException {
        var items = items(home.outbox(), Where.QUEUED);
        items.sort(Comparator.comparingLong(item -> item.state().order()));
        return items;
    }

    /** Everything this office ever signed that is still here, by the time it was queued. */
    List<Item> all() throws IOException {
        var items = queued();
        items.addAll(sent.all());
        items.addAll(items(home.refused(), Where.REFUSED));
        items.sort(Comparator.comparing(item -> item.state().queuedAt()));
        return items;
    }

    private List<Item> items(Path folder, Where where) throws IOException {
        var items = new ArrayList<Item>();
        try (var names = Files.newDirectoryStream(folder)) {
            for (var name : names) {
                item(name, where).ifPresent(items::add);
            }
        }
        return items;
    }

    private Optional<Item> item(Path folder, Where where) throws IOException {
        var name = folder.getFileName().toString();
        var uuid = name.substring(Math.max(0, name.length() - 36));
        try {
            var state = sidecar.known(folder.resolve(STATE), Sidecar.Sending.class);
            return Optional.of(new Item(folder, MessageId.of(UUID.fromString(uuid)), where, state));
        } catch (NoSuchFileException e) {
            // another process moved it on, or it is nothing of ours
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    Optional<Item> find(MessageId id) throws IOException {
        var uuid = id.uuid().toString();
        var sent = item(home.sent().resolve(uuid), Where.SENT);
        if (sent.isPresent()) {
            return sent;
        }
        var refused = item(home.refused().resolve(uuid), Where.REFUSED);
        if (refused.isPresent()) {
            return refused;
        }
        try (var names = Files.newDirectoryStream(home.outbox(), "*-" + uuid)) {
            for (var name : names) {
                return item(name, Where.QUEUED);
            }
        }
        return Optional.empty();
    }

    /** Notes a try that ended without an answer that decides. */
    void tried(Item item, Sidecar.Problem because) throws IOException {
        sidecar.write(
                item.folder().resolve(STATE), item.state().tried(clock.instant().toString(), because));
    }

    /** Moves an answered message out of the queue; its receipt has to be stored before. */
    void settle(Item item, Where where) throws IOException {
        var shelf = where == Where.SENT ? home.sent() : home.refused();
        DurableFiles.move(item.folder(), shelf.resolve(item.id().uuid().toString()));
    }

    /** Puts a refused message at the end of the queue again, with the same bytes. */
    @SuppressWarnings("try") // the lock is only held
    Item again(Item item) throws IOException, OfficeProblem {
        try (var lock = queueLock()) {
            long order =
                    queued().stream().mapToLong(i -> i.state().order()).max().orElse(0) + 1;
            var old = item.state();
            var state = new Sidecar.Sending(
                    order,
                    old.type(),
                    old.conversation(),
                    old.urgency(),
                    old.queuedAt(),
                    old.acknowledges(),
                    old.tries(),
                    old.lastTry(),
                    old.problem());
            sidecar.write(item.folder().resolve(STATE), state);
            var folder = home.outbox()
                    .resolve(String.format(
                            Locale.ROOT, "%010d-%s", order, item.id().uuid()));
            DurableFiles.move(item.folder(), folder);
            return new Item(folder, item.id(), Where.QUEUED, state);
        }
    }
}
