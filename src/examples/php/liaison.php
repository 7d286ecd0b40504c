#!/usr/bin/php
<?php
/* A partner of the exchange in PHP: ext-soap speaks SOAP, ext-dom and ext-openssl sign. See README.md. */

declare(strict_types=1);
// bytes of messages are compared and signed: every warning is an error here
set_error_handler(function (int $level, string $text, string $file, int $line): bool {
    throw new ErrorException($text, 0, $level, $file, $line);
});

const X = 'urn:guitu:exchange:1.0';
const R = 'urn:guitu:receipt:1.0';
const L = 'urn:guitu:liaison:1.0';
const DS = 'http://www.w3.org/2000/09/xmldsig#';
const OASIS = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-';
const WSSE = OASIS . 'wssecurity-secext-1.0.xsd';
const WSU = OASIS . 'wssecurity-utility-1.0.xsd';
const C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
const RSA = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const ECDSA = 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256';

function now(): string
{
    return gmdate('Y-m-d\TH:i:s\Z');
}

function sha256(string $data): string
{
    return base64_encode(hash('sha256', $data, true));
}

function parse(string $xml): DOMDocument
{
    $document = new DOMDocument();
    $document->loadXML($xml, LIBXML_NONET);
    return $document;
}

function find(DOMNode $in, string $path): array
{
    $xpath = new DOMXPath($in instanceof DOMDocument ? $in : $in->ownerDocument);
    foreach (['x' => X, 'r' => R, 'l' => L, 'ds' => DS, 'wsse' => WSSE, 'wsu' => WSU] as $prefix => $namespace) {
        $xpath->registerNamespace($prefix, $namespace);
    }
    return iterator_to_array($xpath->query($path, $in));
}

function text(DOMNode $in, string $path): string
{
    $found = find($in, $path);
    return $found ? $found[0]->textContent : '';
}

/** Exclusive canonical form; what signs may name prefixes to keep. */
function canonical(DOMNode $node, ?DOMNode $method = null): string
{
    $prefixes = $method ? text($method, './/*[local-name()="InclusiveNamespaces"]/@PrefixList') : '';
    return $node->C14N(true, false, null, $prefixes === '' ? null : explode(' ', $prefixes));
}

/** DER of the first certificate of a PEM file. */
function der(string $certFile): string
{
    return base64_decode(explode('-----', file_get_contents($certFile))[2]);
}

function method(string $keyFile): string
{
    $key = openssl_pkey_get_details(openssl_pkey_get_private('file://' . $keyFile));
    return $key['type'] === OPENSSL_KEYTYPE_RSA ? RSA : ECDSA;
}

/** SignatureValue over these canonical bytes, in base64. */
function value(string $canonical, string $keyFile): string
{
    openssl_sign($canonical, $signature, 'file://' . $keyFile, OPENSSL_ALGO_SHA256);
    if (method($keyFile) === ECDSA) {
        // XML signature wants r and s in 32 bytes each; OpenSSL makes a DER sequence of two integers
        $first = ord($signature[3]);
        $r = substr($signature, 4, $first);
        $s = substr($signature, 6 + $first);
        $signature = '';
        foreach ([$r, $s] as $number) {
            $signature .= str_pad(ltrim($number, "\0"), 32, "\0", STR_PAD_LEFT);
        }
    }
    return base64_encode($signature);
}

/** A ds:Reference. All elements here are written in exclusive canonical form, so their text is what is digested. */
function reference(string $attributes, array $transforms, string $digest): string
{
    $list = '';
    foreach ($transforms as $transform) {
        $list .= "<ds:Transform Algorithm=\"$transform\"></ds:Transform>";
    }
    return "<ds:Reference $attributes><ds:Transforms>$list</ds:Transforms>"
        . '<ds:DigestMethod Algorithm="' . SHA256 . '"></ds:DigestMethod>'
        . "<ds:DigestValue>$digest</ds:DigestValue></ds:Reference>";
}

function signedInfo(string $method, string ...$references): string
{
    return '<ds:SignedInfo xmlns:ds="' . DS . '">'
        . '<ds:CanonicalizationMethod Algorithm="' . C14N . '"></ds:CanonicalizationMethod>'
        . "<ds:SignatureMethod Algorithm=\"$method\"></ds:SignatureMethod>"
        . implode('', $references) . '</ds:SignedInfo>';
}

