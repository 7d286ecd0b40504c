package org.guitu.message;

import java.util.regex.Pattern;

/** Type of a message: the family's folder name and the name of the payload element, written {@code family/Name}. */
public record MessageType(String family, String name) {
    /** The family of receipts, which belongs to the exchange itself and has no folder of its own. */
    public static final String RECEIPT = "receipt";

    private static final Pattern FAMILY = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final Pattern NAME = Pattern.compile("[A-Z][A-Za-z0-9]{0,63}");

    public MessageType {
        if (!FAMILY.matcher(family).matches() || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not a message type (family/Name, like alert/AlertIssue)");
        }
    }

    /** Reads {@code family/Name}. */
    public static MessageType parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("not a message type (family/Name, like alert/AlertIssue)");
        }
        return new MessageType(text.substring(0, slash), text.substring(slash + 1));
    }

    public boolean isReceipt() {
        return family.equals(RECEIPT);
    }

    @Override
    public String toString() {
        return family + "/" + name;
    }
}
