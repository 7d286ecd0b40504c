package org.guitu.trust;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;

/**
 * The web server of a test's authority: its CRL at {@code /ca.crl}, its OCSP responder below every other path, by GET and by
 * POST. It can be told to misbehave.
 */
public final class StatusServer implements AutoCloseable {
    private static final Set<Fault> WITHOUT_NONCE =
            EnumSet.of(Fault.NO_NONCE, Fault.NO_NONCE_AND_OLD, Fault.NO_NONCE_AND_OLDER);

    static {
        // else each answer waits 40 ms for an acknowledgement of its headers
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    static final Duration SLOW = Duration.ofMillis(600);

    /** What is wrong with its answers. */
    public enum Fault {
        NONE,
        UNKNOWN,
        LATER,
        OTHER_CERTIFICATE,
        OTHER_ISSUER,
        OVER,
        FUTURE,
        OTHER_NONCE,
        NO_NONCE,
        NO_NONCE_AND_OLD,
        /** Of four minutes ago. */
        NO_NONCE_AND_OLDER,
        GARBAGE,
        TOO_LARGE,
        REDIRECT,
        NOT_FOUND,
        /** Says so slowly, after as long as {@link #SLOW}. */
        SLOW_ERROR,
        SLOW_NOT_FOUND,
        SILENT,
        ENDLESS
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Revoker revoker;
    private final Clock clock;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile Identity signer;
    private volatile Fault fault = Fault.NONE;
    private volatile Duration delay = Duration.ZERO;
    private volatile UnaryOperator<byte[]> change = answer -> answer;

    public StatusServer(Identity authority, Revoker revoker, Clock clock) throws IOException {
        this.signer = authority;
        this.revoker = revoker;
        this.clock = clock;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Its address with this path. */
    public URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** Method of each request that came. */
    public List<String> asked() {
        return asked;
    }

    void signsWith(Identity identity) {
        signer = identity;
    }

    public void misbehaves(Fault how) {
        fault = how;
    }

    /** Whatever it answers comes so much later. */
    public void takes(Duration how) {
        delay = how;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.add(exchange.getRequestMethod());
            closing.await(delay.toMillis(), TimeUnit.MILLISECONDS);
            var body = exchange.getRequestBody().readAllBytes();
            var path = exchange.getRequestURI().getRawPath();
            switch (fault) {
                case SILENT -> closing.await();
                case ENDLESS -> {
                    exchange.sendResponseHeaders(200, 1000);
                    exchange.getResponseBody().write(0);
                    exchange.getResponseBody().flush();
                    closing.await();
                }
                case SLOW_ERROR -> slowly(exchange, 503);
                case SLOW_NOT_FOUND -> slowly(exchange, 404);
                case NOT_FOUND -> exchange.sendResponseHeaders(404, -1);
                case REDIRECT -> {
                    exchange.getResponseHeaders()
                            .add("Location", at("/elsewhere").toString());
                    exchange.sendResponseHeaders(302, -1);
                }
                case GARBAGE -> send(exchange, "nothing of the kind".getBytes(StandardCharsets.US_ASCII));
                case TOO_LARGE -> send(exchange, new byte[200_000]);
                default ->
                    send(
                            exchange,
                            path.equals("/ca.crl")
                                    ? revoker.crl(clock.instant())
                                    : ocsp(exchange.getRequestMethod().equals("GET") ? inPath(path) : body));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void slowly(HttpExchange exchange, int status) throws InterruptedException, IOException {
        if (!closing.await(SLOW.toMillis(), TimeUnit.MILLISECONDS)) {
            exchange.sendResponseHeaders(status, -1);
        }
    }

    /** What it would answer comes changed. */
    void changes(UnaryOperator<byte[]> how) {
        change = how;
    }

    private static byte[] inPath(String path) {
        var last = path.substring(path.lastIndexOf('/') + 1);
        return Base64.getDecoder().decode(URLDecoder.decode(last, StandardCharsets.UTF_8));
    }

    private void send(HttpExchange exchange, byte[] answer) throws IOException {
        var bytes = change.apply(answer);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private byte[] ocsp(byte[] bytes) throws IOException {
        try {
            if (fault == Fault.LATER) {
                return new OCSPRespBuilder()
                        .build(OCSPRespBuilder.TRY_LATER, null)
                        .getEncoded();
            }
            var request = new OCSPReq(bytes);
            var certificate = new JcaX509CertificateHolder(signer.certificate());
            var builder = new BasicOCSPRespBuilder(new RespID(certificate.getSubject()));
            var nonce = request.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
            if (fault == Fault.OTHER_NONCE) {
                nonce = new Extension(nonce.getExtnId(), false, new DEROctetString(new byte[32]).getEncoded());
            }
            if (!WITHOUT_NONCE.contains(fault)) {
                builder.setResponseExtensions(new Extensions(nonce));
            }
            var now = clock.instant();
            var from = switch (fault) {
                case FUTURE -> now.plus(Duration.ofHours(1));
                case OVER, NO_NONCE_AND_OLD -> now.minus(Duration.ofHours(1));
                case NO_NONCE_AND_OLDER -> now.minus(Duration.ofMinutes(4));
                default -> now;
            };
            var until = from.plus(fault == Fault.OVER ? Duration.ofMinutes(59) : Duration.ofHours(2));
            var id = request.getRequestList()[0].getCertID();
            builder.addResponse(about(id), status(id), Date.from(from), Date.from(until), null);
            var basic =
                    builder.build(Revoker.signer(signer), new X509CertificateHolder[] {certificate}, Date.from(now));
            return new OCSPRespBuilder()
                    .build(OCSPRespBuilder.SUCCESSFUL, basic)
                    .getEncoded();
        } catch (OCSPException | java.security.cert.CertificateException e) {
            throw new IOException(e);
        }
    }

    private CertificateID about(CertificateID id) {
        var asn1 = id.toASN1Primitive();
        return switch (fault) {
            case OTHER_CERTIFICATE ->
                new CertificateID(new org.bouncycastle.asn1.ocsp.CertID(
                        asn1.getHashAlgorithm(),
                        asn1.getIssuerNameHash(),
                        asn1.getIssuerKeyHash(),
                        new org.bouncycastle.asn1.ASN1Integer(7)));
            case OTHER_ISSUER ->
                new CertificateID(new org.bouncycastle.asn1.ocsp.CertID(
                        asn1.getHashAlgorithm(),
                        asn1.getIssuerNameHash(),
                        new DEROctetString(new byte[20]),
                        asn1.getSerialNumber()));
            default -> id;
        };
    }

    private CertificateStatus status(CertificateID id) {
        if (fault == Fault.UNKNOWN) {
            return new UnknownStatus();
        }
        return revoker.since(id.getSerialNumber())
                .<CertificateStatus>map(since -> new RevokedStatus(Date.from(since), CRLReason.keyCompromise))
                .orElse(CertificateStatus.GOOD);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
