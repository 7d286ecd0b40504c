package org.guitu.desk;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.guitu.message.Labels;
import org.guitu.message.MessageType;
import org.guitu.office.Approval;
import org.guitu.office.Exit;
import org.guitu.office.Office;
import org.guitu.office.OfficeProblem;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The officers of one office and what each may do, in its file {@code officers.json}; without officers whoever has the link may do
 * everything. Read anew at each use, so that whoever is taken off it is out at once.
 */
final class Officers {
    static final int SHORTEST_PASSWORD = 10;

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N} .·'’\\-]{0,59}");
    private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9\\-]*/([A-Z][A-Za-z0-9]*|\\*)");

    private final Office office;
    private final Path file;
    private final PasswordEncoder passwords = Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
    /** Compared with where nobody has the name: an answer takes as long. */
    private final String nobodys = passwords.encode("nobody's");

    Officers(Office office) {
        this.office = office;
        this.file = office.home().resolve("officers.json");
    }

    /** What an officer may do; each may what those before may. */
    enum Role {
        READER,
        CLERK,
        APPROVER
    }

    /**
     * One of them.
     *
     * @param password its hash, by Argon2id
     */
    record Officer(String name, Role role, String password) {}

    /** What the file says. */
    record Kept(
            @JsonProperty("approval") List<String> approval,
            @JsonProperty("officers") List<Officer> officers) {
        Kept {
            approval = approval == null ? List.of() : List.copyOf(approval);
            officers = officers == null ? List.of() : List.copyOf(officers);
        }
    }

    Kept kept() throws IOException, OfficeProblem {
        try {
            return new JsonMapper().readValue(Files.readAllBytes(file), Kept.class);
        } catch (NoSuchFileException e) {
            return new Kept(List.of(), List.of());
        } catch (JacksonException e) {
            // nobody comes in by a file that cannot be read
            throw new OfficeProblem(
                    Exit.CONFIGURATION,
                    new Labels(
                            file + " 无法读取；请用 guitu office officer 管理人员，或恢复该文件。",
                            file + " cannot be read; manage officers with guitu office officer, or put the file back."),
                    e);
        }
    }

    /** Whether there are any: then each has to say who it is. */
    boolean any() throws IOException, OfficeProblem {
        return !kept().officers().isEmpty();
    }

    Optional<Officer> named(String name) throws IOException, OfficeProblem {
        return kept().officers().stream()
                .filter(one -> one.name().equals(composed(name)))
                .findFirst();
    }

    /** Who has this name and this password. */
    Optional<Officer> check(String name, String password) throws IOException, OfficeProblem {
        var known = named(name);
        boolean right = passwords.matches(password, known.map(Officer::password).orElse(nobodys));
        return known.filter(one -> right);
    }

    /** Whether there may be somebody to say a name and a password: also where the file cannot be read. */
    boolean mayEnter() {
        try {
            return any();
        } catch (IOException | OfficeProblem e) {
            return true;
        }
    }

    /** Whether messages of this type are signed only when a second officer has approved them. */
    boolean needsApproval(MessageType type) throws IOException, OfficeProblem {
        return new Approval(kept().approval()).covers(type);
    }

    /** The same letters may be written in one piece or in several (Unicode, UAX 15). */
    private static String composed(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC);
    }

    /** Takes somebody in, or gives somebody another role and password. */
    void put(String given, Role role, String password) throws IOException, OfficeProblem {
        var name = composed(given);
        if (name.equals(Acts.TERMINAL) || name.equals(office.party().value())) {
            throw usage(
                    "“" + name + "”在日志中另有所指，请用其他姓名。", "“" + name + "” means another in the log; choose another name.");
        }
        if (!NAME.matcher(name).matches()) {
            throw usage(
                    "姓名须为 1 至 60 个字母、数字、空格、点、间隔号、撇号或连字符。",
                    "A name has 1 to 60 letters, digits, blanks, dots, apostrophes or hyphens.");
        }
        if (password.length() < SHORTEST_PASSWORD) {
            throw usage(
                    "密码至少 " + SHORTEST_PASSWORD + " 个字符。",
                    "A password has at least " + SHORTEST_PASSWORD + " characters.");
        }
        var kept = kept();
        var officers = new ArrayList<>(kept.officers());
        officers.removeIf(one -> one.name().equals(name));
        officers.add(new Officer(name, role, passwords.encode(password)));
        officers.sort(Comparator.comparing(Officer::name));
        write(new Kept(kept.approval(), officers));
    }

    /** Takes somebody off; whether somebody was there. */
    boolean remove(String name) throws IOException, OfficeProblem {
        var kept = kept();
        var officers = new ArrayList<>(kept.officers());
        boolean gone = officers.removeIf(one -> one.name().equals(composed(name)));
        write(new Kept(kept.approval(), officers));
        return gone;
    }

    /** @param type {@code family/Name}, or {@code family/*} for all of a family */
    void approval(String type, boolean needed) throws IOException, OfficeProblem {
        if (!TYPE.matcher(type).matches()) {
            throw usage(
                    type + " 不是消息类型（如 alert/AlertIssue 或 alert/*）。",
                    type + " is not a message type (like alert/AlertIssue or alert/*).");
        }
        if (needed && !isKnown(type)) {
            throw usage(
                    "本机没有 " + type + " 这一消息类型；请核对拼写(guitu office new --help)。",
                    "There is no message type " + type + " here; look at its spelling (guitu office new --help).");
        }
        var kept = kept();
        var types = new ArrayList<>(kept.approval());
        types.remove(type);
        if (needed) {
            types.add(type);
        }
        write(new Kept(types, kept.officers()));
    }

    private boolean isKnown(String type) throws OfficeProblem {
        var slash = type.indexOf('/');
        var name = type.substring(slash + 1);
        return office.allFamilies().stream()
                .filter(family -> family.name().equals(type.substring(0, slash)))
                .anyMatch(family -> name.equals("*") || family.types().containsKey(name));
    }

    private static OfficeProblem usage(String zh, String en) {
        return new OfficeProblem(Exit.USAGE, new Labels(zh, en));
    }

    private void write(Kept kept) throws IOException {
        office.keep(file, new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(kept));
    }
}
