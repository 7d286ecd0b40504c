#!/usr/bin/env node
'use strict';
/* A partner of the exchange in Node: soap speaks SOAP, xml-crypto signs envelopes. See README.md. */

// soap calls a function of xml-crypto that is to go away: nothing for whoever runs this
process.noDeprecation = true;

const crypto = require('node:crypto');
const fs = require('node:fs');
const https = require('node:https');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { DOMParser } = require('@xmldom/xmldom');
const soap = require('soap');
const { ExclusiveCanonicalization, SignedXml } = require('xml-crypto');
const xpath = require('xpath');

const X = 'urn:guitu:exchange:1.0';
const R = 'urn:guitu:receipt:1.0';
const DS = 'http://www.w3.org/2000/09/xmldsig#';
const XADES = 'http://uri.etsi.org/01903/v1.3.2#';
const WSU = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd';
const C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
const RSA = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const ECDSA = 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256';

const find = xpath.useNamespaces({ x: X, ds: DS, wsu: WSU });
const parse = (xml) => new DOMParser().parseFromString(xml.toString('utf8'), 'text/xml');
const canonical = (node) => new ExclusiveCanonicalization().process(node, {});
const sha256 = (data, form = 'base64') => crypto.createHash('sha256').update(data).digest(form);
const now = () => new Date().toISOString();
const escape = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** A ds:Reference. All elements here are written in exclusive canonical form, so their text is what is digested. */
function reference(attributes, transforms, digest) {
  const list = transforms.map((t) => `<ds:Transform Algorithm="${t}"></ds:Transform>`).join('');
  return `<ds:Reference ${attributes}><ds:Transforms>${list}</ds:Transforms>`
    + `<ds:DigestMethod Algorithm="${SHA256}"></ds:DigestMethod><ds:DigestValue>${digest}</ds:DigestValue></ds:Reference>`;
}

/** The bytes of this message with our signature as the last child of its root; all else stays as it is. */
function sign(message, keyFile, certFile) {
  const key = crypto.createPrivateKey(fs.readFileSync(keyFile));
  const certificate = new crypto.X509Certificate(fs.readFileSync(certFile)).raw;
  const properties = `<xades:SignedProperties xmlns:xades="${XADES}" Id="properties"><xades:SignedSignatureProperties>`
    + `<xades:SigningTime>${now()}</xades:SigningTime><xades:SigningCertificateV2><xades:Cert><xades:CertDigest>`
    + `<ds:DigestMethod xmlns:ds="${DS}" Algorithm="${SHA256}"></ds:DigestMethod>`
    + `<ds:DigestValue xmlns:ds="${DS}">${sha256(certificate)}</ds:DigestValue></xades:CertDigest></xades:Cert>`
    + '</xades:SigningCertificateV2></xades:SignedSignatureProperties></xades:SignedProperties>';
  const info = `<ds:SignedInfo xmlns:ds="${DS}"><ds:CanonicalizationMethod Algorithm="${C14N}"></ds:CanonicalizationMethod>`
    + `<ds:SignatureMethod Algorithm="${key.asymmetricKeyType === 'rsa' ? RSA : ECDSA}"></ds:SignatureMethod>`
    + reference('URI=""', [`${DS}enveloped-signature`, C14N], sha256(canonical(parse(message).documentElement)))
    + reference('Type="http://uri.etsi.org/01903#SignedProperties" URI="#properties"', [C14N], sha256(properties))
    + '</ds:SignedInfo>';
  // of an EC key: r and s in 32 bytes each, as XML signature wants it
  const value = crypto.sign('sha256', Buffer.from(info), { key, dsaEncoding: 'ieee-p1363' }).toString('base64');
  const signature = `<ds:Signature xmlns:ds="${DS}" Id="signature">${info}<ds:SignatureValue>${value}</ds:SignatureValue>`
    + `<ds:KeyInfo><ds:X509Data><ds:X509Certificate>${certificate.toString('base64')}</ds:X509Certificate></ds:X509Data>`
    + `</ds:KeyInfo><ds:Object><xades:QualifyingProperties xmlns:xades="${XADES}" Target="#signature">${properties}`
    + '</xades:QualifyingProperties></ds:Object></ds:Signature>';
  const end = message.lastIndexOf('</');
  return Buffer.concat([message.subarray(0, end), Buffer.from(signature), message.subarray(end)]);
}

