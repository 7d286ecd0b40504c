package org.guitu.message;

/** The stations of the gate, in their order; the digit begins every refusal code of that station. */
public enum Station {
    RECEIVE(1),
    AUTHENTICATE(2),
    VERIFY(3),
    VALIDATE(4),
    AUTHORISE(5),
    RECORD(6),
    /** Not a station of the gate: the belt, whose codes stand in Undeliverable receipts. */
    DELIVER(7);

    private final int digit;

    Station(int digit) {
        this.digit = digit;
    }

    public int digit() {
        return digit;
    }

    /** The station a code like {@code GT-3104} belongs to. */
    static Station ofCode(String code) {
        int digit = code.charAt(3) - '0';
        for (var station : values()) {
            if (station.digit == digit) {
                return station;
            }
        }
        throw new IllegalArgumentException("no station has the digit of " + code);
    }
}
