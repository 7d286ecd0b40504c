package org.guitu.trust;

/** Names of XML Signature (W3C 2008) and XAdES (ETSI EN 319 132-1) that the profile uses. */
final class Dsig {
    static final String NS = "http://www.w3.org/2000/09/xmldsig#";
    static final String XADES = "http://uri.etsi.org/01903/v1.3.2#";
    static final String EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#";
    static final String ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
    static final String PROPERTIES_TYPE = "http://uri.etsi.org/01903#SignedProperties";

    private Dsig() {}
}