/** The bytes of this message with our signature as the last child of its root; all else stays as it is. */
function sign(string $message, string $keyFile, string $certFile): string
{
    $certificate = der($certFile);
    $ds = 'xmlns:ds="' . DS . '"';
    $properties = '<xades:SignedProperties xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" Id="properties">'
        . '<xades:SignedSignatureProperties><xades:SigningTime>' . now() . '</xades:SigningTime>'
        . '<xades:SigningCertificateV2><xades:Cert><xades:CertDigest>'
        . "<ds:DigestMethod $ds Algorithm=\"" . SHA256 . '"></ds:DigestMethod>'
        . "<ds:DigestValue $ds>" . sha256($certificate) . '</ds:DigestValue>'
        . '</xades:CertDigest></xades:Cert></xades:SigningCertificateV2></xades:SignedSignatureProperties>'
        . '</xades:SignedProperties>';
    $info = signedInfo(
        method($keyFile),
        reference('URI=""', [DS . 'enveloped-signature', C14N], sha256(parse($message)->C14N(true))),
        reference('Type="http://uri.etsi.org/01903#SignedProperties" URI="#properties"', [C14N], sha256($properties))
    );
    $signature = "<ds:Signature $ds Id=\"signature\">$info<ds:SignatureValue>" . value($info, $keyFile)
        . '</ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509Certificate>' . base64_encode($certificate)
        . '</ds:X509Certificate></ds:X509Data></ds:KeyInfo><ds:Object>'
        . '<xades:QualifyingProperties xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" Target="#signature">'
        . "$properties</xades:QualifyingProperties></ds:Object></ds:Signature>";
    return substr_replace($message, $signature, strrpos($message, '</'), 0);
}

function uuid(): string
{
    return vsprintf('%s%s-%s-4%.3s-a%.3s-%s%s%s', str_split(bin2hex(random_bytes(16)), 4));
}

/** Our Received of this message, unsigned. It copies the references of its signature: they say which content. */
function received(string $message, array $options): string
{
    $root = parse($message)->documentElement;
    $header = fn (string $path): string => text($root, "x:Header/x:$path");
    $references = '';
    foreach (find($root, 'ds:Signature/ds:SignedInfo/ds:Reference') as $reference) {
        $references .= $reference->C14N(true);
    }
    [$unit, $officer] = [htmlspecialchars($options['unit'], ENT_XML1), htmlspecialchars($options['officer'], ENT_XML1)];
    return '<?xml version="1.0" encoding="UTF-8"?>' . "\n"
        . '<Message xmlns="' . X . '"><Header><MessageId>urn:uuid:' . uuid() . '</MessageId><Type>receipt/Received</Type>'
        . "<SchemaVersion>1.0</SchemaVersion><Status>{$header('Status')}</Status><Blind>" . bin2hex(random_bytes(16))
        . "</Blind><Conversation>{$header('Conversation')}</Conversation><InReplyTo>{$header('MessageId')}</InReplyTo>"
        . "<Sender><Party>{$options['party']}</Party><Unit>$unit</Unit><ResponsibleOfficer>$officer</ResponsibleOfficer>"
        . "</Sender><Recipients><Recipient>{$header('Sender/x:Party')}</Recipient></Recipients><SentAt>" . now()
        . '</SentAt><Urgency>ROUTINE</Urgency><Language>en</Language><PrivacyCeiling>P1</PrivacyCeiling>'
        . '<Handling><Code>H0</Code></Handling><Purpose>COORDINATION</Purpose></Header>'
        . '<Body><r:Received xmlns:r="' . R . '"><r:Event>http://uri.etsi.org/19522/Event/ContentHandover</r:Event>'
        . "<r:Acknowledges><r:MessageId>{$header('MessageId')}</r:MessageId><r:Type>{$header('Type')}</r:Type>"
        . "<r:Sender>{$header('Sender/x:Party')}</r:Sender>$references<r:WireDigest algorithm=\"" . SHA256 . '">'
        . sha256($message) . '</r:WireDigest></r:Acknowledges><r:At>' . now() . '</r:At></r:Received></Body></Message>';
}

/** Signs Body and Timestamp of what we ask; checks the same of what the hub answers. */
final class Liaison extends SoapClient
{
    private array $options;

    public function __construct(array $options)
    {
        $this->options = $options;
        parent::__construct($options['hub'] . '?wsdl', [
            'soap_version' => SOAP_1_1,
            'location' => $options['hub'],
            'cache_wsdl' => WSDL_CACHE_NONE,
            'features' => SOAP_SINGLE_ELEMENT_ARRAYS,
            'stream_context' => stream_context_create([
                'ssl' => [
                    'cafile' => $options['ca'],
                    'local_cert' => $options['tls-cert'],
                    'local_pk' => $options['tls-key'],
                ],
                'http' => ['timeout' => 60],
            ]),
        ]);
    }

