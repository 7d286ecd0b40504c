package org.guitu.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.guitu.config.ConfigurationException;
import org.guitu.config.Yaml;
import org.guitu.message.PartyId;
import org.guitu.trust.Suites;

/**
 * Reads and checks the files of {@code config/parties}: all of them or none. A file that is neither a party, a
 * certificate nor the vocabulary is refused, so that {@code cn.52.yml} is not a party that silently is not there; hidden
 * files are left alone, because tools write there before they rename.
 */
final class PartyFiles {
    private final Path dir;
    private final List<Path> parties = new ArrayList<>();
    private final List<Path> certificates = new ArrayList<>();

    private PartyFiles(Path dir) throws ConfigurationException {
        this.dir = dir;
        for (var file : list(dir)) {
            var name = file.getFileName().toString();
            if (name.endsWith(".pem")) {
                certificates.add(file);
            } else if (name.endsWith(".yaml") && !name.equals(Vocabulary.FILE)) {
                parties.add(file);
            } else if (!name.equals(Vocabulary.FILE)) {
                throw ConfigurationException.in(
                        file, "is neither a party (.yaml) nor a certificate (.pem)", "rename it or move it away");
            }
        }
    }

    static Directory read(Path dir) throws ConfigurationException {
        return new PartyFiles(dir).directory();
    }

    /** Every file that belongs to the directory, sorted by name. */
    static List<Path> list(Path dir) throws ConfigurationException {
        try (var files = Files.list(dir)) {
            return files.filter(f -> !f.getFileName().toString().startsWith("."))
                    .sorted(Comparator.comparing(f -> f.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            throw new ConfigurationException(
                    dir + ": cannot be read; it has to be the directory with one file a party", e);
        }
    }

    private Directory directory() throws ConfigurationException {
        if (parties.isEmpty()) {
            throw ConfigurationException.in(dir, "holds no party", "add one file a party, <id>.yaml");
        }
        var vocabulary = Yaml.read(dir.resolve(Vocabulary.FILE), Vocabulary.class);
        var files = new TreeMap<PartyId, PartyFile>();
        for (var path : parties) {
            var file = party(path, vocabulary);
            files.put(file.id(), file);
        }
        if (!files.containsKey(Directory.HUB)) {
            throw ConfigurationException.in(
                    dir, "the hub itself is missing", "add " + Directory.HUB + ".yaml: the hub signs its receipts");
        }
        var found = CertificateFiles.read(certificates, files);
        var all = files.values().stream()
                .map(file -> party(file, found.getOrDefault(file.id(), List.of())))
                .toList();
        everyGroupHasMembers(vocabulary, all);
        return new Directory(all, vocabulary);
    }

    private static PartyFile party(Path path, Vocabulary vocabulary) throws ConfigurationException {
        var file = Yaml.read(path, PartyFile.class);
        var name = path.getFileName().toString();
        // the file name is unique, so no two files can name the same party either
        if (!name.equals(file.id() + ".yaml")) {
            throw ConfigurationException.in(
                    path, "is the file of " + file.id(), "name it " + file.id() + ".yaml or correct its id");
        }
        var unknown = vocabulary.unknown(file);
        if (unknown.isPresent()) {
            throw ConfigurationException.in(
                    path, "names the unknown " + unknown.get(), "correct it or add it to " + Vocabulary.FILE);
        }
        return file;
    }

    private static Party party(PartyFile file, List<PartyCertificate> certificates) {
        return new Party(
                file.id(),
                file.kind(),
                file.name(),
                Set.copyOf(file.roles()),
                Set.copyOf(file.groups()),
                file.channel(),
                file.push().map(java.net.URI::create),
                file.languages(),
                file.suites().orElseGet(() -> suites(certificates)),
                file.telephone(),
                file.place(),
                file.test().orElse(false),
                file.blocked().orElse(false),
                certificates);
    }

    /** Where its file does not say: who signs in a suite can verify it, and everybody the international ones. */
    private static List<String> suites(List<PartyCertificate> certificates) {
        var suites = new LinkedHashSet<String>();
        for (var certificate : certificates) {
            if (certificate.use() == Use.SIGN) {
                new Suites().nameFor(certificate.certificate()).ifPresent(suites::add);
            }
        }
        suites.addAll(Suites.INTERNATIONAL);
        return List.copyOf(suites);
    }

    private void everyGroupHasMembers(Vocabulary vocabulary, Collection<Party> all) throws ConfigurationException {
        for (var group : vocabulary.groups().keySet().stream().sorted().toList()) {
            if (all.stream().noneMatch(p -> p.groups().contains(group))) {
                throw ConfigurationException.in(
                        dir.resolve(Vocabulary.FILE),
                        "nobody is in the group " + group,
                        "put a party into it or take it out");
            }
        }
    }
}
