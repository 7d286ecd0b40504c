package org.guitu.hub;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.guitu.soap.Trusting;
import org.guitu.trust.Exposed;
import org.guitu.trust.Identity;

/** A TLS connection to the SOAP door on which anything at all can be said. */
final class RawLine {
    static final String SOAP = "application/soap+xml;charset=UTF-8";

    private static final int PATIENCE = 30_000;
    private static final Pattern CODE = Pattern.compile(":Code[^>]*>(GT-\\d{4})<");

    private final URI door;
    private final SSLContext context;

    private RawLine(URI door, SSLContext context) {
        this.door = door;
        this.context = context;
    }

    /**
     * A line to the door.
     *
     * @param shown at the handshake; none shows no certificate
     * @param anchor of the hub's own certificate
     */
    static RawLine to(URI door, Optional<Identity> shown, X509Certificate anchor)
            throws GeneralSecurityException, IOException {
        var managers = new KeyManager[0];
        if (shown.isPresent()) {
            var keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            var chain = shown.get().chain().toArray(Certificate[]::new);
            keys.setKeyEntry("own", Exposed.key(shown.get()), new char[0], chain);
            var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keys, new char[0]);
            managers = factory.getKeyManagers();
        }
        var context = SSLContext.getInstance("TLS");
        context.init(managers, new TrustManager[] {Trusting.authorities(List.of(anchor))}, null);
        return new RawLine(door, context);
    }

    /**
     * What came back.
     *
     * @param status 0 when the connection ended without an answer
     */
    record Reply(int status, String head, String body) {
        /** The refusal's code, or the status where the answer is no fault. */
        String says() {
            var code = CODE.matcher(body);
            return code.find() ? code.group(1) : String.valueOf(status);
        }
    }

    SSLSocket open() throws IOException {
        return open(64 << 10);
    }

    /** @param ahead bytes that come before they are read */
    SSLSocket open(int ahead) throws IOException {
        var socket = (SSLSocket) context.getSocketFactory().createSocket();
        socket.setReceiveBufferSize(ahead);
        socket.connect(new InetSocketAddress(door.getHost(), door.getPort()));
        socket.setSoTimeout(PATIENCE);
        socket.setTcpNoDelay(true);
        return socket;
    }

    /** Posts this at the door. */
    Reply post(String type, byte[] body, String... headers) throws IOException {
        return exchange(request("POST", door.getPath(), body, with(headers, "Content-Type: " + type)));
    }

    Reply post(String envelope) throws IOException {
        return post(SOAP, envelope.getBytes(StandardCharsets.UTF_8));
    }

    /** Any request; its length is said unless the headers say how it comes. */
    byte[] request(String method, String path, byte[] body, String... headers) {
        var head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nConnection: close\r\n");
        var said = String.join("\n", headers);
        if (!said.contains("Host:")) {
            head.append("Host: ").append(door.getAuthority()).append("\r\n");
        }
        if (body.length > 0 && !said.contains("Content-Length:") && !said.contains("Transfer-Encoding:")) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        for (var header : headers) {
            head.append(header).append("\r\n");
        }
        var all = new ByteArrayOutputStream();
        all.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        all.writeBytes(body);
        return all.toByteArray();
    }

    /** Sends these bytes and reads until the other end closes. */
    Reply exchange(byte[] request) throws IOException {
        try (var socket = open()) {
            socket.startHandshake();
            var in = new ByteArrayOutputStream();
            try {
                socket.getOutputStream().write(request);
                socket.getInputStream().transferTo(in);
            } catch (IOException e) {
                // the other end was through with this one before it had said everything
                if (in.size() == 0) {
                    socket.getInputStream().transferTo(in);
                }
            }
            return reply(in.toByteArray());
        } catch (java.net.SocketException e) {
            return new Reply(0, "", "");
        }
    }

    static Reply reply(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return new Reply(0, text, "");
        }
        var head = text.substring(0, end);
        var status = Integer.parseInt(head.substring(9, 12));
        var body = text.substring(end + 4);
        boolean chunked = head.toLowerCase(java.util.Locale.ROOT).contains("transfer-encoding: chunked");
        // sizes of chunks are hexadecimal lines of their own, which no fault has
        return new Reply(status, head, chunked ? body.replaceAll("(?m)^[0-9a-fA-F]+\r\n|\r\n", "") : body);
    }

    private static String[] with(String[] headers, String another) {
        var all = new ArrayList<>(List.of(headers));
        all.add(another);
        return all.toArray(String[]::new);
    }
}
