package org.guitu.agreement;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.guitu.config.ConfigurationException;
import org.guitu.config.Yaml;
import org.guitu.directory.Directory;
import org.guitu.family.Families;
import org.guitu.message.Header.Urgency;
import org.guitu.message.Labels;

/** The grants in force. What no grant allows is refused. */
public final class Grants {
    private final List<Grant> grants;

    private final Path file;

    private Grants(List<Grant> grants, Path file) {
        this.grants = List.copyOf(grants);
        this.file = file;
    }

    /** Reads {@code config/grants.yaml}; every group, role and party it names has to be in the directory. */
    public static Grants load(Path grantsYaml, Directory directory) throws ConfigurationException {
        var grants = new ArrayList<Grant>();
        var ids = new HashSet<String>();
        for (var clause : Yaml.read(grantsYaml, GrantFile.class).grants()) {
            if (!ids.add(clause.id())) {
                throw ConfigurationException.in(
                        grantsYaml, "has two grants " + clause.id(), "give one of them another id");
            }
            grants.add(grant(clause));
        }
        var read = new Grants(grants, grantsYaml);
        read.check(directory);
        return read;
    }

    /** Refuses a directory that lacks a group, role or party a grant names; also for {@code Directory.Check}. */
    public void check(Directory directory) throws ConfigurationException {
        for (var grant : grants) {
            for (var name : Stream.of(
                            grant.from().stream(),
                            grant.to().stream(),
                            grant.exception().map(e -> e.told().value()).stream())
                    .flatMap(names -> names)
                    .sorted()
                    .toList()) {
                if (!directory.knows(name)) {
                    throw ConfigurationException.in(
                            file,
                            "grant " + grant.id() + " names " + name + ", which the directory does not know",
                            "correct it or add it to config/parties");
                }
            }
        }
    }

    /** Refuses a grant for a type that no family has: it would allow nothing, and nobody would be told. */
    public void requireTypes(Families families) throws ConfigurationException {
        for (var grant : grants) {
            for (var type : grant.types().stream().sorted().toList()) {
                if (!families.knows(type)) {
                    throw ConfigurationException.in(
                            file,
                            "grant " + grant.id() + " names the type " + type + ", which no family in schemas has",
                            "the nearest are " + String.join(", ", families.nearest(type)));
                }
            }
        }
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
                clause.review()
                        .map(review ->
                                new Grant.Exceptional(clause.basis().orElseThrow(), review.by(), review.within())),
                "",
                clause.source());
    }

    /** Every grant, in the order of the file. */
    public List<Grant> all() {
        return grants;
    }

    /** The first grant that allows what is asked. */
    public Optional<Grant> allowing(GrantQuestion question) {
        return grants.stream()
                .filter(g -> g.exception().isEmpty() && g.allows(question))
                .findFirst();
    }

    /** The exception that lets pass what nothing else allows. */
    public Optional<Grant> excepting(GrantQuestion question) {
        return grants.stream()
                .filter(g -> g.exception().isPresent() && g.allows(question))
                .findFirst();
    }

    /**
     * Says what no clause allows, and what is missing of the one that comes nearest.
     *
     * @param agreed the clauses of agreements that stand between the two
     */
    public Labels missing(GrantQuestion question, List<Grant> agreed) {
        var nearest = Shortfall.nearest(Stream.concat(grants.stream(), agreed.stream()), question)
                .map(Shortfall::text);
        var from = question.from();
        var to = question.to();
        var zh =
                "没有条款允许" + from.name().zh() + "（" + from.id() + "）向" + to.name().zh() + "（" + to.id() + "）发送 "
                        + question.type() + "（用途 " + question.purpose() + "，隐私等级 " + question.ceiling() + "，紧急程度 "
                        + question.urgency() + "）";
        var en = "No clause allows " + from.name().en() + " (" + from.id() + ") to send " + question.type() + " to "
                + to.name().en() + " (" + to.id() + ") for " + question.purpose() + " up to " + question.ceiling()
                + " at " + question.urgency();
        return new Labels(
                zh + nearest.map(near -> "；" + near.zh()).orElse("") + "。请改正消息，或先签订含有相应条款的合作协议。",
                en
                        + nearest.map(near -> "; " + near.en()).orElse("")
                        + ". Correct the message, or conclude an agreement with such a clause first.");
    }
}
