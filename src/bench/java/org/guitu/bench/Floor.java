package org.guitu.bench;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.guitu.family.Families;
import org.guitu.message.Digest;
import org.guitu.message.Header.Status;
import org.guitu.message.PartyId;
import org.guitu.message.Refused;
import org.guitu.receipt.Acknowledged;
import org.guitu.receipt.ReceiptWriter;
import org.guitu.trust.Identity;
import org.guitu.trust.XmlSigner;
import org.guitu.trust.XmlVerifier;
import org.guitu.xml.Envelope;
import org.guitu.xml.SafeXml;
import org.guitu.xml.XmlLimits;

/**
 * The straight line through the same message: parse, verify, schema, rules, one signed receipt. No door, no record, no
 * queue: what accepting cannot cost less than with these libraries.
 */
final class Floor {
    private static final int MEASURED = 5_000;
    private final SafeXml xml = new SafeXml(XmlLimits.standard());
    private final XmlVerifier verifier = new XmlVerifier();
    private final Families families;
    private final ReceiptWriter receipts;

    Floor(Families families, Identity signer) {
        this.families = families;
        this.receipts = new ReceiptWriter(
                new PartyId("cn.35"),
                new ReceiptWriter.Labelled("bench", "bench", Status.TEST),
                new XmlSigner(signer.signer(), Clock.systemUTC()),
                Clock.systemUTC(),
                UUID::randomUUID);
    }

    /** Messages a second, on this many threads, over these messages once each. */
    double rate(List<byte[]> messages, X509Certificate signer, int threads)
            throws InterruptedException, ExecutionException {
        var pool = Executors.newFixedThreadPool(threads);
        try {
            var parts = new ArrayList<Callable<Integer>>();
            for (int part = 0; part < threads; part++) {
                int first = part;
                parts.add(() -> line(messages, signer, first, threads));
            }
            long begun = System.nanoTime();
            int done = 0;
            for (var part : pool.invokeAll(parts)) {
                done += part.get();
            }
            return done / ((System.nanoTime() - begun) / 1e9);
        } finally {
            pool.shutdown();
        }
    }

    private int line(List<byte[]> messages, X509Certificate signer, int first, int step) throws Refused {
        int done = 0;
        for (int i = first; i < messages.size(); i += step) {
            var wire = messages.get(i);
            var document = xml.parse(wire);
            verifier.verify(document, List.of(signer));
            families.validate(document);
            var header = Envelope.header(document);
            receipts.received(Acknowledged.of(document, header, Digest.of(wire)), header.sender());
            done++;
        }
        return done;
    }

    /** Microseconds of one bare signature, a measure of the machine. */
    double signature(Identity signer) {
        var bytes = new byte[500];
        long begun = System.nanoTime();
        for (int i = 0; i < MEASURED; i++) {
            signer.signer().sign(bytes);
        }
        return (System.nanoTime() - begun) / 1e3 / MEASURED;
    }

    /** Microseconds of reading one document, another. */
    double parse(List<byte[]> messages) throws Refused {
        long begun = System.nanoTime();
        for (int i = 0; i < MEASURED; i++) {
            xml.parse(messages.get(i % messages.size()));
        }
        return (System.nanoTime() - begun) / 1e3 / MEASURED;
    }
}
