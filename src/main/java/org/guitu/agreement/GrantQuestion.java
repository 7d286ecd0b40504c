package org.guitu.agreement;

import java.util.Set;
import org.guitu.directory.Party;
import org.guitu.message.Header.PrivacyClass;
import org.guitu.message.Header.Urgency;
import org.guitu.message.MessageType;

/** May this party send that party a message of this type, for this purpose, up to this privacy class, at this urgency, on this legal basis? */
public record GrantQuestion(
        Party from,
        Party to,
        MessageType type,
        String purpose,
        PrivacyClass ceiling,
        Urgency urgency,
        Set<String> basis) {}
