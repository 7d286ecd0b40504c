package org.guitu.soap;

import jakarta.xml.soap.SOAPConstants;
import jakarta.xml.soap.SOAPException;
import jakarta.xml.soap.SOAPFactory;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLStreamException;
import org.apache.cxf.attachment.AttachmentDeserializer;
import org.apache.cxf.attachment.HeaderSizeExceededException;
import org.apache.cxf.binding.soap.SoapFault;
import org.apache.cxf.binding.soap.SoapMessage;
import org.apache.cxf.binding.soap.SoapVersion;
import org.apache.cxf.binding.soap.interceptor.AbstractSoapInterceptor;
import org.apache.cxf.io.CacheSizeExceededException;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.Phase;
import org.apache.wss4j.common.ext.WSSecurityException;
import org.guitu.message.Refusal;

/** Turns whatever ended a call into the one fault of the contract: no text of a library or an exception ever goes out. */
final class Explain extends AbstractSoapInterceptor {
    private static final SOAPFactory SOAP_11 = factory(SOAPConstants.SOAP_1_1_PROTOCOL);
    private static final SOAPFactory SOAP_12 = factory(SOAPConstants.SOAP_1_2_PROTOCOL);

    private final BiConsumer<SoapMessage, Outcome> log;

    /** What is said, and the failure behind it, for the log. */
    record Outcome(Trouble trouble, Throwable failure) {}

    Explain(BiConsumer<SoapMessage, Outcome> log) {
        super(Phase.SETUP);
        this.log = log;
    }

    /** Made once: every jar is looked through for it, and a stranger can have a fault as often as it likes. */
    private static SOAPFactory factory(String protocol) {
        try {
            return SOAPFactory.newInstance(protocol);
        } catch (SOAPException e) {
            throw new IllegalStateException("SAAJ does not do its work", e);
        }
    }

    @Override
    public void handleMessage(SoapMessage message) {
        var failure = message.getContent(Exception.class);
        var trouble = turnedAway(message).orElseGet(() -> trouble(failure, hasParts(message)));
        log.accept(message, new Outcome(trouble, failure));
        var version = message.getVersion();
        var fault = new SoapFault(reason(trouble.refusal()), code(trouble.refusal(), version));
        try {
            var detail = (version.getVersion() == 1.1 ? SOAP_11 : SOAP_12).createDetail();
            trouble.write(detail);
            fault.setDetail(detail);
        } catch (SOAPException e) {
            throw new IllegalStateException("a fault cannot be written", e);
        }
        message.setContent(Exception.class, fault);
    }

    /** Who is not let in, or comes too often, is told that, and not what else is wrong. */
    private static Optional<Trouble> turnedAway(SoapMessage message) {
        return Optional.ofNullable(message.getExchange().getInMessage())
                .flatMap(Visit::of)
                .flatMap(Visit::refused)
                .map(refused -> new Trouble(refused.refusal(), Optional.empty()));
    }

    private static boolean hasParts(SoapMessage message) {
        var in = message.getExchange().getInMessage();
        var type = in == null ? "" : String.valueOf(in.get(Message.CONTENT_TYPE));
        return type.toLowerCase(Locale.ROOT).startsWith("multipart/");
    }

    private static String reason(Refusal refusal) {
        return refusal.code() + " " + refusal.text().en();
    }

    private static QName code(Refusal refusal, SoapVersion version) {
        return refusal.who() == Refusal.Who.HUB && refusal.retry() == Refusal.Retry.LATER
                ? version.getReceiver()
                : version.getSender();
    }

    static Trouble trouble(Throwable failure, boolean parts) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof Troubled troubled) {
                return troubled.trouble();
            }
        }
        return Trouble.among(failure)
                .map(refusal -> new Trouble(refusal, Optional.empty()))
                .orElseGet(() -> guessed(failure, parts));
    }

    /** What libraries refuse by themselves, by the kind of their exception. */
    private static Trouble guessed(Throwable failure, boolean parts) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof WSSecurityException security) {
                return security(security);
            }
            if (cause instanceof CacheSizeExceededException) {
                return Trouble.of("GT-1034", SoapServer.ATTACHMENTS);
            }
            if (cause instanceof XMLStreamException) {
                return Trouble.of("GT-1030");
            }
            if (parts && (cause instanceof IOException || cause instanceof HeaderSizeExceededException)) {
                return Trouble.of("GT-1034", SoapServer.ATTACHMENTS);
            }
        }
        var text = String.valueOf(failure.getMessage());
        if (text.contains("attachment") || text.contains(AttachmentDeserializer.ATTACHMENT_MAX_COUNT)) {
            return Trouble.of("GT-1034", SoapServer.ATTACHMENTS);
        }
        if (failure instanceof SoapFault fault) {
            // what SOAP itself refuses, before anything of ours is asked
            boolean header = "MustUnderstand".equals(fault.getFaultCode().getLocalPart());
            return Trouble.of(header ? "GT-1039" : "GT-1030");
        }
        return Trouble.of("GT-6006");
    }

    private static Trouble security(WSSecurityException failure) {
        return switch (failure.getErrorCode()) {
            case FAILED_CHECK -> Trouble.of("GT-2012", "–", "–");
            case UNSUPPORTED_ALGORITHM -> Trouble.of("GT-2017", "?");
            case UNSUPPORTED_SECURITY_TOKEN -> Trouble.of("GT-2020", "?");
            case SECURITY_TOKEN_UNAVAILABLE, FAILED_AUTHENTICATION, INVALID_SECURITY_TOKEN -> Trouble.of("GT-2021");
            // the hub's own: its key does not sign
            case FAILED_SIGNATURE -> Trouble.of("GT-6006");
            default -> Trouble.of("GT-2013", "wsse:Security (wsu:Timestamp, ds:Signature)");
        };
    }
}
