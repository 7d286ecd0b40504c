package org.guitu.office;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.guitu.message.Header.Status;
import org.guitu.message.PartyId;
import org.guitu.office.line.HubAddress;
import org.guitu.trust.Suites;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads and writes {@code office.yaml}, strictly: an unknown key or a missing one is one sentence that names it. */
final class OfficeYaml {
    static final Set<String> KEYS = Set.of(
            "party",
            "unit",
            "officer",
            "keys.sign",
            "keys.tls",
            "keys.encrypt",
            "hub.party",
            "hub.host",
            "hub.port",
            "hub.soap",
            "hub.certificate",
            "trust",
            "directory",
            "status",
            "language",
            "schemas",
            "suites",
            "timeout");

    private final Path file;
    private final Map<String, String> values;

    private OfficeYaml(Path file, Map<String, String> values) {
        this.file = file;
        this.values = values;
    }

    static OfficeConfig read(Path home) throws OfficeProblem {
        var file = home.resolve("office.yaml");
        if (!Files.isReadable(file)) {
            throw OfficeProblem.configuration(
                    "找不到 " + file + "：请用 --home 或 --as 指定机构目录。",
                    file + " cannot be read: name the office's folder with --home or --as.");
        }
        var values = new TreeMap<String, String>();
        try {
            var mapper = YAMLMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();
            flatten("", mapper.readTree(file), values);
        } catch (JacksonException e) {
            throw wrong(file, "不是有效的 YAML（第 " + line(e) + " 行）", "is not valid YAML (line " + line(e) + ")", e);
        }
        var unknown = new TreeSet<>(values.keySet());
        unknown.removeAll(KEYS);
        if (!unknown.isEmpty()) {
            throw wrong(file, "含有未知的键 " + unknown.first(), "has the unknown key " + unknown.first(), null);
        }
        return new OfficeYaml(file, values).config(home);
    }

    private OfficeConfig config(Path home) throws OfficeProblem {
        try {
            var party = new PartyId(need("party"));
            return new OfficeConfig(
                    new OfficeConfig.Self(
                            party,
                            find("unit").orElse(party.value()),
                            find("officer").orElse(party.value())),
                    new OfficeConfig.Keys(
                            home.resolve(need("keys.sign")),
                            home.resolve(need("keys.tls")),
                            find("keys.encrypt").map(home::resolve)),
                    new OfficeConfig.Hub(
                            new PartyId(need("hub.party")),
                            address(),
                            find("hub.soap").map(URI::create),
                            home.resolve(need("hub.certificate"))),
                    home.resolve(need("trust")),
                    find("directory").map(home::resolve),
                    settings(home));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw wrong(file, "中的值无效：" + e.getMessage(), "has a wrong value: " + e.getMessage(), e);
        }
    }

    /** The JMS door, which may be left out where the SOAP service is named. */
    private Optional<HubAddress> address() throws OfficeProblem {
        if (find("hub.soap").isPresent() && find("hub.port").isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new HubAddress(need("hub.host"), Integer.parseInt(need("hub.port"))));
    }

    private OfficeConfig.Settings settings(Path home) {
        var standard = OfficeConfig.Settings.standard();
        return new OfficeConfig.Settings(
                find("status")
                        .map(s -> Status.valueOf(s.toUpperCase(Locale.ROOT)))
                        .orElse(standard.status()),
                find("language").map(Locale::forLanguageTag).orElse(standard.language()),
                find("schemas").map(home::resolve),
                find("suites").map(names -> List.of(names.split("[ ,]+"))).orElse(standard.suites()),
                find("timeout").map(Duration::parse).orElse(standard.timeout()));
    }

    private String need(String key) throws OfficeProblem {
        var value = values.get(key);
        if (value == null || value.isBlank()) {
            throw wrong(file, "缺少键 " + key, "lacks the key " + key, null);
        }
        return value;
    }

    private Optional<String> find(String key) {
        return Optional.ofNullable(values.get(key)).filter(value -> !value.isBlank());
    }

    private static void flatten(String prefix, JsonNode node, Map<String, String> into) {
        if (node.isObject()) {
            node.properties()
                    .forEach(e -> flatten(prefix + (prefix.isEmpty() ? "" : ".") + e.getKey(), e.getValue(), into));
        } else if (node.isArray()) {
            into.put(
                    prefix,
                    StreamSupport.stream(node.spliterator(), false)
                            .map(JsonNode::asString)
                            .collect(Collectors.joining(" ")));
        } else {
            into.put(prefix, node.asString());
        }
    }

    private static int line(JacksonException e) {
        return e.getLocation() == null ? 1 : e.getLocation().getLineNr();
    }

    private static OfficeProblem wrong(
            Path file, String zh, String en, @org.jspecify.annotations.Nullable Throwable cause) {
        var problem = OfficeProblem.configuration(
                file + " " + zh + "。请更正后重试。", file + " " + en + ". Correct it and try again.");
        if (cause != null) {
            problem.initCause(cause);
        }
        return problem;
    }

    /** The file's text with its comments, for a home that is made by a program; paths inside the home are kept relative. */
    static String text(OfficeConfig config, Path home) {
        var settings = config.settings();
        return String.format(
                Locale.ROOT,
                """
                # One office of the exchange. Relative paths are relative to this file.
                party: %s
                unit: %s
                officer: %s    # who is responsible, where a document names nobody
                keys:    # PKCS#12, PEM or a .p11 file that names a key in a token, readable by the owner only; each password in the .password file beside it
                  sign: %s
                  tls: %s
                %s
                hub:
                  party: %s
                %s
                  certificate: %s    # the hub's signing certificate, pinned: only receipts signed with it count
                trust: %s    # certificates of the authorities that are trusted
                %s
                status: %s    # what messages written here are for: Actual, Exercise, System, Test or Draft
                language: %s
                timeout: %s    # how long a send waits for the hub's answer
                %s
                %s
                """,
                config.party(),
                quoted(config.self().unit()),
                quoted(config.self().officer()),
                within(home, config.keys().sign()),
                within(home, config.keys().tls()),
                config.keys()
                        .encrypt()
                        .map(key -> "  encrypt: " + within(home, key))
                        .orElse("  # encrypt: the key that opens what is sealed for this office"),
                config.hub().party(),
                doors(config.hub()),
                within(home, config.hub().certificate()),
                within(home, config.trust()),
                config.directory()
                        .map(folder -> "directory: " + within(home, folder)
                                + "    # a copy of the hub's parties with their certificates: whom to seal for")
                        .orElse("# directory: a copy of the hub's parties with their certificates, to seal for them"),
                Composer.word(settings.status()),
                settings.language().getLanguage(),
                settings.timeout(),
                settings.schemas()
                        .map(schemas -> "schemas: " + within(home, schemas))
                        .orElse("# schemas: the folder of the schemas, where it is not the installation's own"),
                settings.suites().equals(new Suites().names())
                        ? "# suites: the signature suites this office verifies itself, where not all; of others it takes the hub's word"
                        : "suites: " + String.join(", ", settings.suites()));
    }

    private static String doors(OfficeConfig.Hub hub) {
        var jms = hub.address()
                .map(at -> "  host: " + at.host() + "\n  port: " + at.port() + "\n")
                .orElse("");
        return (jms + hub.soap().map(at -> "  soap: " + at + "\n").orElse("")).stripTrailing();
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static Path within(Path home, Path file) {
        var absolute = home.resolve(file).toAbsolutePath();
        var root = home.toAbsolutePath();
        return absolute.startsWith(root) ? root.relativize(absolute) : absolute;
    }
}
