package org.guitu.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.guitu.message.Labels;
import org.guitu.message.PartyId;
import org.guitu.trust.Issuance.Order;

/**
 * A request for a certificate (PKCS#10, RFC 2986). The key is made and stays where it is used; the authority believes nothing of
 * a request but that whoever made it holds the key.
 */
public final class CertificateRequest {
    private static final String LABEL = "CERTIFICATE REQUEST";

    private final JcaPKCS10CertificationRequest request;
    private final Path file;

    private CertificateRequest(JcaPKCS10CertificationRequest request, Path file) {
        this.request = request;
        this.file = file;
    }

    /**
     * Makes a new key and writes {@code <stem>.p12} and {@code <stem>.password} for the owner alone, and the request as {@code
     * <stem>.csr}. Until {@link KeyFiles#complete} the key has a certificate of its own that is over already: nobody takes it
     * for the one that was asked for. It says what the key was made for.
     */
    public static void make(Path directory, String stem, Order order) throws KeyFileException {
        var issuance = new Issuance();
        try {
            var pair = issuance.newPair(order.kind());
            var name = Issuance.name(order.party().value());
            var extensions = new ExtensionsGenerator();
            extensions.addExtension(Extension.subjectAlternativeName, false, Issuance.names(order));
            var signer = Issuance.contentSigner(order.kind(), pair.getPrivate());
            var request = new JcaPKCS10CertificationRequestBuilder(name, pair.getPublic())
                    .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate())
                    .build(signer);
            var now = order.validity().from();
            var placeholder = new JcaX509v3CertificateBuilder(
                            name,
                            java.math.BigInteger.ONE,
                            Date.from(now.minus(Duration.ofDays(1))),
                            Date.from(now),
                            name,
                            pair.getPublic())
                    .addExtension(Extension.subjectAlternativeName, false, Issuance.names(order));
            Issuance.addUse(placeholder, order);
            KeyFiles.writeRequested(
                    directory,
                    stem,
                    new Identity(
                            pair.getPrivate(),
                            List.of(Pem.certificate(placeholder.build(signer).getEncoded()))),
                    Pem.text(LABEL, request.getEncoded()));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("no request could be made", e);
        }
    }

    /**
     * Reads one, in PEM.
     *
     * @throws KeyFileException when it is none, or is not signed with the key that it names
     */
    public static CertificateRequest read(Path file) throws KeyFileException {
        try {
            var read = new JcaPKCS10CertificationRequest(Pem.der(PrivateFiles.readPublic(file)));
            read.setProvider(BouncyCastle.PROVIDER);
            var verifier = new JcaContentVerifierProviderBuilder()
                    .setProvider(BouncyCastle.PROVIDER)
                    .build(read.getPublicKey());
            if (!read.isSignatureValid(verifier)) {
                throw new PKCSException("the signature is not of the key");
            }
            return new CertificateRequest(read, file);
        } catch (IOException
                | GeneralSecurityException
                | OperatorCreationException
                | PKCSException
                | RuntimeException e) {
            throw wrong(
                    file,
                    "不是有效的证书请求（PKCS#10），或未用其中的密钥签名；请用 guitu keys request 重新生成"
                            + "（用 OpenSSL 生成 SM2 请求须加 -sigopt distid:1234567812345678）",
                    "is no certificate request (PKCS#10), or is not signed with the key in it; make it anew with guitu keys request "
                            + "(OpenSSL needs -sigopt distid:1234567812345678 for one of SM2)",
                    e);
        }
    }

    /** The party that it names; empty when it names none or several, or when its names are of no known form. */
    public Optional<PartyId> party() {
        try {
            var named = request.getRequestedExtensions() == null
                    ? null
                    : GeneralNames.fromExtensions(request.getRequestedExtensions(), Extension.subjectAlternativeName);
            if (named == null) {
                return Optional.empty();
            }
            return PartyName.among(Arrays.stream(named.getNames())
                    .filter(name -> name.getTagNo() == GeneralName.uniformResourceIdentifier)
                    .map(name -> name.getName().toString())
                    .toList());
        } catch (IllegalArgumentException | IllegalStateException e) {
            // whoever asks signs whatever it likes
            return Optional.empty();
        }
    }

    /** The hosts that it names: DNS names and addresses. */
    public List<String> hosts() {
        try {
            var named = request.getRequestedExtensions() == null
                    ? null
                    : GeneralNames.fromExtensions(request.getRequestedExtensions(), Extension.subjectAlternativeName);
            return named == null
                    ? List.of()
                    : Arrays.stream(named.getNames())
                            .filter(name ->
                                    name.getTagNo() == GeneralName.dNSName || name.getTagNo() == GeneralName.iPAddress)
                            .map(name -> name.getName().toString())
                            .toList();
        } catch (RuntimeException e) {
            // as with the party: strange extensions name nothing
            return List.of();
        }
    }

    /** The kind of its key. */
    public Issuance.Kind kind() throws KeyFileException {
        return Issuance.Kind.of(KeyStrength.of(request.getSubjectPublicKeyInfo()))
                .orElseThrow(() -> wrong(
                        file,
                        "中的密钥过弱或类型不被接受；请用 P-256、3072 位以上的 RSA 或 SM2",
                        "asks for a key that is too weak or of another kind; use P-256, RSA of 3072 bits or more, or SM2",
                        null));
    }

    /**
     * The certificate this authority gives for it, and the authority's own.
     *
     * @param order what the authority was told to certify, whatever else the request asks for
     */
    public List<X509Certificate> certified(Identity authority, Order order) throws KeyFileException {
        try {
            return new Issuance().certified(authority, order, request.getPublicKey());
        } catch (GeneralSecurityException e) {
            throw wrong(file, "中的密钥无法使用", "holds a key that cannot be used", e);
        }
    }

    private static KeyFileException wrong(
            Path file, String zh, String en, @org.jspecify.annotations.Nullable Throwable cause) {
        var text = new Labels(file + " " + zh, file + " " + en);
        return cause == null ? new KeyFileException(text) : new KeyFileException(text, cause);
    }
}
