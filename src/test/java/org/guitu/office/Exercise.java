package org.guitu.office;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.guitu.family.Stylesheets;
import org.guitu.message.PartyId;
import org.guitu.message.Refused;
import org.guitu.office.line.ExerciseKeys;
import org.guitu.office.line.HubAddress;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;
import org.guitu.xml.SafeXml;
import org.guitu.xml.XmlLimits;

/** An exercise with keys made at run time: a scripted hub and offices in folders. */
final class Exercise {
    private final ExerciseKeys keys = new ExerciseKeys();
    private final Path folder;
    private final ScriptedHub hub;

    Exercise(Path folder) throws KeyFileException {
        this.folder = folder;
        var identity = keys.sign("cn.hub");
        KeyFiles.write(folder.resolve("hub"), "sign", identity);
        this.hub = new ScriptedHub(identity);
    }

    ScriptedHub hub() {
        return hub;
    }

    ExerciseKeys keys() {
        return keys;
    }

    /** Makes the home of an office with its keys; returns the home. */
    Path home(String party) throws KeyFileException, IOException {
        var home = folder.resolve("offices").resolve(party);
        KeyFiles.write(home.resolve("keys"), "sign", keys.sign(party));
        KeyFiles.write(home.resolve("keys"), "tls", keys.tls(party));
        KeyFiles.write(home.resolve("keys"), "encrypt", keys.encrypt(party));
        register(party, home.resolve("keys"));
        KeyFiles.write(folder.resolve("ca-" + party), "ca", keys.authority());
        Office.create(
                home,
                new OfficeConfig(
                        new OfficeConfig.Self(new PartyId(party), "office of " + party, "officer of " + party),
                        new OfficeConfig.Keys(
                                home.resolve("keys/sign.p12"),
                                home.resolve("keys/tls.p12"),
                                Optional.of(home.resolve("keys/encrypt.p12"))),
                        new OfficeConfig.Hub(
                                ScriptedHub.HUB,
                                Optional.of(new HubAddress("localhost", 61617)),
                                Optional.empty(),
                                folder.resolve("hub/sign.pem")),
                        folder.resolve("ca-" + party + "/ca.pem"),
                        Optional.of(folder.resolve("parties")),
                        settings()));
        return home;
    }

    /** Into the exercise's copy of the directory, as if it had joined. */
    private void register(String party, Path keys) throws IOException {
        var parties = folder.resolve("parties");
        if (!Files.exists(parties)) {
            Files.createDirectories(parties);
            try (var files = Files.newDirectoryStream(Path.of("config/parties"), "*.yaml")) {
                for (var file : files) {
                    Files.copy(file, parties.resolve(file.getFileName()));
                }
            }
        }
        for (var use : List.of("sign", "tls", "encrypt")) {
            var certificate = parties.resolve(party + "." + use + ".pem");
            Files.copy(keys.resolve(use + ".pem"), certificate, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static OfficeConfig.Settings settings() {
        var standard = OfficeConfig.Settings.standard();
        return new OfficeConfig.Settings(
                standard.status(), Locale.ENGLISH, Optional.empty(), standard.suites(), standard.timeout());
    }

    Office office(String party) throws KeyFileException, IOException, OfficeProblem {
        return open(home(party));
    }

    /** An office whose line is the scripted hub's; documents pass its checks. */
    Office open(Path home) throws OfficeProblem {
        var world = World.real();
        var xml = new SafeXml(XmlLimits.standard());
        return new Office(
                OfficeYaml.read(home),
                Office.storage(home, world),
                world,
                new Office.Wiring(
                        (config, credentials) -> hub,
                        xml,
                        new FamilyShelf(folder, xml, Stylesheets.none()),
                        document -> List.of()));
    }

    /** A draft as an officer writes it: with a comment, without what the office fills. */
    static byte[] draft(String type, String recipient) {
        return draft(type, recipient, "");
    }

    static byte[] draft(String type, String recipient, String before) {
        var name = type.substring(type.indexOf('/') + 1);
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <Message xmlns="urn:guitu:exchange:1.0">
                  <!-- what the officer has to know -->
                  <Header>
                    %s<Type>%s</Type>
                    <SchemaVersion>1.0</SchemaVersion>
                    <Sender><Unit>值班室</Unit><ResponsibleOfficer>测试警官甲</ResponsibleOfficer></Sender>
                    <Recipients><Recipient>%s</Recipient></Recipients>
                    <SentAt/>
                    <Urgency>FLASH</Urgency>
                    <Language>zh</Language>
                    <PrivacyCeiling>P1</PrivacyCeiling>
                    <Handling><Code>H0</Code></Handling>
                    <Purpose>SEARCH</Purpose>
                  </Header>
                  <Body><t:%s xmlns:t="urn:guitu:test:1.0"><t:Text>测试</t:Text></t:%s></Body>
                </Message>
                """.formatted(before, type, recipient, name, name).getBytes(StandardCharsets.UTF_8);
    }

    /** The bytes an office signed last, taken from where it keeps them. */
    static byte[] wire(Office office, Sent sent) throws IOException, OfficeProblem {
        return Files.readAllBytes(office.file(sent.about().orElseThrow().id()));
    }

    /** A message of another office, with the hub's statement, in the mailbox of this one. */
    byte[] mail(Office from, PartyId to) throws IOException, OfficeProblem, Refused {
        var wire = wire(from, from.send(draft("alert/AlertIssue", to.value()), false, from.timeout()));
        hub.deliver(wire, hub.statement(wire, to));
        return wire;
    }

    static String uuid() {
        return UUID.randomUUID().toString();
    }
}
