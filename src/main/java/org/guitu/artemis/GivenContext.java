package org.guitu.artemis;

import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.apache.activemq.artemis.core.remoting.impl.ssl.DefaultSSLContextFactory;
import org.apache.activemq.artemis.spi.core.remoting.ssl.SSLContextConfig;

/**
 * Gives a door of the broker, or a client of one, the TLS context it was configured with: Artemis by itself reads keys from files
 * only, once, and a door would close its port for a moment to read them again. Found through {@code META-INF/services}.
 */
public final class GivenContext extends DefaultSSLContextFactory {
    /** Under this name a context, or who gives one at each connection: then Artemis asks for no files. */
    public static final String KEY = "sslContext";

    @Override
    public SSLContext getSSLContext(SSLContextConfig config, Map<String, Object> options) {
        try {
            var given = options.get(KEY) instanceof Supplier<?> fresh ? fresh.get() : options.get(KEY);
            return given instanceof SSLContext context ? context : super.getSSLContext(config, options);
        } catch (Exception e) {
            throw new IllegalStateException("no TLS from the files that were named", e);
        }
    }

    /** Before Artemis' own, which has 5. */
    @Override
    public int getPriority() {
        return 10;
    }
}
