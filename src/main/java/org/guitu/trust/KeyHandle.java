package org.guitu.trust;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECParameterSpec;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.jspecify.annotations.Nullable;

/**
 * Stands for the key of a {@link Signer} where a library wants to have a {@link PrivateKey}: with it, and with nothing but the
 * signatures of {@link #PROVIDER}, the library signs and never holds a key.
 */
public final class KeyHandle {
    /** Signs with handles; to be named explicitly, as it is not installed. */
    public static final Provider PROVIDER = new Signatures();

    private KeyHandle() {}

    /** The handle of this signer's key. */
    public static PrivateKey of(Signer signer) {
        return signer.certificate().getPublicKey() instanceof ECPublicKey ec
                ? new EcHandle(signer, ec.getParams())
                : new Handle(signer);
    }

    /** Of any kind; says nothing but the algorithm. */
    private static class Handle implements PrivateKey {
        private static final long serialVersionUID = 1L;
        private final transient Signer signer;

        Handle(Signer signer) {
            this.signer = signer;
        }

        @Override
        public String getAlgorithm() {
            return signer.certificate().getPublicKey().getAlgorithm();
        }

        @Override
        public @Nullable String getFormat() {
            return null;
        }

        @Override
        public byte @Nullable [] getEncoded() {
            return null;
        }

        @Override
        public String toString() {
            return "handle of the key of "
                    + signer.certificate().getSubjectX500Principal().getName();
        }
    }

    /** Says its curve: without, Santuario writes a signature short where both its numbers begin with zeros. */
    private static final class EcHandle extends Handle implements ECPrivateKey {
        private static final long serialVersionUID = 1L;
        private final transient ECParameterSpec curve;

        EcHandle(Signer signer, ECParameterSpec curve) {
            super(signer);
            this.curve = curve;
        }

        @Override
        public ECParameterSpec getParams() {
            return curve;
        }

        @Override
        public BigInteger getS() {
            throw new UnsupportedOperationException("a handle has no key");
        }
    }

    private static final class Signatures extends Provider {
        private static final long serialVersionUID = 1L;

        Signatures() {
            super("guitu-handles", "1", "signatures with keys that stay where they are");
            putService(new Handled(this, "SHA256withECDSA"));
            putService(new Handled(this, "SHA256withRSA"));
        }
    }

    private static final class Handled extends Provider.Service {
        private final boolean asDer;

        Handled(Provider provider, String method) {
            super(provider, "Signature", method, HandleSignature.class.getName(), List.of(), null);
            asDer = method.endsWith("ECDSA");
        }

        @Override
        public Object newInstance(@Nullable Object parameter) {
            return new HandleSignature(asDer);
        }

        @Override
        public boolean supportsParameter(Object parameter) {
            return parameter instanceof Handle;
        }
    }

    /** What is signed here is short ({@code ds:SignedInfo}), so it is kept until it is whole. */
    private static final class HandleSignature extends SignatureSpi {
        private final boolean asDer;
        private final ByteArrayOutputStream toBeSigned = new ByteArrayOutputStream();
        private @Nullable Signer signer;

        HandleSignature(boolean asDer) {
            this.asDer = asDer;
        }

        @Override
        protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
            if (!(key instanceof Handle handle) || asDer != key instanceof EcHandle) {
                throw new InvalidKeyException("not a handle of such a key");
            }
            signer = handle.signer;
            toBeSigned.reset();
        }

        @Override
        protected void engineUpdate(byte one) {
            toBeSigned.write(one);
        }

        @Override
        protected void engineUpdate(byte[] bytes, int from, int length) {
            toBeSigned.write(bytes, from, length);
        }

        @Override
        protected byte[] engineSign() throws SignatureException {
            if (signer == null) {
                throw new SignatureException("not initialised");
            }
            try {
                var value = signer.sign(toBeSigned.toByteArray());
                return asDer ? der(value) : value;
            } catch (IllegalStateException | IOException e) {
                throw new SignatureException("the key could not sign", e);
            } finally {
                toBeSigned.reset();
            }
        }

        /** As the JDK's own {@code SHA256withECDSA} gives it (X9.62): a sequence of both numbers. */
        private static byte[] der(byte[] value) throws IOException {
            int half = value.length / 2;
            var both = new ASN1EncodableVector();
            both.add(new ASN1Integer(new BigInteger(1, Arrays.copyOf(value, half))));
            both.add(new ASN1Integer(new BigInteger(1, Arrays.copyOfRange(value, half, value.length))));
            return new DERSequence(both).getEncoded(ASN1Encoding.DER);
        }

        @Override
        protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
            throw new InvalidKeyException("handles only sign");
        }

        @Override
        protected boolean engineVerify(byte[] value) throws SignatureException {
            throw new SignatureException("handles only sign");
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new InvalidParameterException("there are no parameters");
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new InvalidParameterException("there are no parameters");
        }
    }
}
