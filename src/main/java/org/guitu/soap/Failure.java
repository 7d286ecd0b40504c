package org.guitu.soap;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import javax.net.ssl.SSLException;

/** Why a call was not answered, in words for the log; never the text of a failure, which could quote a message. */
final class Failure {
    /** The first kind that is found among the causes; what was wrong with a certificate is an error of TLS too. */
    private static final List<Entry<Class<? extends Throwable>, String>> KINDS = List.of(
            Map.entry(
                    CertificateException.class, "TLS: the certificate shown there is not one the directory has of it"),
            Map.entry(SSLException.class, "TLS: the handshake failed"),
            Map.entry(UnknownHostException.class, "the host name is not known"),
            Map.entry(NoRouteToHostException.class, "no route to the host"),
            Map.entry(HttpTimeoutException.class, "timed out"),
            Map.entry(SocketTimeoutException.class, "timed out"),
            Map.entry(ConnectException.class, "connection refused"));

    private Failure() {}

    static String inWords(Throwable failure) {
        for (var kind : KINDS) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (kind.getKey().isInstance(cause)) {
                    return kind.getValue();
                }
            }
        }
        return "no answer that can be believed (" + failure.getClass().getSimpleName() + ")";
    }
}
