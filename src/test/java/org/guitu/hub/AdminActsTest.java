package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.guitu.demo.Prepared;
import org.guitu.directory.Directory;
import org.guitu.gate.Database;
import org.guitu.hub.broker.BrokerUsers;
import org.guitu.hub.postgres.TestDatabase;
import org.guitu.message.Digest;
import org.guitu.message.PartyId;
import org.guitu.trust.CertificateName;
import org.guitu.trust.KeyFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the record keeps of blocks. */
final class AdminActsTest {
    private static final PartyId YUNNAN = new PartyId("cn.53");

    @TempDir
    private Path folder = Path.of("");

    private final AdminActs acts =
            new AdminActs(new Database(TestDatabase.migrated().dataSource()), Clock.systemUTC());

    @Test
    void a_channel_that_was_blocked_before_subjects_were_kept_gets_its_own_while_the_directory_holds_it()
            throws Exception {
        var parties = Prepared.in(folder, List.of(YUNNAN)).config().resolve("parties");
        var tls = KeyFiles.certificates(parties.resolve("cn.53.tls.pem")).get(0);
        var sign = KeyFiles.certificates(parties.resolve("cn.53.sign.pem")).get(0);
        var gone = Digest.of(new byte[] {1});
        for (var blocked : List.of(digest(tls), digest(sign), gone)) {
            acts.block(
                    YUNNAN,
                    new AdminActs.Target(Optional.of(blocked), ""),
                    true,
                    new Administration.Act("li.na", "laptop stolen"));
        }
        acts.nameBlocked(Directory.load(parties));
        assertThat(acts.blocked().certificates())
                .isEqualTo(Map.of(digest(tls), BrokerUsers.subject(tls), digest(sign), "", gone, ""));
    }

    private static Digest digest(X509Certificate certificate) {
        return CertificateName.digest(certificate);
    }
}
