package org.guitu.trust;

import java.util.Map;
import java.util.Objects;

/** Names of XML Signature and XML Encryption (W3C 2008, 2013) and XAdES (ETSI EN 319 132-1) that the profiles use. */
final class Dsig {
    static final String NS = "http://www.w3.org/2000/09/xmldsig#";
    static final String DSIG11 = "http://www.w3.org/2009/xmldsig11#";
    static final String XENC = "http://www.w3.org/2001/04/xmlenc#";
    static final String XENC11 = "http://www.w3.org/2009/xmlenc11#";
    static final String XADES = "http://uri.etsi.org/01903/v1.3.2#";
    static final String EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#";
    static final String ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
    static final String PROPERTIES_TYPE = "http://uri.etsi.org/01903#SignedProperties";

    private static final Map<String, String> NAMESPACES =
            Map.of("ds", NS, "xades", XADES, "dsig11", DSIG11, "xenc", XENC, "xenc11", XENC11);

    private Dsig() {}

    /** Namespace of a name as the profiles write it: {@code ds:KeyInfo}, {@code xenc:EncryptedKey}. */
    static String namespace(String qualified) {
        var prefix = qualified.substring(0, qualified.indexOf(':'));
        return Objects.requireNonNull(NAMESPACES.get(prefix), prefix);
    }
}
