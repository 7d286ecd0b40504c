package org.guitu.soap;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.security.Provider;
import java.security.PublicKey;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.xml.crypto.AlgorithmMethod;
import javax.xml.crypto.Data;
import javax.xml.crypto.KeySelector;
import javax.xml.crypto.KeySelectorException;
import javax.xml.crypto.KeySelectorResult;
import javax.xml.crypto.MarshalException;
import javax.xml.crypto.NodeSetData;
import javax.xml.crypto.URIDereferencer;
import javax.xml.crypto.URIReference;
import javax.xml.crypto.XMLCryptoContext;
import javax.xml.crypto.XMLStructure;
import javax.xml.crypto.dsig.CanonicalizationMethod;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Manifest;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.SignatureMethod;
import javax.xml.crypto.dsig.SignatureProperties;
import javax.xml.crypto.dsig.SignatureProperty;
import javax.xml.crypto.dsig.SignedInfo;
import javax.xml.crypto.dsig.Transform;
import javax.xml.crypto.dsig.XMLObject;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.XMLValidateContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import javax.xml.crypto.dsig.spec.C14NMethodParameterSpec;
import javax.xml.crypto.dsig.spec.DigestMethodParameterSpec;
import javax.xml.crypto.dsig.spec.SignatureMethodParameterSpec;
import javax.xml.crypto.dsig.spec.TransformParameterSpec;
import org.apache.jcp.xml.dsig.internal.dom.ApacheData;
import org.apache.jcp.xml.dsig.internal.dom.XMLDSigRI;
import org.guitu.trust.BouncyCastle;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Node;

/**
 * Reads signatures as Santuario does, but keeps no copy of what was digested, which for the largest message is several times
 * its size. WSS4J asks for those copies only to learn which node each reference was about: that alone is remembered, when it
 * is looked up to be digested. It writes no signatures.
 */
final class Uncached extends XMLSignatureFactory {
    /** Gives {@link Uncached} to who asks for a factory by its provider. */
    static final Provider PROVIDER = new Own();

    /** Of callers whose certificate the directory has; others are refused before a signature is looked at. */
    private static final int KEYS = 256;

    private final Map<PublicKey, PublicKey> keys = Collections.synchronizedMap(new Recent());
    private final XMLSignatureFactory reading = XMLSignatureFactory.getInstance("DOM", new XMLDSigRI());

    private static final class Recent extends LinkedHashMap<PublicKey, PublicKey> {
        private static final long serialVersionUID = 1L;

