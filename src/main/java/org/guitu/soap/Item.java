package org.guitu.soap;

import jakarta.xml.soap.SOAPElement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.guitu.message.MessageId;
import org.guitu.message.Refused;

/**
 * One thing of a mailbox: a message or a receipt.
 *
 * @param delivery the same whenever it comes again
 * @param message the message's own identifier, or that of the message a receipt is about
 * @param leaseUntil until when nobody else gets it; none when it is brought
 * @param document the signed bytes
 * @param delivered the hub's signed statement: about a message, and about a receipt in a suite its reader cannot verify
 */
public record Item(
        UUID delivery,
        Kind kind,
        MessageId message,
        Optional<Instant> leaseUntil,
        byte[] document,
        Optional<byte[]> delivered) {
    /** What it is. */
    public enum Kind {
        MESSAGE("Message"),
        RECEIPT("Receipt");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        private static Kind of(String word) {
            return word.equals(MESSAGE.word) ? MESSAGE : RECEIPT;
        }
    }

    /** Writes it as child of a response or a {@code Deliver}. */
    public void write(SOAPElement parent) {
        var item = Part.add(parent, "Item");
        Part.add(item, "Delivery", (Object) delivery);
        Part.add(item, "Kind", (Object) kind.word);
        Part.add(item, "MessageId", (Object) message);
        Part.add(item, "LeaseUntil", leaseUntil.map(Part::time));
        Part.bytes(item, "Document", document);
        delivered.ifPresent(bytes -> Part.bytes(item, "Delivered", bytes));
    }

    /** Reads it. */
    public static Item read(Part part) throws Refused {
        var parts = part.children("Delivery", "Kind", "MessageId", "LeaseUntil", "Document", "Delivered");
        return new Item(
                Part.all(parts, "Delivery", 1, p -> p.value(UUID::fromString)).get(0),
                Part.all(parts, "Kind", 1, p -> p.value(Kind::of)).get(0),
                Part.all(parts, "MessageId", 1, p -> p.value(MessageId::new)).get(0),
                Part.find(
                        parts,
                        "LeaseUntil",
                        p -> p.value(text -> OffsetDateTime.parse(text).toInstant())),
                Part.all(parts, "Document", 1, Part::bytes).get(0),
                Part.find(parts, "Delivered", Part::bytes));
    }
}
