package org.guitu.keys;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.guitu.message.PartyId;
import org.guitu.trust.Issuance.Purpose;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** For whom and what a certificate is, as {@code issue} and {@code request} ask for it. */
final class Asked {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9-]{1,32}");

    @Parameters(paramLabel = "PARTY")
    private String party = "";

    @Option(names = "--use", paramLabel = "sign|tls|encrypt", required = true)
    private String use = "";

    @Option(names = "--out", paramLabel = "DIR", required = true)
    private Path out = Path.of("");

    @Option(names = "--host", paramLabel = "NAME")
    private List<String> hosts = List.of();

    @Option(names = "--label", paramLabel = "LABEL")
    private @Nullable String label;

    Path out() {
        return out;
    }

    List<String> hosts() {
        return hosts;
    }

    /** Name of the files, without their ending. */
    String stem() {
        return party + "." + use + (label == null ? "" : "." + label);
    }

    PartyId party(KeysTask task) {
        if (label != null) {
            checkLabel(label, task);
        }
        try {
            return new PartyId(party);
        } catch (IllegalArgumentException e) {
            throw task.usage("party", party);
        }
    }

    static void checkLabel(String label, KeysTask task) {
        if (!LABEL.matcher(label).matches()) {
            throw task.usage("label");
        }
    }

    Purpose purpose(KeysTask task) {
        var purpose = switch (use) {
            case "sign" -> Purpose.SIGN;
            case "tls" -> Purpose.TLS;
            case "encrypt" -> Purpose.ENCRYPT;
            default -> throw task.usage("use");
        };
        if (!hosts.isEmpty() && purpose != Purpose.TLS) {
            throw task.usage("host.sign");
        }
        for (var host : hosts) {
            if (!HOST.matcher(host).matches()) {
                throw task.usage("host", host);
            }
        }
        return purpose;
    }
}