        Recent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<PublicKey, PublicKey> eldest) {
            return size() > KEYS;
        }
    }

    private static final class Own extends Provider {
        private static final long serialVersionUID = 1L;

        Own() {
            super("GuituXMLDSig", "1.0", "XML signatures, read without copies");
            putService(new Reading(this));
        }
    }

    private static final class Reading extends Provider.Service {
        Reading(Provider provider) {
            super(provider, "XMLSignatureFactory", "DOM", Uncached.class.getName(), List.of(), Map.of());
        }

        @Override
        public Object newInstance(Object parameter) {
            return new Uncached();
        }
    }

    @Override
    public XMLSignature unmarshalXMLSignature(XMLValidateContext context) throws MarshalException {
        context.setKeySelector(adopted(context.getKeySelector()));
        var digested = new IdentityHashMap<URIReference, Data>();
        context.setProperty("javax.xml.crypto.dsig.cacheReference", false);
        context.setURIDereferencer((reference, in) -> {
            var data = reading.getURIDereferencer().dereference(reference, in);
            if (data instanceof ApacheData found && found.getXMLSignatureInput().isElement()) {
                digested.put(reference, new Root(found.getXMLSignatureInput().getSubNode()));
            }
            return data;
        });
        var signature = reading.unmarshalXMLSignature(context);
        return with(XMLSignature.class, signature, "getSignedInfo", () -> {
            var info = signature.getSignedInfo();
            return with(
                    SignedInfo.class,
                    info,
                    "getReferences",
                    () -> info.getReferences().stream()
                            .map(one -> with(Reference.class, one, "getDereferencedData", () -> digested.get(one)))
                            .toList());
        });
    }

    /** The same key, known already to who verifies with it: what is worked out for a key is kept in it. */
    private KeySelector adopted(KeySelector given) {
        return new KeySelector() {
            @Override
            public KeySelectorResult select(
                    KeyInfo info, Purpose purpose, AlgorithmMethod method, XMLCryptoContext context)
                    throws KeySelectorException {
                var key = given.select(info, purpose, method, context).getKey();
                return () -> key instanceof PublicKey known ? keys.computeIfAbsent(known, BouncyCastle::adopt) : key;
            }
        };
    }

    /** The element whose whole tree was digested. */
    private record Root(Node element) implements NodeSetData<Node> {
        @Override
        public Iterator<Node> iterator() {
            return List.of(element).iterator();
        }
    }

    /** The same, but for what one method says. */
    private static <T> T with(Class<T> type, T whole, String method, Supplier<@Nullable Object> said) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader() == null ? Uncached.class.getClassLoader() : type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, called, arguments) -> {
                    if (called.getName().equals(method)) {
                        return said.get();
                    }
                    try {
                        return called.invoke(whole, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                }));
    }

    @Override
    public XMLSignature unmarshalXMLSignature(XMLStructure signature) throws MarshalException {
        return reading.unmarshalXMLSignature(signature);
    }

    @Override
    public boolean isFeatureSupported(String feature) {
        return reading.isFeatureSupported(feature);
    }

    @Override
    public URIDereferencer getURIDereferencer() {
        return reading.getURIDereferencer();
    }

    private static UnsupportedOperationException readsOnly() {
        return new UnsupportedOperationException("it reads signatures only");
    }

    @Override
    public XMLSignature newXMLSignature(SignedInfo info, KeyInfo key) {
        throw readsOnly();
    }

    @Override
    public XMLSignature newXMLSignature(
            SignedInfo info, KeyInfo key, List<? extends XMLObject> objects, String id, String value) {
        throw readsOnly();
    }

    @Override
    public Reference newReference(String uri, DigestMethod digest) {
        throw readsOnly();
    }

    @Override
    public Reference newReference(
            String uri, DigestMethod digest, List<? extends Transform> transforms, String type, String id) {
        throw readsOnly();
    }

    @Override
    public Reference newReference(
            String uri,
            DigestMethod digest,
            List<? extends Transform> transforms,
            String type,
            String id,
            byte[] value) {
        throw readsOnly();
    }

    @Override
    public Reference newReference(
            String uri,
            DigestMethod digest,
            List<? extends Transform> applied,
            Data result,
            List<? extends Transform> transforms,
            String type,
            String id) {
        throw readsOnly();
    }

    @Override
    public SignedInfo newSignedInfo(
            CanonicalizationMethod form, SignatureMethod method, List<? extends Reference> references) {
        throw readsOnly();
    }

    @Override
    public SignedInfo newSignedInfo(
            CanonicalizationMethod form, SignatureMethod method, List<? extends Reference> references, String id) {
        throw readsOnly();
    }

    @Override
    public XMLObject newXMLObject(List<? extends XMLStructure> content, String id, String mime, String encoding) {
        throw readsOnly();
    }

    @Override
    public Manifest newManifest(List<? extends Reference> references) {
        throw readsOnly();
    }

    @Override
    public Manifest newManifest(List<? extends Reference> references, String id) {
        throw readsOnly();
    }

    @Override
    public SignatureProperty newSignatureProperty(List<? extends XMLStructure> content, String target, String id) {
        throw readsOnly();
    }

    @Override
    public SignatureProperties newSignatureProperties(List<? extends SignatureProperty> properties, String id) {
        throw readsOnly();
    }

    @Override
    public DigestMethod newDigestMethod(String algorithm, DigestMethodParameterSpec parameters) {
        throw readsOnly();
    }

    @Override
    public SignatureMethod newSignatureMethod(String algorithm, SignatureMethodParameterSpec parameters) {
        throw readsOnly();
    }

    @Override
    public Transform newTransform(String algorithm, TransformParameterSpec parameters) {
        throw readsOnly();
    }

    @Override
    public Transform newTransform(String algorithm, XMLStructure parameters) {
        throw readsOnly();
    }

    @Override
    public CanonicalizationMethod newCanonicalizationMethod(String algorithm, C14NMethodParameterSpec parameters) {
        throw readsOnly();
    }

    @Override
    public CanonicalizationMethod newCanonicalizationMethod(String algorithm, XMLStructure parameters) {
        throw readsOnly();
    }
}