/** Our Received of this message, unsigned. It copies the references of its signature: they say which content. */
function received(message, options) {
  const root = parse(message).documentElement;
  const header = (name) => find(`string(x:Header/x:${name})`, root);
  const references = find('ds:Signature/ds:SignedInfo/ds:Reference', root).map(canonical).join('');
  return Buffer.from('<?xml version="1.0" encoding="UTF-8"?>\n'
    + `<Message xmlns="${X}"><Header><MessageId>urn:uuid:${crypto.randomUUID()}</MessageId><Type>receipt/Received</Type>`
    + `<SchemaVersion>1.0</SchemaVersion><Status>${header('Status')}</Status>`
    + `<Blind>${crypto.randomBytes(16).toString('hex')}</Blind><Conversation>${header('Conversation')}</Conversation>`
    + `<InReplyTo>${header('MessageId')}</InReplyTo><Sender><Party>${options.party}</Party>`
    + `<Unit>${escape(options.unit)}</Unit><ResponsibleOfficer>${escape(options.officer)}</ResponsibleOfficer></Sender>`
    + `<Recipients><Recipient>${header('Sender/x:Party')}</Recipient></Recipients><SentAt>${now()}</SentAt>`
    + '<Urgency>ROUTINE</Urgency><Language>en</Language><PrivacyCeiling>P1</PrivacyCeiling>'
    + '<Handling><Code>H0</Code></Handling><Purpose>COORDINATION</Purpose></Header>'
    + `<Body><r:Received xmlns:r="${R}"><r:Event>http://uri.etsi.org/19522/Event/ContentHandover</r:Event>`
    + `<r:Acknowledges><r:MessageId>${header('MessageId')}</r:MessageId><r:Type>${header('Type')}</r:Type>`
    + `<r:Sender>${header('Sender/x:Party')}</r:Sender>${references}`
    + `<r:WireDigest algorithm="${SHA256}">${sha256(message)}</r:WireDigest></r:Acknowledges>`
    + `<r:At>${now()}</r:At></r:Received></Body></Message>`);
}

/** ECDSA for the hub's signature, which xml-crypto does not know by itself. */
class EcdsaSha256 {
  getAlgorithmName() {
    return ECDSA;
  }

  verifySignature(material, key, value) {
    return crypto.verify('sha256', Buffer.from(material), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(value, 'base64'));
  }
}

/** Shows our certificate at the handshake and signs Body and Timestamp of every envelope. */
class Envelope {
  constructor(options, agent) {
    this.key = fs.readFileSync(options['tls-key']);
    this.certificate = fs.readFileSync(options['tls-cert']);
    this.agent = agent;
  }

  addOptions(request) {
    request.httpsAgent = this.agent;
  }

  postProcess(xml, prefix) {
    // soap's own Timestamp is good for ten minutes; the hub takes five
    const begin = Date.now();
    const time = (seconds) => new Date(begin + seconds * 1000).toISOString();
    return new soap.WSSecurityCert(this.key, this.certificate, '', {
      hasTimeStamp: false,
      appendElement: `<wsu:Timestamp><wsu:Created>${time(0)}</wsu:Created><wsu:Expires>${time(300)}</wsu:Expires></wsu:Timestamp>`,
      additionalReferences: ['wsu:Timestamp'],
      signatureTransformations: [C14N],
      signatureAlgorithm: RSA,
      signerOptions: { idMode: 'wssecurity' },
    }).postProcess(xml, prefix);
  }
}

/** The hub's signature over the very body that was read; by its certificate as we have it, not by one in the answer. */
function check(answer, hubCert) {
  const envelope = parse(answer);
  const signatures = find('/*/*/*/ds:Signature', envelope);
  const bodies = find('//*[local-name()="Body"]', envelope);
  const signed = new SignedXml({ publicCert: fs.readFileSync(hubCert), getCertFromKeyInfo: () => null });
  signed.SignatureAlgorithms = { [RSA]: signed.SignatureAlgorithms[RSA], [ECDSA]: EcdsaSha256 };
  if (signatures.length === 1 && bodies.length === 1) {
    signed.loadSignature(signatures[0]);
    const id = bodies[0].getAttributeNS(WSU, 'Id');
    if (signed.checkSignature(answer) && signed.getReferences().some((r) => r.uri === `#${id}`)) {
      return;
    }
  }
  throw new Error('the answer is not signed by the hub');
}

async function connect(options) {
  const agent = new https.Agent({
    ca: fs.readFileSync(options.ca),
    cert: fs.readFileSync(options['tls-cert']),
    key: fs.readFileSync(options['tls-key']),
  });
  const client = await soap.createClientAsync(`${options.hub}?wsdl`, { wsdl_options: { httpsAgent: agent } });
  client.setSecurity(new Envelope(options, agent));
  const port = client.LiaisonService.LiaisonSoap11;
  return (operation, request) => new Promise((resolve, reject) => {
    port[operation](request, (failure, result, answer) => {
      try {
        const body = failure ? failure.body ?? failure.response?.data : answer;
        if (body) {
          check(body, options['hub-cert']);
        }
        failure ? reject(failure) : resolve(result ?? {});
      } catch (unsigned) {
        reject(unsigned);
      }
    }, { timeout: 60000 });
  });
}

