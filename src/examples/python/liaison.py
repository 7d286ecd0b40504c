#!/usr/bin/python3
"""A partner of the exchange in Python: zeep speaks SOAP, xmlsec signs. See README.md."""

import argparse
import base64
import hashlib
import sys
import uuid
from datetime import datetime, timedelta, timezone
from pathlib import Path
from xml.sax.saxutils import escape

import requests
import xmlsec
import zeep
from lxml import etree
from zeep import ns
from zeep.exceptions import SignatureVerificationFailed
from zeep.wsse.signature import BinarySignature, verify_envelope
from zeep.wsse.utils import get_security_header

NAMES = {
    "x": "urn:guitu:exchange:1.0",
    "r": "urn:guitu:receipt:1.0",
    "l": "urn:guitu:liaison:1.0",
    "ds": "http://www.w3.org/2000/09/xmldsig#",
    "wsse": ns.WSSE,
    "wsu": ns.WSU,
}
C14N = "http://www.w3.org/2001/10/xml-exc-c14n#"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"

# For RSA keys. With EC keys (P-256): ECDSA_SHA256 and ecdsa-sha256; each key may be of its own kind.
TLS_METHOD = xmlsec.Transform.RSA_SHA256
SIGN_METHOD = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"

# The message's own signature; xmlsec fills in the empty digests and the value.
SIGNATURE = """<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="signature"><ds:SignedInfo>\
<ds:CanonicalizationMethod Algorithm="{c14n}"/><ds:SignatureMethod Algorithm="{method}"/>\
<ds:Reference URI=""><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>\
<ds:Transform Algorithm="{c14n}"/></ds:Transforms>\
<ds:DigestMethod Algorithm="{sha256}"/><ds:DigestValue/></ds:Reference>\
<ds:Reference Type="http://uri.etsi.org/01903#SignedProperties" URI="#properties">\
<ds:Transforms><ds:Transform Algorithm="{c14n}"/></ds:Transforms>\
<ds:DigestMethod Algorithm="{sha256}"/><ds:DigestValue/></ds:Reference></ds:SignedInfo>\
<ds:SignatureValue/><ds:KeyInfo><ds:X509Data><ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data>\
</ds:KeyInfo><ds:Object><xades:QualifyingProperties xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" Target="#signature">\
<xades:SignedProperties Id="properties"><xades:SignedSignatureProperties><xades:SigningTime>{now}</xades:SigningTime>\
<xades:SigningCertificateV2><xades:Cert><xades:CertDigest><ds:DigestMethod Algorithm="{sha256}"/>\
<ds:DigestValue>{digest}</ds:DigestValue></xades:CertDigest></xades:Cert></xades:SigningCertificateV2>\
</xades:SignedSignatureProperties></xades:SignedProperties></xades:QualifyingProperties></ds:Object></ds:Signature>"""

RECEIVED = """<Message xmlns="urn:guitu:exchange:1.0"><Header><MessageId>{id}</MessageId><Type>receipt/Received</Type>\
<SchemaVersion>1.0</SchemaVersion><Status>{status}</Status><Blind>{blind}</Blind><Conversation>{conversation}</Conversation>\
<InReplyTo>{message}</InReplyTo><Sender><Party>{party}</Party><Unit>{unit}</Unit>\
<ResponsibleOfficer>{officer}</ResponsibleOfficer></Sender><Recipients><Recipient>{sender}</Recipient></Recipients>\
<SentAt>{now}</SentAt><Urgency>ROUTINE</Urgency><Language>en</Language><PrivacyCeiling>P1</PrivacyCeiling>\
<Handling><Code>H0</Code></Handling><Purpose>COORDINATION</Purpose></Header>\
<Body><r:Received xmlns:r="urn:guitu:receipt:1.0"><r:Event>http://uri.etsi.org/19522/Event/ContentHandover</r:Event>\
<r:Acknowledges><r:MessageId>{message}</r:MessageId><r:Type>{type}</r:Type><r:Sender>{sender}</r:Sender>{references}\
<r:WireDigest algorithm="{sha256}">{wire}</r:WireDigest></r:Acknowledges><r:At>{now}</r:At></r:Received></Body></Message>"""


