package org.guitu.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMSignContext;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import org.apache.jcp.xml.dsig.internal.dom.XMLDSigRI;
import org.apache.wss4j.common.ext.WSSecurityException;
import org.apache.wss4j.dom.engine.WSSConfig;
import org.apache.wss4j.dom.message.WSSecHeader;
import org.apache.wss4j.dom.message.WSSecSignature;
import org.guitu.message.Refused;
import org.guitu.trust.Identity;
import org.guitu.trust.Issuance.Kind;
import org.guitu.trust.Issuance.Purpose;
import org.guitu.trust.KeyHandle;
import org.guitu.trust.KeyMaterial;
import org.guitu.trust.Signer;
import org.guitu.trust.Suite;
import org.guitu.trust.TestKeys;
import org.guitu.xml.Canonical;
import org.guitu.xml.SafeXml;
import org.guitu.xml.XmlLimits;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.w3c.dom.Document;

/** WSS4J signs with our keys and holds none of them. */
final class IdentityCryptoTest {
    private static final TestKeys KEYS = new TestKeys();
    private static final Identity EC = KEYS.issue("cn.53", Purpose.TLS, Kind.EC_P256, KEYS.year());
    private static final Identity RSA = KEYS.issue("cn.52", Purpose.TLS, Kind.RSA_3072, KEYS.year());

