package org.guitu.soap;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.xml.ws.WebServiceException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.http.HttpConnectTimeoutException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class FailureTest {
    private static String words(Exception cause) {
        return Failure.inWords(new WebServiceException("secret", cause));
    }

    @Test
    void a_failed_call_is_told_in_words_that_quote_nothing() {
        assertThat(words(new ConnectException("secret"))).isEqualTo("connection refused");
        assertThat(words(new SocketTimeoutException("secret"))).isEqualTo("timed out");
        assertThat(words(new HttpConnectTimeoutException("secret"))).isEqualTo("timed out");
        assertThat(words(new SSLHandshakeException("secret"))).isEqualTo("TLS: the handshake failed");
        var untrusted = new SSLHandshakeException("secret");
        untrusted.initCause(new CertificateException("secret"));
        assertThat(words(untrusted)).startsWith("TLS: the certificate");
        assertThat(words(new IOException("secret"))).isEqualTo("no answer that can be believed (WebServiceException)");
    }
}
