package org.guitu.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.guitu.family.Families;
import org.guitu.message.Console;
import org.guitu.message.Refused;
import org.guitu.xml.CompiledSchema;
import org.guitu.xml.SafeXml;
import org.guitu.xml.Schemas;
import org.guitu.xml.XmlLimits;
import org.w3c.dom.Document;

/**
 * What the rules of a message of some 6 KB cost after warm-up, in CPU time of one thread: schema, rules and media
 * together, less the schema alone. Under 1000 us is what is asked.
 *
 * <p>{@code mvn -B -o -Pbench -DskipTests -Dbench.main=org.guitu.bench.RulesBench verify}
 */
@Console
public final class RulesBench {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int MEASURED = 2_000;
    private static final int WARM_UP = 6_000;
    private static final List<String> SAMPLES = List.of(
            "alert/1.0/samples/alert-issue.xml",
            "case/1.0/samples/assistance-request.xml",
            "repatriation/1.0/samples/repatriation-request.xml",
            "agreement/1.0/samples/proposal.xml");

    private RulesBench() {}

    public static void main(String[] arguments) throws Exception {
        var folder = Path.of("schemas");
        var families = Families.load(folder);
        families.compileAll();
        for (var name : SAMPLES) {
            var file = folder.resolve(name);
            var document = new SafeXml(XmlLimits.standard()).parse(Files.readAllBytes(file));
            var family = name.substring(0, name.indexOf('/'));
            var schema = Schemas.in(folder)
                    .compile(List.of(
                            folder.resolve("exchange/1.0/message.xsd"),
                            folder.resolve(family + "/1.0/" + family + ".xsd")));
            both(families, document, WARM_UP);
            alone(schema, document, WARM_UP);
            double both = both(families, document, MEASURED);
            double alone = alone(schema, document, MEASURED);
            System.out.println(String.format(
                    Locale.ROOT,
                    "%s, %d bytes: rules %.0f us; with the schema %.0f us",
                    name,
                    Files.size(file),
                    both - alone,
                    both));
        }
    }

    /** CPU microseconds of one. */
    private static double both(Families families, Document document, int times) throws Refused {
        long begun = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < times; i++) {
            families.validate(document);
        }
        return (THREADS.getCurrentThreadCpuTime() - begun) / 1e3 / times;
    }

    private static double alone(CompiledSchema schema, Document document, int times) throws Refused {
        long begun = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < times; i++) {
            schema.validate(document);
        }
        return (THREADS.getCurrentThreadCpuTime() - begun) / 1e3 / times;
    }
}
