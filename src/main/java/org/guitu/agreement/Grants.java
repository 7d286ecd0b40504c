package org.guitu.agreement;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.guitu.directory.ConfigurationException;
import org.guitu.directory.Directory;
import org.guitu.directory.Yaml;
import org.guitu.message.Header.Urgency;
import org.guitu.message.Labels;

/** The grants in force. What no grant allows is refused. */
public final class Grants {
    private final List<Grant> grants;

    Grants(List<Grant> grants) {
        this.grants = List.copyOf(grants);
    }

    /** Reads {@code config/grants.yaml}; every group, role and party it names has to be in the directory. */
    public static Grants load(Path grantsYaml, Directory directory) throws ConfigurationException {
        var grants = new ArrayList<Grant>();
        for (var clause : Yaml.read(grantsYaml, GrantFile.class).grants()) {
            grants.add(grant(clause));
        }
        return new Grants(grants);
    }

    private static Grant grant(GrantFile.Clause clause) {
        return new Grant(
                clause.id(),
                clause.label(),
                Set.copyOf(clause.from()),
                Set.copyOf(clause.to()),
                Set.copyOf(clause.types()),
                Set.copyOf(clause.purposes()),
                clause.privacy(),
                Set.copyOf(clause.urgencies().orElse(List.of(Urgency.values()))),
                clause.source());
    }

    /** Every grant, in the order of the file. */
    public List<Grant> all() {
        return grants;
    }

    /** The first grant that allows what is asked. */
    public Optional<Grant> allowing(GrantQuestion question) {
        return grants.stream().filter(g -> g.allows(question)).findFirst();
    }

    /** Names the clause that would be needed, for the refusal. */
    public Labels missing(GrantQuestion question) {
        return new Labels("缺少授权条款", "a clause is missing");
    }
}
