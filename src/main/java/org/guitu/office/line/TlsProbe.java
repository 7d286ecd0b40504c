package org.guitu.office.line;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.guitu.message.Labels;
import org.jspecify.annotations.Nullable;

/**
 * Says why a connect failed or hangs. The broker client only reports that it could not connect, so the same handshake is
 * made once more with plain JSSE, whose errors are exact.
 */
final class TlsProbe {
    private static final int WAIT_MS = 2_000;

    /** A refusal as the hub writes it: code and text, a line for each language. */
    private static final Pattern TOLD =
            Pattern.compile("(?<zh>GT-\\d{4} \\P{Cntrl}{1,500})\n(?<en>GT-\\d{4} \\P{Cntrl}{1,500})");

    /** Alerts of RFC 8446 6.2 that an end sends when it cannot go on by itself, and not for what it was shown. */
    private static final Pattern OWN = Pattern.compile("internal_error|handshake_failure");

    private TlsProbe() {}

    /** What is wrong with the way to the hub, or empty when it takes our certificate and waits for us to speak. */
    static Optional<LineDown> fault(HubAddress hub, TlsIdentity identity) {
        return look(hub, identity).map(Fault::down);
    }

    /** The same, without what may be only slow. */
    static Optional<LineDown> certain(HubAddress hub, TlsIdentity identity) {
        return look(hub, identity).filter(fault -> !fault.slow()).map(Fault::down);
    }

    private record Fault(LineDown down, boolean slow) {}

    private static Optional<Fault> look(HubAddress hub, TlsIdentity identity) {
        boolean greeted = false;
        try (var socket = (SSLSocket) identity.context().getSocketFactory().createSocket()) {
            socket.connect(new InetSocketAddress(hub.host(), hub.port()), WAIT_MS);
            socket.setSoTimeout(WAIT_MS);
            var parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            greeted = true;
            // in TLS 1.3 the answer to our certificate comes after the handshake is over for us
            int answer = socket.getInputStream().read();
            return answer < 0 ? Optional.of(new Fault(closed(hub), false)) : Optional.empty();
        } catch (SocketTimeoutException e) {
            return greeted ? Optional.empty() : Optional.of(new Fault(silent(hub, e), true));
        } catch (SSLException e) {
            return Optional.of(new Fault(handshake(hub, e), false));
        } catch (UnknownHostException e) {
            return Optional.of(new Fault(down(hub, "找不到该主机", "the host name is not known", e), false));
        } catch (IOException e) {
            return Optional.of(new Fault(down(hub, "无人应答", "nobody answers there", e), false));
        }
    }

    /** TLS works, yet the broker did not open a session: for what it says itself, or where it says nothing for what is likely. */
    static LineDown noEntry(HubAddress hub, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            var told = TOLD.matcher(String.valueOf(cause.getMessage()));
            if (told.find()) {
                return new LineDown(new Labels(told.group("zh"), told.group("en")), failure);
            }
        }
        return unexplained(hub, failure);
    }

    private static LineDown unexplained(HubAddress hub, Throwable cause) {
        return down(
                hub,
                "枢纽没有放行：本机构的证书未登记、被封锁，或枢纽正在启动",
                "the hub did not let us in: our certificate is not registered or is blocked, or the hub is starting",
                cause);
    }

    private static LineDown silent(HubAddress hub, Throwable cause) {
        return down(hub, "对方没有按时应答", "it does not answer in time", cause);
    }

    private static LineDown handshake(HubAddress hub, SSLException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return down(
                        hub,
                        "对方的证书不是枢纽应有的证书，请核对 office.yaml 的 trust 和 hub.host",
                        "its certificate is not the hub's (check trust and hub.host in office.yaml)",
                        e);
            }
        }
        if (OWN.matcher(String.valueOf(e.getMessage())).find()) {
            return down(
                    hub,
                    "枢纽未能完成 TLS 握手，多半是枢纽自己的密钥或证书出了问题，请联系枢纽",
                    "the hub could not finish the handshake, most likely for a key or certificate of its own (call the hub)",
                    e);
        }
        return down(
                hub,
                "枢纽不接受本机构的 TLS 证书，请检查有效期（guitu keys show）并联系枢纽",
                "the hub does not take our TLS certificate (see guitu keys show, then call the hub)",
                e);
    }

    private static LineDown closed(HubAddress hub) {
        return down(
                hub,
                "枢纽关闭了连接：本机构的证书未登记或被封锁，请联系枢纽",
                "the hub closed the line: our certificate is not registered or is blocked (call the hub)",
                null);
    }

    private static LineDown down(HubAddress hub, String zh, String en, @Nullable Throwable cause) {
        return new LineDown(
                new Labels("无法连接枢纽 " + hub + "：" + zh + "。", "The hub at " + hub + " cannot be reached: " + en + "."),
                cause);
    }
}