    public function __doRequest(string $request, string $location, string $action, int $version, bool $oneWay = false): ?string
    {
        $answer = parent::__doRequest($this->seal($request), $location, $action, $version, $oneWay);
        $this->check($answer ?? '');
        return $answer;
    }

    private function seal(string $request): string
    {
        $envelope = parse($request);
        $root = $envelope->documentElement;
        $body = $root->lastChild;
        $body->setAttributeNS(WSU, 'wsu:Id', 'body');
        $header = $envelope->createElementNS($root->namespaceURI, $root->prefix . ':Header');
        $root->insertBefore($header, $body);
        // to the millisecond: two envelopes of one second must not be the same, or the second is taken for a replay
        [$begin, $end] = [(new DateTimeImmutable('now', new DateTimeZone('UTC')))->format('Y-m-d\TH:i:s.v\Z'), gmdate('Y-m-d\TH:i:s\Z', time() + 300)];
        $fragment = $envelope->createDocumentFragment();
        $fragment->appendXML('<wsse:Security xmlns:wsse="' . WSSE . '" xmlns:wsu="' . WSU . '">'
            . "<wsu:Timestamp wsu:Id=\"time\"><wsu:Created>$begin</wsu:Created><wsu:Expires>$end</wsu:Expires></wsu:Timestamp>"
            . '<wsse:BinarySecurityToken wsu:Id="token" EncodingType="' . OASIS . 'soap-message-security-1.0#Base64Binary" '
            . 'ValueType="' . OASIS . 'x509-token-profile-1.0#X509v3">' . base64_encode(der($this->options['tls-cert']))
            . '</wsse:BinarySecurityToken></wsse:Security>');
        $security = $header->appendChild($fragment);
        $info = signedInfo(
            method($this->options['tls-key']),
            reference('URI="#body"', [C14N], sha256($body->C14N(true))),
            reference('URI="#time"', [C14N], sha256(find($security, 'wsu:Timestamp')[0]->C14N(true)))
        );
        $fragment = $envelope->createDocumentFragment();
        $fragment->appendXML('<ds:Signature xmlns:ds="' . DS . "\">$info<ds:SignatureValue>"
            . value($info, $this->options['tls-key']) . '</ds:SignatureValue><ds:KeyInfo>'
            . '<wsse:SecurityTokenReference xmlns:wsse="' . WSSE . '"><wsse:Reference URI="#token" ValueType="' . OASIS
            . 'x509-token-profile-1.0#X509v3"/></wsse:SecurityTokenReference></ds:KeyInfo></ds:Signature>');
        $security->appendChild($fragment);
        return $envelope->saveXML();
    }

    /** The hub's signature over the very body that is read; by its certificate as we have it, not by one in the answer. */
    private function check(string $answer): void
    {
        $envelope = parse($answer);
        [$signature] = find($envelope, '/*/*/wsse:Security/ds:Signature') + [null];
        $bodies = find($envelope, '//*[local-name()="Body"]');
        $covered = false;
        foreach ($signature ? find($signature, 'ds:SignedInfo/ds:Reference') : [] as $reference) {
            $named = find($envelope, '//*[@wsu:Id="' . substr($reference->getAttribute('URI'), 1) . '"]');
            if (count($named) !== 1 || sha256(canonical($named[0], $reference)) !== text($reference, 'ds:DigestValue')) {
                throw new RuntimeException('the answer was changed on its way');
            }
            $covered = $covered || (count($bodies) === 1 && $named[0]->isSameNode($bodies[0]));
        }
        $key = openssl_pkey_get_public('file://' . $this->options['hub-cert']);
        $value = base64_decode($signature ? text($signature, 'ds:SignatureValue') : '');
        if (openssl_pkey_get_details($key)['type'] === OPENSSL_KEYTYPE_EC) {
            // back into a DER sequence
            $numbers = '';
            foreach (str_split($value, 32) as $number) {
                $number = ltrim($number, "\0");
                $number = ord($number) > 127 ? "\0$number" : $number;
                $numbers .= "\x02" . chr(strlen($number)) . $number;
            }
            $value = "\x30" . chr(strlen($numbers)) . $numbers;
        }
        $info = $signature ? find($signature, 'ds:SignedInfo')[0] : null;
        $info = $info ? canonical($info, find($info, 'ds:CanonicalizationMethod')[0]) : '';
        if (!$covered || openssl_verify($info, $value, $key, OPENSSL_ALGO_SHA256) !== 1) {
            throw new RuntimeException('the answer is not signed by the hub');
        }
    }
}