def now():
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds")


def sha256(data):
    return base64.b64encode(hashlib.sha256(data).digest()).decode()


def sign(document, key_file, cert_file):
    """The bytes of this document with our signature as the last child of its root."""
    root = etree.fromstring(document)
    # the first certificate of the file, without its frame
    der = base64.b64decode(Path(cert_file).read_text().split("-----")[2])
    signature = etree.fromstring(
        SIGNATURE.format(
            c14n=C14N,
            method=SIGN_METHOD,
            sha256=SHA256,
            now=now(),
            certificate=base64.b64encode(der).decode(),
            digest=sha256(der),
        )
    )
    root.append(signature)
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_file(key_file, xmlsec.KeyFormat.PEM)
    context.register_id(signature.find(".//*[@Id='properties']"), "Id")
    context.sign(signature)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def received(message, options):
    """Our Received of this message, unsigned. It copies the references of its signature: they say which content."""
    root = etree.fromstring(message)

    def text(path):
        return root.findtext("x:Header/x:" + path, namespaces=NAMES)

    references = root.findall("ds:Signature/ds:SignedInfo/ds:Reference", NAMES)
    return RECEIVED.format(
        id=f"urn:uuid:{uuid.uuid4()}",
        blind=uuid.uuid4().hex,
        party=options.party,
        unit=escape(options.unit),
        officer=escape(options.officer),
        status=text("Status"),
        conversation=text("Conversation"),
        message=text("MessageId"),
        type=text("Type"),
        sender=text("Sender/x:Party"),
        references="".join(etree.tostring(r, method="c14n", exclusive=True).decode() for r in references),
        sha256=SHA256,
        wire=sha256(message),
        now=now(),
    )


class Envelope(BinarySignature):
    """Signs Body and Timestamp of what we ask; checks the same of what the hub answers."""

    def __init__(self, key_file, cert_file, hub_cert):
        super().__init__(key_file, cert_file, None, TLS_METHOD, xmlsec.Transform.SHA256)
        self.hub_cert = hub_cert

    def apply(self, envelope, headers):
        begin = datetime.now(timezone.utc)
        stamp = etree.SubElement(get_security_header(envelope), etree.QName(ns.WSU, "Timestamp"))
        for name, at in (("Created", begin), ("Expires", begin + timedelta(minutes=5))):
            etree.SubElement(stamp, etree.QName(ns.WSU, name)).text = at.strftime("%Y-%m-%dT%H:%M:%SZ")
        return super().apply(envelope, headers)

    def verify(self, envelope):
        verify_envelope(envelope, self.hub_cert)
        # zeep has checked what the signature refers to, not whether that is the body we read
        signed = envelope.xpath("*/wsse:Security/ds:Signature/ds:SignedInfo/ds:Reference/@URI", namespaces=NAMES)
        body = envelope.find("{*}Body").get(etree.QName(ns.WSU, "Id"))
        ids = envelope.xpath("//@wsu:Id", namespaces=NAMES)
        if f"#{body}" not in signed or ids.count(body) != 1:
            raise SignatureVerificationFailed("the body of the answer is not signed")
        return envelope


def connect(options):
    session = requests.Session()
    # else REQUESTS_CA_BUNDLE in the environment would win over the authority given here
    session.trust_env = False
    session.verify = options.ca
    session.cert = (options.tls_cert, options.tls_key)
    transport = zeep.Transport(session=session, timeout=60, operation_timeout=60)
    envelope = Envelope(options.tls_key, options.tls_cert, options.hub_cert)
    return zeep.Client(
        options.hub + "?wsdl",
        transport=transport,
        wsse=envelope,
        service_name="LiaisonService",
        port_name="LiaisonSoap12",
    )


def describe(hub, options):
    told = hub.Describe()
    print(f"hub {told.Hub}, {told.Environment}; you are {told.You}: {', '.join(told.Role)}")
    for family in told.Family:
        print(f"{family.Name} {family.Version}: {', '.join(t.Name for t in family.Type)}")


