package org.guitu.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.guitu.message.Labels;
import org.guitu.trust.Issuance.Validity;
import org.guitu.trust.KeyFileException;
import org.guitu.trust.KeyFiles;
import org.guitu.trust.RevocationList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code keys crl}: revokes certificates, and renews the authority's list of what is revoked: {@code ca.crl}. */
@Command(name = "crl", mixinStandardHelpOptions = true)
final class CrlCommand extends KeysTask {
    @Option(names = "--ca", paramLabel = "DIR", required = true)
    private Path authority = Path.of("");

    @Option(names = "--revoke", paramLabel = "FILE")
    private List<Path> files = List.of();

    @Option(names = "--days", paramLabel = "N", defaultValue = "7")
    private int days;

    @Override
    int run() throws KeyFileException {
        if (days < 1 || days > 366) {
            throw usage("days", 366);
        }
        var ca = authority(authority);
        var lists = new RevocationList(ca);
        var revoked = revoked(lists);
        var now = Clock.systemUTC().instant();
        var file = authority.resolve(CaCommand.STEM + ".crl");
        try {
            var before = Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.<byte[]>empty();
            var until = now.plus(Duration.ofDays(days)).truncatedTo(ChronoUnit.SECONDS);
            replace(file, lists.next(before, revoked, new Validity(now, until)));
            show(
                    words().say("crl.made", file, revoked.size(), until),
                    Map.of("file", file.toString(), "revoked", revoked.size(), "until", until.toString()));
            return Exit.DONE;
        } catch (IllegalArgumentException e) {
            throw new KeyFileException(
                    new Labels(
                            file + " 不是该机构的吊销列表；请恢复原文件，勿丢失已吊销的证书",
                            file + " is not a list of this authority; restore it, or what it revoked is forgotten"),
                    e);
        } catch (IOException e) {
            throw new KeyFileException(
                    new Labels("不能读写 " + file + "；请检查权限", file + " cannot be read or written; check its permissions"),
                    e);
        }
    }

    private List<X509Certificate> revoked(RevocationList lists) throws KeyFileException {
        var revoked = new ArrayList<X509Certificate>();
        for (var file : files) {
            for (var certificate : KeyFiles.certificates(file)) {
                if (!lists.issued(certificate)) {
                    throw usage("crl.foreign", file);
                }
                revoked.add(certificate);
            }
        }
        return revoked;
    }

    /** Whoever fetches it meanwhile gets the old one or the new one. */
    private static void replace(Path file, byte[] bytes) throws IOException {
        var draft = Files.write(file.resolveSibling(file.getFileName() + ".new"), bytes);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
