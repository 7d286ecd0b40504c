package org.guitu.bench;

import java.nio.file.Files;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.guitu.config.ConfigurationException;
import org.guitu.demo.Exercise;
import org.guitu.demo.Sample;
import org.guitu.family.Families;
import org.guitu.message.PartyId;
import org.guitu.message.Refused;
import org.guitu.seal.Sealing;
import org.guitu.trust.CertificatePaths;
import org.guitu.trust.Identity;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;
import org.guitu.trust.XmlSigner;
import org.guitu.xml.SafeXml;
import org.guitu.xml.SchemasException;
import org.guitu.xml.XmlLimits;
import org.w3c.dom.Document;

/** Signed requests of one province to another, each opening a conversation, made before the clock runs. */
record Load(PartyId sender, List<byte[]> messages) {
    /** Whether every call sends another message. */
    enum Kind {
        ONE,
        MANY
    }

    static Load of(PartyId sender, PartyId recipient, int count, Exercise exercise, Path schemas)
            throws IOException, KeyFileException, Refused {
        var pen = Pen.of(sender, recipient, exercise, schemas);
        var messages = new ArrayList<byte[]>(count);
        for (int i = 0; i < count; i++) {
            messages.add(pen.next());
        }
        return new Load(sender, messages);
    }

    /** Writes one signed request after the other; for one thread. */
    record Pen(Path schemas, SafeXml xml, Seal seal, XmlSigner signer, PartyId sender, PartyId recipient) {
        static Pen of(PartyId sender, PartyId recipient, Exercise exercise, Path schemas) throws KeyFileException {
            var signer = new XmlSigner(identity(exercise, sender, "sign").signer(), Clock.systemUTC());
            return new Pen(schemas, new SafeXml(XmlLimits.standard()), Seal.of(exercise, schemas), signer, sender, recipient);
        }

        byte[] next() throws IOException, Refused {
            // another sample each time, since one keeps its identifiers
            var text = new Sample(schemas)
                    .current("case", "assistance-request", Clock.systemUTC().instant())
                    .replace("<Party>cn.35</Party>", "<Party>" + sender + "</Party>")
                    .replace("<Recipient>cn.53</Recipient>", "<Recipient>" + recipient + "</Recipient>");
            var document = xml.parse(text.getBytes(StandardCharsets.UTF_8));
            seal.on(document);
            signer.sign(document);
            return SafeXml.bytes(document);
        }
    }

    /** Seals as an office does. */
    record Seal(Families families, Sealing sealing) {
        static Seal of(Exercise exercise, Path schemas) throws KeyFileException {
            try {
                var paths = new CertificatePaths(KeyFiles.anchors(exercise.data().resolve("trust")));
                return new Seal(
                        Families.load(schemas),
                        Sealing.by(exercise.config().resolve("parties"), paths));
            } catch (SchemasException | ConfigurationException e) {
                throw new IllegalStateException(e);
            }
        }

        void on(Document clear) throws Refused {
            sealing.seal(clear, families.sealables(clear), Clock.systemUTC().instant());
        }
    }

    static Identity identity(Exercise exercise, PartyId party, String use) throws KeyFileException {
        var file = exercise.office(party).resolve("keys").resolve(party + "." + use + ".p12");
        return KeyFiles.read(file, KeyFiles.password(file, "", name -> null));
    }

    /** Few senders stand for many here: none of them is told to slow down. */
    static void unbounded(Exercise exercise) throws IOException {
        var yaml = exercise.config().resolve("hub.yaml");
        var rate = "    rate: {perSecond: 10000, burst: 100000}\n";
        Files.writeString(
                yaml,
                Files.readString(yaml)
                        .replace("  jms:\n", "  jms:\n" + rate)
                        .replace("  soap:\n", "  soap:\n" + rate));
    }
}
