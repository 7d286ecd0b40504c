package liaison;

import guitu.liaison.Family;
import guitu.liaison.FamilyType;
import guitu.liaison.Fault_Exception;
import guitu.liaison.Kind;
import guitu.liaison.Liaison;
import guitu.liaison.Outcome;
import jakarta.activation.DataHandler;
import jakarta.mail.util.ByteArrayDataSource;
import jakarta.xml.ws.Holder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A partner of the exchange with Apache CXF and the classes it makes of the contract. See README.md. */
public final class Main {
    /** Warnings only; held here, since a logger nobody holds forgets its level. */
    private static final Logger LOG = Logger.getLogger("org.apache.cxf");

    private static final List<String> NAMES =
            List.of("hub", "ca", "hub-cert", "tls-cert", "tls-key", "sign-cert", "sign-key", "party");

    private final Liaison hub;
    private final Signer signer;
    private final Map<String, String> options;

    private Main(Map<String, String> options) throws Exception {
        var tls = Keys.read(options.get("tls-cert"), options.get("tls-key"));
        this.hub = Line.to(options.get("hub"), tls, Keys.certificate(options.get("ca")), Keys.certificate(options.get("hub-cert")));
        this.signer = new Signer(Keys.read(options.get("sign-cert"), options.get("sign-key")));
        this.options = options;
    }

    public static void main(String[] words) throws Exception {
        LOG.setLevel(Level.WARNING);
        var options = new TreeMap<>(Map.of("unit", "duty desk", "officer", "duty officer", "wait", "20"));
        int at = 0;
        for (; at + 1 < words.length && words[at].startsWith("--"); at += 2) {
            options.put(words[at].substring(2), words[at + 1]);
        }
        var command = at < words.length ? words[at] : "";
        var where = at + 1 < words.length ? Path.of(words[at + 1]) : Path.of("");
        if (!options.keySet().containsAll(NAMES) || command.isEmpty()) {
            System.err.println("liaison --" + String.join(" … --", NAMES) + " … describe | send FILE | fetch DIR | acknowledge DIR");
            System.exit(2);
        }
        try {
            var main = new Main(options);
            switch (command) {
                case "describe" -> main.describe();
                case "send" -> main.send(where);
                case "fetch" -> main.fetch(where);
                case "acknowledge" -> main.acknowledge(where);
                default -> throw new IllegalArgumentException(command);
            }
        } catch (Fault_Exception fault) {
            explain(fault, where);
            System.exit(1);
        }
        // CXF keeps threads for a while
        System.exit(0);
    }

    private void describe() throws Fault_Exception {
        var name = new Holder<String>();
        var environment = new Holder<String>();
        var you = new Holder<String>();
        var roles = new Holder<List<String>>();
        var families = new Holder<List<Family>>();
        hub.describe(List.of(), name, environment, you, roles, new Holder<>(), new Holder<>(), families, new Holder<>());
        System.out.println("hub " + name.value + ", " + environment.value + "; you are " + you.value + ": "
                + String.join(", ", roles.value));
        for (var family : families.value) {
            System.out.println(family.getName() + " " + family.getVersion() + ": "
                    + String.join(", ", family.getType().stream().map(FamilyType::getName).toList()));
        }
    }

    private void send(Path file) throws Exception {
        var document = Files.readAllBytes(file);
        var kept = file;
        if (!Signer.isSigned(document)) {
            document = signer.sign(document);
            // kept: when no answer comes, these very bytes have to be sent again
            kept = beside(file, ".signed");
            Files.write(kept, document);
        }
        Files.write(beside(kept, ".receipt"), bytes(hub.submit(data(document))));
        System.out.println("Accepted");
    }

    private void fetch(Path folder) throws Exception {
        Files.createDirectories(folder);
        for (var item : hub.retrieve(50, Integer.valueOf(options.get("wait")))) {
            var document = bytes(item.getDocument());
            var name = UUID.fromString(item.getDelivery()) + (item.getKind() == Kind.MESSAGE ? ".message" : ".receipt");
            Files.write(folder.resolve(name + ".xml"), document);
            if (item.getDelivered() != null) {
                Files.write(folder.resolve(name + ".delivered"), bytes(item.getDelivered()));
            }
            System.out.println(item.getKind().value() + " " + item.getDelivery() + " "
                    + HexFormat.of().formatHex(Signer.sha256(document)));
        }
    }

    private void acknowledge(Path folder) throws Exception {
        var messages = open(folder, ".message");
        var receipts = open(folder, ".receipt");
        var signed = new ArrayList<DataHandler>();
        for (var message : messages) {
            var as = new Received.As(options.get("party"), options.get("unit"), options.get("officer"));
            signed.add(data(signer.sign(Received.of(Files.readAllBytes(beside(message, ".xml")), as))));
        }
        var taken = receipts.stream().map(file -> file.getFileName().toString().split("\\.")[0]).toList();
        var answers = hub.acknowledge(signed, taken);
        for (int i = 0; i < messages.size(); i++) {
            System.out.println(answers.get(i).getOutcome().value() + " " + messages.get(i).getFileName() + ".xml");
            Files.write(beside(messages.get(i), ".answer"), bytes(answers.get(i).getReceipt()));
            if (answers.get(i).getOutcome() == Outcome.ACCEPTED) {
                Files.write(beside(messages.get(i), ".done"), new byte[0]);
            }
        }
        for (var receipt : receipts) {
            System.out.println("Taken " + receipt.getFileName() + ".xml");
            Files.write(beside(receipt, ".done"), new byte[0]);
        }
    }

    /** The typed fault of the contract: a code, and what to do in Chinese and in English. */
    private static void explain(Fault_Exception fault, Path where) throws IOException {
        var refusal = fault.getFaultInfo().getRefusal();
        System.out.println("Refused " + refusal.getCode() + " " + refusal.getWho() + " " + refusal.getRetry() + " "
                + (refusal.getPlace() == null ? "" : refusal.getPlace()));
        refusal.getText().forEach(text -> System.out.println(text.getValue()));
        var receipt = fault.getFaultInfo().getReceipt();
        if (receipt != null) {
            // of a refused message: signed by the hub, like Accepted
            Files.write(beside(where, ".refused"), bytes(receipt));
        }
    }

    /** What was fetched and not yet acknowledged, without its ending. */
    private static List<Path> open(Path folder, String kind) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(Path::toString)
                    .filter(name -> name.endsWith(kind + ".xml"))
                    .map(name -> Path.of(name.substring(0, name.length() - ".xml".length())))
                    .filter(name -> !Files.exists(beside(name, ".done")))
                    .sorted()
                    .limit(50)
                    .toList();
        }
    }

    private static Path beside(Path file, String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }

    private static DataHandler data(byte[] bytes) {
        return new DataHandler(new ByteArrayDataSource(bytes, "application/octet-stream"));
    }

    private static byte[] bytes(DataHandler data) throws IOException {
        try (var in = data.getInputStream()) {
            return in.readAllBytes();
        }
    }
}
