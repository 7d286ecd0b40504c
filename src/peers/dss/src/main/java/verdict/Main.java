package verdict;

import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.spi.x509.revocation.crl.ExternalResourcesCRLSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import java.io.File;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/** Says in one line for each signed message of which form EU DSS finds its signature, and what its verdict is. */
public final class Main {
    private Main() {}

    /** Takes the instant to judge at, the authority's certificate and list of what is revoked, and the messages. */
    public static void main(String[] words) {
        var trusted = new CommonTrustedCertificateSource();
        trusted.addCertificate(DSSUtils.loadCertificate(new File(words[1])));
        var verifier = new CommonCertificateVerifier();
        verifier.setTrustedCertSources(trusted);
        verifier.setCrlSource(new ExternalResourcesCRLSource(new FileDocument(words[2])));
        for (var message : List.of(words).subList(3, words.length)) {
            var validator = SignedDocumentValidator.fromDocument(new FileDocument(message));
            validator.setCertificateVerifier(verifier);
            validator.setValidationTime(Date.from(Instant.parse(words[0])));
            var report = validator.validateDocument().getSimpleReport();
            var signature = report.getFirstSignatureId();
            var why = report.getSubIndication(signature);
            System.out.println(message + " " + report.getSignatureFormat(signature) + " "
                    + report.getIndication(signature) + (why == null ? "" : " " + why));
        }
    }
}
