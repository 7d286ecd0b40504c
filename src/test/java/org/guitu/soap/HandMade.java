package org.guitu.soap;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.wss4j.common.WSEncryptionPart;
import org.apache.wss4j.common.ext.WSSecurityException;
import org.apache.wss4j.dom.WSConstants;
import org.apache.wss4j.dom.message.WSSecHeader;
import org.apache.wss4j.dom.message.WSSecSignature;
import org.apache.wss4j.dom.message.WSSecTimestamp;
import org.guitu.trust.Exposed;
import org.guitu.trust.Identity;
import org.guitu.trust.KeyHandle;
import org.guitu.xml.Canonical;
import org.guitu.xml.SafeXml;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

/** Requests put together byte by byte, as another tool than ours might: no CXF, only WSS4J to sign. */
public final class HandMade {
    private static final String SOAP = "http://www.w3.org/2003/05/soap-envelope";
    private static final Pattern RECEIPT = Pattern.compile("<(?:\\w+:)?Receipt[^>]*>([^<]+)</");
    private static final Pattern CODE = Pattern.compile("<(?:\\w+:)?Code[^>]*>(GT-\\d{4})</");

    private HandMade() {}

    /** What is posted. */
    public record Request(String type, byte[] body) {}

    /** What came back: the first receipt in it, and the first code. */
    public record Answer(int status, String text) {
        public byte[] receipt() {
            var found = RECEIPT.matcher(text);
            return found.find() ? Base64.getMimeDecoder().decode(found.group(1)) : new byte[0];
        }

        public String code() {
            var found = CODE.matcher(text);
            return found.find() ? found.group(1) : "";
        }
    }

    /** A signed {@code Submit} of this message. */
    public static byte[] submit(Identity signer, byte[] message) {
        return envelope(
                signer,
                "<Submit xmlns=\"" + Contract.NS + "\"><Message>"
                        + Base64.getEncoder().encodeToString(message) + "</Message></Submit>");
    }

    /** A signed envelope around this body. */
    public static byte[] envelope(Identity signer, String body) {
        var document = parsed("", body);
        sign(document, signer, Clock.systemUTC(), true);
        return SafeXml.bytes(document);
    }

    /** One without lists of prefixes whose headers are signed like its body. */
    static Document envelope(Identity signer, Clock clock, String headers, String body) {
        var document = parsed(headers, body);
        sign(document, signer, clock, false);
        return document;
    }

    private static Document parsed(String headers, String body) {
        Canonical.ready();
        var text = "<s:Envelope xmlns:s=\"" + SOAP + "\"><s:Header>" + headers + "</s:Header><s:Body>" + body
                + "</s:Body></s:Envelope>";
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            return factory.newDocumentBuilder()
                    .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (SAXException | IOException | javax.xml.parsers.ParserConfigurationException e) {
            throw new AssertionError("the envelope cannot be made", e);
        }
    }

    private static void sign(Document document, Identity signer, Clock clock, boolean prefixes) {
        try {
            var parts = new ArrayList<WSEncryptionPart>();
            parts.add(new WSEncryptionPart("Body", SOAP, ""));
            parts.add(new WSEncryptionPart("Timestamp", WSConstants.WSU_NS, ""));
            var headers = document.getDocumentElement().getFirstChild().getChildNodes();
            for (int i = 0; i < headers.getLength(); i++) {
                var name = headers.item(i);
                parts.add(new WSEncryptionPart(name.getLocalName(), name.getNamespaceURI(), ""));
            }
            var header = new WSSecHeader(document);
            header.insertSecurityHeader();
            var stamp = new WSSecTimestamp(header);
            stamp.setWsTimeSource(clock::instant);
            stamp.setTimeToLive(300);
            stamp.build();
            var signature = new WSSecSignature(header);
            signature.setUserInfo(IdentityCrypto.ALIAS, "");
            signature.setKeyIdentifierType(WSConstants.BST_DIRECT_REFERENCE);
            signature.setSignatureAlgorithm(
                    Exposed.key(signer).getAlgorithm().equals("RSA") ? StrictSignature.RSA : StrictSignature.ECDSA);
            signature.setDigestAlgo(StrictSignature.SHA256);
            signature.setSigCanonicalization(StrictSignature.EXCLUSIVE);
            signature.setAddInclusivePrefixes(prefixes);
            signature.getParts().addAll(parts);
            signature.setSignatureProvider(KeyHandle.PROVIDER);
            signature.build(new IdentityCrypto(signer));
        } catch (WSSecurityException e) {
            throw new AssertionError("the envelope cannot be signed", e);
        }
    }

    public static Request plain(byte[] envelope) {
        return new Request("application/soap+xml; charset=UTF-8", envelope);
    }

    /** The same envelope by MTOM: its document as a part of its own (XOP), which the signature covers all the same. */
    public static Request mtom(byte[] envelope, byte[] part) {
        var text = new String(envelope, StandardCharsets.UTF_8)
                .replaceFirst(
                        "<Message>[^<]+</Message>",
                        "<Message><xop:Include xmlns:xop=\"http://www.w3.org/2004/08/xop/include\""
                                + " href=\"cid:message@partner\"/></Message>");
        var body = new ByteArrayOutputStream();
        body.writeBytes(("""
                --limit
                Content-Type: application/xop+xml; charset=UTF-8; type="application/soap+xml"
                Content-Transfer-Encoding: 8bit
                Content-ID: <envelope@partner>

                """ + text + """

                --limit
                Content-Type: application/octet-stream
                Content-Transfer-Encoding: binary
                Content-ID: <message@partner>

                """).replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        body.writeBytes(part);
        body.writeBytes("\r\n--limit--\r\n".getBytes(StandardCharsets.UTF_8));
        return new Request(
                "multipart/related; type=\"application/xop+xml\"; start=\"<envelope@partner>\";"
                        + " start-info=\"application/soap+xml\"; boundary=\"limit\"",
                body.toByteArray());
    }

    /** Posts it over a TLS channel of this identity. */
    public static Answer post(URI address, Identity channel, TrustManager trust, Request request) {
        try {
            var http = HttpRequest.newBuilder(address)
                    .version(HttpClient.Version.HTTP_1_1)
                    .timeout(Duration.ofSeconds(60))
                    .header("Content-Type", request.type())
                    .POST(HttpRequest.BodyPublishers.ofByteArray(request.body()))
                    .build();
            var client = HttpClient.newBuilder().sslContext(tls(channel, trust)).build();
            var answer = client.send(http, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(answer.statusCode(), answer.body());
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError("the request cannot be posted", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("stopped", e);
        }
    }

    static SSLContext tls(Identity channel, TrustManager trust) throws GeneralSecurityException, IOException {
        var keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry(
                "own", Exposed.key(channel), new char[0], channel.chain().toArray(Certificate[]::new));
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, new char[0]);
        var tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), new TrustManager[] {trust}, null);
        return tls;
    }
}