const list = (some) => (some === undefined || some === null ? [] : [].concat(some));

async function describe(hub) {
  const told = await hub('Describe', {});
  console.log(`hub ${told.Hub}, ${told.Environment}; you are ${told.You}: ${list(told.Role).join(', ')}`);
  for (const family of list(told.Family)) {
    console.log(`${family.Name} ${family.Version}: ${list(family.Type).map((type) => type.Name).join(', ')}`);
  }
}

async function send(hub, file, options) {
  let document = fs.readFileSync(file);
  if (find('/*/ds:Signature', parse(document)).length === 0) {
    document = sign(document, options['sign-key'], options['sign-cert']);
    // kept: when no answer comes, these very bytes have to be sent again
    file += '.signed';
    fs.writeFileSync(file, document);
  }
  const answer = await hub('Submit', { Message: document.toString('base64') });
  fs.writeFileSync(`${file}.receipt`, Buffer.from(answer.Receipt, 'base64'));
  console.log('Accepted');
}

async function fetchAll(hub, folder, options) {
  fs.mkdirSync(folder, { recursive: true });
  for (const item of list((await hub('Retrieve', { Max: 50, Wait: options.wait })).Item)) {
    const document = Buffer.from(item.Document, 'base64');
    const file = path.join(folder, `${path.basename(item.Delivery)}.${item.Kind.toLowerCase()}`);
    fs.writeFileSync(`${file}.xml`, document);
    if (item.Delivered) {
      fs.writeFileSync(`${file}.delivered`, Buffer.from(item.Delivered, 'base64'));
    }
    console.log(item.Kind, item.Delivery, sha256(document, 'hex'));
  }
}

async function acknowledge(hub, folder, options) {
  const open = (kind) => fs.readdirSync(folder)
    .filter((name) => name.endsWith(`.${kind}.xml`))
    .map((name) => path.join(folder, name.slice(0, -'.xml'.length)))
    .filter((file) => !fs.existsSync(`${file}.done`))
    .slice(0, 50);
  const messages = open('message');
  const receipts = open('receipt');
  const signed = messages.map((file) =>
    sign(received(fs.readFileSync(`${file}.xml`), options), options['sign-key'], options['sign-cert']).toString('base64'));
  const taken = receipts.map((file) => path.basename(file).split('.')[0]);
  const answers = list((await hub('Acknowledge', { Receipt: signed, Taken: taken })).Answer);
  messages.forEach((file, number) => {
    console.log(answers[number].Outcome, `${path.basename(file)}.xml`);
    fs.writeFileSync(`${file}.answer`, Buffer.from(answers[number].Receipt, 'base64'));
    if (answers[number].Outcome === 'Accepted') {
      fs.writeFileSync(`${file}.done`, '');
    }
  });
  for (const file of receipts) {
    console.log('Taken', `${path.basename(file)}.xml`);
    fs.writeFileSync(`${file}.done`, '');
  }
}

/** The typed fault of the contract: a code, and what to do in Chinese and in English. */
function explain(failure, where) {
  const fault = failure.root?.Envelope?.Body?.Fault;
  const told = (fault?.detail ?? fault?.Detail)?.Fault;
  if (!told) {
    throw failure;
  }
  const { Code, Who, Retry, Place, Text } = told.Refusal;
  console.log('Refused', Code, Who, Retry, Place ?? '');
  list(Text).forEach((text) => console.log(text.$value ?? text));
  if (told.Receipt) {
    // of a refused message: signed by the hub, like Accepted
    fs.writeFileSync(`${where}.refused`, Buffer.from(told.Receipt, 'base64'));
  }
  process.exitCode = 1;
}

async function main() {
  const names = ['hub', 'ca', 'hub-cert', 'tls-cert', 'tls-key', 'sign-cert', 'sign-key', 'party'];
  const more = { unit: 'duty desk', officer: 'duty officer', wait: '20' };
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: Object.fromEntries([...names, ...Object.keys(more)].map((name) => [name, { type: 'string', default: more[name] }])),
  });
  const commands = { describe, send, fetch: fetchAll, acknowledge };
  const [command, where] = positionals;
  if (!commands[command] || names.some((name) => values[name] === undefined)) {
    console.error(`liaison.js --${names.join(' … --')} … describe | send FILE | fetch DIR | acknowledge DIR`);
    process.exit(2);
  }
  const hub = await connect(values);
  await commands[command](hub, where, values).catch((failure) => explain(failure, where));
}

main();
