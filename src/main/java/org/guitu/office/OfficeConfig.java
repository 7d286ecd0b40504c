package org.guitu.office;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.guitu.message.Header.Status;
import org.guitu.message.PartyId;
import org.guitu.office.line.HubAddress;
import org.guitu.trust.Suites;

/**
 * What {@code office.yaml} says. Relative paths are relative to the office's home.
 *
 * @param self whose office this is
 * @param keys the private keys
 * @param hub the hub: its party, its door, its pinned signing certificate
 * @param trust PEM file with the certificates of the authorities that are trusted
 * @param directory folder with a copy of the hub's parties and their certificates: whom to seal for; an office without one
 *     sends nothing that must be sealed
 */
public record OfficeConfig(Self self, Keys keys, Hub hub, Path trust, Optional<Path> directory, Settings settings) {

    /**
     * Whose office this is; unit and officer stand in the header of its receipts, and of drafts that name none.
     *
     * @param unit sending unit, 1 to 250 characters
     * @param officer responsible officer, 1 to 250 characters
     */
    public record Self(PartyId party, String unit, String officer) {
        private static final int LONGEST = 250;

        public Self {
            if (unit.isBlank() || unit.length() > LONGEST || officer.isBlank() || officer.length() > LONGEST) {
                throw new IllegalArgumentException("unit and officer have 1 to 250 characters");
            }
        }

        /** Whether unit and officer are more than the party's identifier, which stands in where nothing is said. */
        boolean named() {
            return !unit.equals(party.value()) && !officer.equals(party.value());
        }
    }

    /**
     * What may be left out.
     *
     * @param status what messages written here are for, where the document does not say
     * @param language language of what is shown, where {@code --lang} does not say
     * @param schemas folder of the schemas; empty means {@code schemas} of the installation
     * @param suites names of the signature suites this office verifies itself; of what is signed in others it takes the hub's
     *     word
     * @param timeout how long a send waits for the hub's answer, 1 s to 10 min
     */
    public record Settings(
            Status status, Locale language, Optional<Path> schemas, List<String> suites, Duration timeout) {
        private static final Duration LONGEST = Duration.ofMinutes(10);

        public Settings {
            suites = List.copyOf(suites);
            if (suites.isEmpty() || !new Suites().names().containsAll(suites)) {
                throw new IllegalArgumentException(
                        "suites must name at least one of " + String.join(", ", new Suites().names()));
            }
            if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("timeout must be from PT1S to PT10M");
            }
        }

        /**
         * Exercise, the process's language, the installation's schemas, every suite, and 45 s: longer than a hub holds a message for those it
         * names (limits.hold, 30 s), so that its answer is seen.
         */
        public static Settings standard() {
            return new Settings(
                    Status.EXERCISE,
                    Locale.getDefault(),
                    Optional.empty(),
                    new Suites().names(),
                    Duration.ofSeconds(45));
        }
    }

    public PartyId party() {
        return self.party();
    }

    /**
     * PKCS#12 or PEM files; a password stands in {@code <name>.password} beside each or in the environment.
     *
     * @param encrypt opens what is sealed for this office; without it, such parts stay closed
     */
    public record Keys(Path sign, Path tls, Optional<Path> encrypt) {}

    /**
     * The hub as this office knows it; at least one door.
     *
     * @param address of the JMS door
     * @param soap address of the SOAP service
     * @param certificate PEM file with the hub's signing certificate; during a change of key, the old and the new one
     */
    public record Hub(PartyId party, Optional<HubAddress> address, Optional<URI> soap, Path certificate) {
        public Hub {
            if (address.isEmpty() && soap.isEmpty()) {
                throw new IllegalArgumentException("hub needs host and port, or soap");
            }
            soap.ifPresent(uri -> {
                if (!"https".equals(uri.getScheme()) || uri.getHost() == null) {
                    throw new IllegalArgumentException("hub.soap must be an https address");
                }
            });
        }
    }
}
