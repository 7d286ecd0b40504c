package org.guitu.keys;

import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import org.guitu.message.PartyId;
import org.guitu.trust.BouncyCastle;
import org.guitu.trust.Identity;
import org.guitu.trust.Issuance;
import org.guitu.trust.Issuance.Order;
import org.guitu.trust.Issuance.Purpose;
import org.guitu.trust.Issuance.Validity;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code keys issue}: a new key and certificate for a party, named as {@code config/parties/} takes it up. */
@Command(name = "issue", mixinStandardHelpOptions = true)
final class IssueCommand extends KeysTask {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9-]{1,32}");

    @Parameters(paramLabel = "PARTY")
    private String party = "";

    @Option(names = "--use", paramLabel = "sign|tls|encrypt", required = true)
    private String use = "";

    @Option(names = "--ca", paramLabel = "DIR", required = true)
    private Path authority = Path.of("");

    @Option(names = "--out", paramLabel = "DIR", required = true)
    private Path out = Path.of("");

    @Option(names = "--kind", paramLabel = "ec|rsa|sm2", defaultValue = "ec")
    private String kind = "";

    @Option(names = "--days", paramLabel = "N", defaultValue = "365")
    private int days;

    @Option(names = "--host", paramLabel = "NAME")
    private List<String> hosts = List.of();

    @Option(names = "--label", paramLabel = "LABEL")
    private @Nullable String label;

    @Override
    int run() throws KeyFileException {
        var id = party();
        var purpose = purpose();
        var kindOfKey = Kinds.of(kind).orElseThrow(() -> usage("kind"));
        var ca = authority(authority);
        if (!kindOfKey.serves(purpose) || (purpose == Purpose.TLS && BouncyCastle.isUnknownToJdk(ca.certificate()))) {
            throw usage("kind.sign");
        }
        var order = new Order(id, purpose, kindOfKey, validity(ca), hosts);
        var issued = new Issuance().issue(ca, order);
        var stem = id + "." + use + (label == null ? "" : "." + label);
        KeyFiles.write(out, stem, issued);
        var view = new CertificateView(
                out.resolve(stem + ".pem"),
                issued.certificate(),
                order.validity().from());
        var fields = new LinkedHashMap<>(view.fields());
        fields.put("key", out.resolve(stem + ".p12").toString());
        fields.put("password", out.resolve(stem + ".password").toString());
        show(words().say("issue.made", out.resolve(stem + ".p12"), view.file(), view.until()), fields);
        return Exit.DONE;
    }

    private PartyId party() {
        if (label != null && !LABEL.matcher(label).matches()) {
            throw usage("label");
        }
        try {
            return new PartyId(party);
        } catch (IllegalArgumentException e) {
            throw usage("party", party);
        }
    }

    private Purpose purpose() {
        var purpose = switch (use) {
            case "sign" -> Purpose.SIGN;
            case "tls" -> Purpose.TLS;
            case "encrypt" -> Purpose.ENCRYPT;
            default -> throw usage("use");
        };
        if (!hosts.isEmpty() && purpose != Purpose.TLS) {
            throw usage("host.sign");
        }
        for (var host : hosts) {
            if (!HOST.matcher(host).matches()) {
                throw usage("host", host);
            }
        }
        return purpose;
    }

    /** Never longer than the authority's own: a path is valid only while all of it is. */
    private Validity validity(Identity ca) {
        if (days < 1 || days > 3650) {
            throw usage("days", 3650);
        }
        var asked = CaCommand.validity(Clock.systemUTC(), days);
        var end = ca.certificate().getNotAfter().toInstant();
        if (!asked.from().isBefore(end)) {
            throw usage("ca.expired", end);
        }
        return new Validity(asked.from(), end.isBefore(asked.until()) ? end : asked.until());
    }
}