def send(hub, options):
    file = Path(options.where)
    document = file.read_bytes()
    if etree.fromstring(document).find("ds:Signature", NAMES) is None:
        document = sign(document, options.sign_key, options.sign_cert)
        # kept: when no answer comes, these very bytes have to be sent again
        file = file.with_name(file.name + ".signed")
        file.write_bytes(document)
    # zeep leaves out the answer's element where it has one child only
    receipt = hub.Submit(Message=document)
    file.with_name(file.name + ".receipt").write_bytes(receipt)
    print("Accepted")


def fetch(hub, options):
    into = Path(options.where)
    into.mkdir(exist_ok=True)
    for item in hub.Retrieve(Max=50, Wait=options.wait) or []:
        file = into / f"{uuid.UUID(item.Delivery)}.{item.Kind.lower()}.xml"
        file.write_bytes(item.Document)
        if item.Delivered:
            file.with_suffix(".delivered").write_bytes(item.Delivered)
        print(item.Kind, item.Delivery, hashlib.sha256(item.Document).hexdigest())


def acknowledge(hub, options):
    waiting = [f for f in sorted(Path(options.where).glob("*.xml")) if not f.with_suffix(".done").exists()]
    messages = [f for f in waiting if f.name.endswith(".message.xml")][:50]
    receipts = [f for f in waiting if f.name.endswith(".receipt.xml")][:50]
    signed = [
        sign(received(f.read_bytes(), options).encode(), options.sign_key, options.sign_cert) for f in messages
    ]
    answers = hub.Acknowledge(Receipt=signed, Taken=[f.name.split(".")[0] for f in receipts])
    for file, one in zip(messages, answers or []):
        print(one.Outcome, file.name)
        file.with_suffix(".answer").write_bytes(one.Receipt)
        if one.Outcome == "Accepted":
            file.with_suffix(".done").touch()
    for file in receipts:
        print("Taken", file.name)
        file.with_suffix(".done").touch()


def explain(fault, options):
    """The typed fault of the contract: a code, and what to do in Chinese and in English."""
    told = fault.detail.find(".//l:Fault/l:Refusal", NAMES) if fault.detail is not None else None
    if told is None:
        sys.exit(f"a fault that is none of the contract: {fault.message}")
    print("Refused", *(told.findtext(f"r:{name}", "", NAMES) for name in ("Code", "Who", "Retry", "Place")))
    for text in told.findall("r:Text", NAMES):
        print(text.text)
    receipt = fault.detail.findtext(".//l:Fault/l:Receipt", namespaces=NAMES)
    if receipt:
        # of a refused message: signed by the hub, like Accepted
        Path(options.where + ".refused").write_bytes(base64.b64decode(receipt))
    sys.exit(1)


def main():
    commands = {"describe": describe, "send": send, "fetch": fetch, "acknowledge": acknowledge}
    parser = argparse.ArgumentParser(description="A partner of the exchange: send, fetch, acknowledge.")
    parser.add_argument("--hub", required=True, help="address of the liaison service")
    parser.add_argument("--ca", required=True, help="PEM: the authority of the hub's TLS certificate")
    parser.add_argument("--hub-cert", required=True, help="PEM: the hub's TLS certificate, which signs its answers")
    for use, what in (("tls", "the channel and the envelope"), ("sign", "messages and receipts")):
        parser.add_argument(f"--{use}-cert", required=True, help=f"PEM: our certificate for {what}")
        parser.add_argument(f"--{use}-key", required=True, help="PEM: its private key")
    parser.add_argument("--party", required=True, help="our identifier, for receipts")
    parser.add_argument("--unit", default="duty desk", help="our unit, for receipts")
    parser.add_argument("--officer", default="duty officer", help="our responsible officer, for receipts")
    parser.add_argument("--wait", type=int, default=20, help="seconds to wait for the first item, 0 to 30")
    parser.add_argument("command", choices=commands)
    parser.add_argument("where", nargs="?", help="file to send, or folder of what was fetched")
    options = parser.parse_args()
    try:
        commands[options.command](connect(options).service, options)
    except zeep.exceptions.Fault as fault:
        explain(fault, options)


if __name__ == "__main__":
    main()