    @Test
    void wss4j_is_given_a_handle_and_never_the_key() {
        for (var own : List.of(EC, RSA)) {
            var given = new IdentityCrypto(own).getPrivateKey(IdentityCrypto.ALIAS, "");
            assertThat(given.getEncoded()).isNull();
            assertThat(given.getFormat()).isNull();
            assertThat(given.getAlgorithm())
                    .isEqualTo(own.certificate().getPublicKey().getAlgorithm());
        }
        var ec = (ECPrivateKey) new IdentityCrypto(EC).getPrivateKey(IdentityCrypto.ALIAS, "");
        assertThatThrownBy(ec::getS).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void what_wss4j_signs_with_a_handle_is_of_the_key() throws Exception {
        for (var own : List.of(EC, RSA)) {
            var given = new IdentityCrypto(own).getPrivateKey(IdentityCrypto.ALIAS, "");
            var method = own.equals(EC) ? "SHA256withECDSA" : "SHA256withRSA";
            var signing = Signature.getInstance(method, KeyHandle.PROVIDER);
            signing.initSign(given);
            signing.update((byte) 1);
            signing.update(new byte[] {9, 2, 3, 9}, 1, 2);
            var value = signing.sign();
            var verifying = Signature.getInstance(method);
            verifying.initVerify(own.certificate());
            verifying.update(new byte[] {1, 2, 3});
            assertThat(verifying.verify(value)).isTrue();
        }
    }

    @Test
    void handles_sign_by_their_own_method_only_and_verify_nothing() throws Exception {
        var signing = Signature.getInstance("SHA256withECDSA", KeyHandle.PROVIDER);
        assertThatThrownBy(signing::sign).isInstanceOf(SignatureException.class);
        assertThatThrownBy(() -> signing.initSign(KeyHandle.of(RSA.signer()))).isInstanceOf(InvalidKeyException.class);
        assertThatThrownBy(() -> signing.initVerify(EC.certificate())).isInstanceOf(InvalidKeyException.class);
        var other = Signature.getInstance("SHA256withRSA", KeyHandle.PROVIDER);
        assertThatThrownBy(() -> other.initSign(KeyHandle.of(EC.signer()))).isInstanceOf(InvalidKeyException.class);
    }

    /** One signature in 65,000 has two numbers that begin with a zero octet; without the curve Santuario leaves them out. */
    @Test
    void a_signature_with_ecdsa_keeps_its_64_octets_where_both_numbers_are_short() throws Exception {
        Canonical.ready();
        var value = new byte[64];
        Arrays.fill(value, (byte) 0x42);
        value[0] = 0;
        value[32] = 0;
        var document = parsed("<m/>");
        var factory = XMLSignatureFactory.getInstance("DOM", new XMLDSigRI());
        var info = factory.newSignedInfo(
                factory.newCanonicalizationMethod(StrictSignature.EXCLUSIVE, (C14NMethodParameterSpec) null),
                factory.newSignatureMethod(StrictSignature.ECDSA, null),
                List.of(factory.newReference("", factory.newDigestMethod(StrictSignature.SHA256, null))));
        var context = new DOMSignContext(KeyHandle.of(new Fixed(EC, value)), document.getDocumentElement());
        context.setProperty("org.jcp.xml.dsig.internal.dom.SignatureProvider", KeyHandle.PROVIDER);
        factory.newXMLSignature(info, null).sign(context);
        var written = document.getElementsByTagNameNS("*", "SignatureValue").item(0);
        assertThat(Base64.getMimeDecoder().decode(written.getTextContent())).isEqualTo(value);
    }

    /** Signs whatever it is with the same value. */
    private record Fixed(Identity own, byte[] value) implements Signer {
        @Override
        public X509Certificate certificate() {
            return own.certificate();
        }

        @Override
        public Suite suite() {
            return own.signer().suite();
        }

        @Override
        public byte[] sign(byte[] toBeSigned) {
            return value;
        }
    }

    /** WSS4J logs by SLF4J, Santuario by the JDK's own. */
    @Test
    void no_log_at_any_level_holds_a_key() throws Exception {
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        var before = root.getLevel();
        var log = new ListAppender<ILoggingEvent>();
        log.start();
        root.addAppender(log);
        root.setLevel(Level.TRACE);
        // a hub that ran in this process keeps libraries quiet
        var wss4j = (Logger) LoggerFactory.getLogger("org.apache.wss4j");
        wss4j.setLevel(Level.TRACE);
        var santuario = java.util.logging.Logger.getLogger("org.apache");
        var lines = new Lines();
        santuario.setLevel(java.util.logging.Level.ALL);
        santuario.addHandler(lines);
        try {
            signed(EC, "of an invented case");
            signed(RSA, "of an invented case");
        } finally {
            root.setLevel(before);
            wss4j.setLevel(null);
            root.detachAppender(log);
            santuario.removeHandler(lines);
            santuario.setLevel(null);
        }
        log.list.forEach(event -> lines.said.add(event.getFormattedMessage()));
        var said = String.join("\n", lines.said);
        assertThat(said).contains("Signature provider: guitu-handles");
        for (var own : List.of(EC, RSA)) {
            KeyMaterial.of(own).forEach(part -> assertThat(said).doesNotContain(part));
        }
    }

    /** Whatever is said at whatever level. */
    private static final class Lines extends Handler {
        private final List<String> said = new CopyOnWriteArrayList<>();

        Lines() {
            setLevel(java.util.logging.Level.ALL);
        }

        @Override
        public void publish(LogRecord line) {
            said.add(new SimpleFormatter().formatMessage(line));
        }

        @Override
        public void flush() {
            // nothing is held back
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    private static Document signed(Identity own, String text) throws WSSecurityException, Refused {
        Canonical.ready();
        // as CXF does: else the JDK's own implementation signs
        WSSConfig.init();
        var soap = "http://www.w3.org/2003/05/soap-envelope";
        var document =
                parsed("<s:Envelope xmlns:s='" + soap + "'><s:Header/><s:Body>" + text + "</s:Body></s:Envelope>");
        var header = new WSSecHeader(document);
        header.insertSecurityHeader();
        var signature = new WSSecSignature(header);
        signature.setUserInfo(IdentityCrypto.ALIAS, "");
        signature.setSignatureAlgorithm(own.equals(EC) ? StrictSignature.ECDSA : StrictSignature.RSA);
        signature.setSignatureProvider(KeyHandle.PROVIDER);
        signature.build(new IdentityCrypto(own));
        return document;
    }

    private static Document parsed(String text) throws Refused {
        return new SafeXml(XmlLimits.standard()).parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
