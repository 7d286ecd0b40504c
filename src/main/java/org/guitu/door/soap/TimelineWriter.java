package org.guitu.door.soap;

import jakarta.xml.soap.SOAPElement;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.guitu.belt.Timelines.Timeline;
import org.guitu.belt.Timelines.Way;
import org.guitu.gate.DeliveryState;
import org.guitu.soap.Part;

/** Timelines as the contract writes them. */
final class TimelineWriter {
    private TimelineWriter() {}

    static void write(Timeline timeline, SOAPElement response) {
        var told = Part.add(response, "Timeline");
        Part.add(told, "MessageId", (Object) timeline.message());
        Part.add(told, "Type", (Object) timeline.type());
        Part.add(told, "AcceptedAt", (Object) Part.time(timeline.acceptedAt()));
        Part.add(told, "ConversationState", timeline.conversationState());
        timeline.deliveries().forEach(way -> write(way, Part.add(told, "Delivery")));
    }

    private static void write(Way way, SOAPElement told) {
        Part.add(told, "Recipient", (Object) way.recipient());
        Part.add(told, "State", (Object) word(way.state()));
        Part.add(told, "Tries", (Object) way.tries());
        Part.add(told, "NextTry", way.nextTry().map(Part::time));
        for (var failure : way.failures()) {
            var failed = Part.add(told, "Failure");
            Part.add(failed, "At", (Object) Part.time(failure.at()));
            Part.add(failed, "Code", (Object) failure.code());
        }
        Part.add(told, "CollectBy", way.collectBy().map(Part::time));
        Part.add(told, "DeliveredAt", way.deliveredAt().map(Part::time));
        Part.add(told, "ReceivedAt", way.receivedAt().map(Part::time));
        Part.add(told, "ReadAt", way.readAt().map(Part::time));
    }

    /** {@code NOT_JOINED} as {@code NotJoined}. */
    private static String word(DeliveryState state) {
        return Stream.of(state.name().split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.joining());
    }
}
