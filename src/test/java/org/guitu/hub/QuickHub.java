package org.guitu.hub;

import java.nio.file.Path;
import java.time.Clock;
import org.guitu.config.ConfigurationException;
import org.guitu.family.Families;
import org.guitu.seal.TestSealing;
import org.guitu.xml.SchemasException;

/**
 * Hubs of tests that share the compiled families of this installation: compiling them is most of a start, and nothing changes
 * them once they are compiled. That a hub compiles its own is seen where processes are started, and where a start fails.
 */
public final class QuickHub {
    private static final Path HOME = Path.of("").toAbsolutePath();

    private QuickHub() {}

    /** As the command starts it, beside the families. */
    public static Hub start(HubOptions options) throws ConfigurationException {
        return start(options, Clock.systemUTC());
    }

    static Hub start(HubOptions options, Clock clock) throws ConfigurationException {
        return Hub.start(options, null, line -> {}, clock, QuickHub::families);
    }

    private static Families families(HubOptions options) throws ConfigurationException {
        return options.home().equals(HOME) ? Compiled.FAMILIES : Material.families(options);
    }

    /** Compiled by the first hub that needs them. */
    private static final class Compiled {
        private static final Families FAMILIES = compile();

        private static Families compile() {
            try {
                var families = TestSealing.families(HOME.resolve("schemas"));
                families.compileAll();
                return families;
            } catch (SchemasException e) {
                throw new AssertionError("the schemas of this installation do not compile", e);
            }
        }
    }
}