function describe(Liaison $hub): void
{
    $told = $hub->Describe([]);
    echo "hub $told->Hub, $told->Environment; you are $told->You: ", implode(', ', $told->Role), "\n";
    foreach ($told->Family as $family) {
        echo "$family->Name $family->Version: ", implode(', ', array_column($family->Type, 'Name')), "\n";
    }
}

function send(Liaison $hub, string $file, array $options): void
{
    $document = file_get_contents($file);
    if (!find(parse($document), '/*/ds:Signature')) {
        $document = sign($document, $options['sign-key'], $options['sign-cert']);
        // kept: when no answer comes, these very bytes have to be sent again
        $file .= '.signed';
        file_put_contents($file, $document);
    }
    file_put_contents("$file.receipt", $hub->Submit(['Message' => $document])->Receipt);
    echo "Accepted\n";
}

function fetch(Liaison $hub, string $folder, array $options): void
{
    is_dir($folder) || mkdir($folder);
    foreach ($hub->Retrieve(['Max' => 50, 'Wait' => (int) $options['wait']])->Item ?? [] as $item) {
        $file = $folder . '/' . basename($item->Delivery) . '.' . strtolower($item->Kind);
        file_put_contents("$file.xml", $item->Document);
        if (isset($item->Delivered)) {
            file_put_contents("$file.delivered", $item->Delivered);
        }
        echo "$item->Kind $item->Delivery ", hash('sha256', $item->Document), "\n";
    }
}

function acknowledge(Liaison $hub, string $folder, array $options): void
{
    $open = fn (string $kind): array => array_slice(
        array_filter(glob("$folder/*.$kind.xml"), fn ($file) => !file_exists(substr($file, 0, -4) . '.done')),
        0,
        50
    );
    [$messages, $receipts] = [$open('message'), $open('receipt')];
    $signed = array_map(
        fn ($file) => sign(received(file_get_contents($file), $options), $options['sign-key'], $options['sign-cert']),
        $messages
    );
    $taken = array_map(fn ($file) => explode('.', basename($file))[0], $receipts);
    $answer = $hub->Acknowledge(['Receipt' => $signed, 'Taken' => $taken]);
    foreach ($messages as $number => $file) {
        $one = $answer->Answer[$number];
        echo "$one->Outcome ", basename($file), "\n";
        file_put_contents(substr($file, 0, -4) . '.answer', $one->Receipt);
        if ($one->Outcome === 'Accepted') {
            touch(substr($file, 0, -4) . '.done');
        }
    }
    foreach ($receipts as $file) {
        echo 'Taken ', basename($file), "\n";
        touch(substr($file, 0, -4) . '.done');
    }
}

/** The typed fault of the contract: a code, and what to do in Chinese and in English. */
function explain(SoapFault $fault, string $where): void
{
    $told = $fault->detail->Fault ?? null;
    if (!$told) {
        fwrite(STDERR, "a fault that is none of the contract: {$fault->getMessage()}\n");
        exit(1);
    }
    $refusal = $told->Refusal;
    echo "Refused $refusal->Code $refusal->Who $refusal->Retry ", $refusal->Place ?? '', "\n";
    foreach ($refusal->Text as $text) {
        echo $text->_ ?? $text, "\n";
    }
    if (isset($told->Receipt)) {
        // of a refused message: signed by the hub, like Accepted; in a fault ext-soap leaves base64 as it is
        file_put_contents("$where.refused", base64_decode($told->Receipt));
    }
    exit(1);
}

$names = ['hub', 'ca', 'hub-cert', 'tls-cert', 'tls-key', 'sign-cert', 'sign-key', 'party'];
$more = ['unit' => 'duty desk', 'officer' => 'duty officer', 'wait' => '20'];
$options = getopt('', array_map(fn ($name) => "$name:", [...$names, ...array_keys($more)]), $rest) + $more;
[$command, $where] = array_slice($argv, $rest) + [null, ''];
if (array_diff($names, array_keys($options)) || !in_array($command, ['describe', 'send', 'fetch', 'acknowledge'], true)) {
    fwrite(STDERR, 'liaison.php --' . implode(' … --', $names) . " … describe | send FILE | fetch DIR | acknowledge DIR\n");
    exit(2);
}
try {
    $command(new Liaison($options), $where, $options);
} catch (SoapFault $fault) {
    explain($fault, $where);
}
