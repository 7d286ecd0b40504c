package org.guitu.hub.broker;

import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.activemq.artemis.core.remoting.impl.ssl.DefaultSSLContextFactory;
import org.apache.activemq.artemis.spi.core.remoting.ssl.SSLContextConfig;

/**
 * Gives the broker's door the TLS context it was configured with: Artemis by itself reads files once, and would close its port
 * for a moment to read them again. Found through {@code META-INF/services}.
 */
public final class GivenContext extends DefaultSSLContextFactory {
    /** Under this name Artemis asks for no files. */
    static final String KEY = "sslContext";

    @Override
    public SSLContext getSSLContext(SSLContextConfig config, Map<String, Object> options) {
        if (options.get(KEY) instanceof SSLContext given) {
            return given;
        }
        try {
            return super.getSSLContext(config, options);
        } catch (Exception e) {
            throw new IllegalStateException("the key stores of a connection cannot be used: " + e.getMessage(), e);
        }
    }

    /** Before Artemis' own, which has 5. */
    @Override
    public int getPriority() {
        return 10;
    }
}
