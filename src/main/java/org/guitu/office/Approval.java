package org.guitu.office;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.guitu.message.Labels;
import org.guitu.message.MessageType;
import org.guitu.message.Refused;
import org.guitu.xml.SafeXml;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which messages a second officer has to approve before they are signed, as the desk keeps it in {@code officers.json}: beside the
 * desk nobody can approve, so they are not sent there.
 *
 * @param types {@code family/Name}, or {@code family/*} for all of a family
 */
public record Approval(List<String> types) {
    public Approval {
        types = List.copyOf(types);
    }

    /**
     * What this office demands.
     *
     * @throws OfficeProblem where the file cannot be read: then nobody knows
     */
    static Approval in(Path home) throws IOException, OfficeProblem {
        var file = home.resolve("officers.json");
        try {
            var types = new ArrayList<String>();
            new JsonMapper()
                    .readTree(Files.readAllBytes(file))
                    .path("approval")
                    .forEach(type -> types.add(type.asString()));
            return new Approval(types);
        } catch (NoSuchFileException e) {
            return new Approval(List.of());
        } catch (JacksonException e) {
            throw OfficeProblem.configuration(file + " 无法读取；请恢复该文件。", file + " cannot be read; put the file back.");
        }
    }

    /** Whether messages of this type need it. */
    public boolean covers(MessageType type) {
        return types.contains(type.toString()) || types.contains(type.family() + "/*");
    }

    /** @throws OfficeProblem for a draft that needs it; what cannot be read at all is refused by whoever checks it */
    void requireNone(byte[] draft, SafeXml xml) throws OfficeProblem {
        if (types.isEmpty()) {
            return;
        }
        MessageType type;
        try {
            type = Drafts.claimedType(draft, xml);
        } catch (Refused | RuntimeException e) {
            return;
        }
        if (covers(type)) {
            throw new OfficeProblem(
                    Exit.REFUSED_HERE,
                    new Labels(
                            type + " 须经第二人批准后才能签名(officers.json)。请在工作台起草并请求批准：guitu office desk。",
                            type
                                    + " is signed only with a second officer's approval (officers.json). Write it at the desk and"
                                    + " ask for approval there: guitu office desk."));
        }
    }
}
