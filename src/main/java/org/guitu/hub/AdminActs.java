package org.guitu.hub;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.guitu.directory.Directory;
import org.guitu.directory.Use;
import org.guitu.gate.Database;
import org.guitu.hub.Administration.Act;
import org.guitu.hub.broker.BrokerUsers;
import org.guitu.message.Digest;
import org.guitu.message.PartyId;
import org.guitu.trust.CertificateName;

/** The record of what administrators did: who, when, what and why; and the blocks that follow from it. */
final class AdminActs {
    private final Database database;
    private final Clock clock;

    AdminActs(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    private static final String INSERT =
            "INSERT INTO admin_action (who, done_at, what, subject, why) VALUES (?, ?, ?, ?, ?)";

    void record(String what, String subject, Act act) {
        database.run(connection -> {
            try (var insert = connection.prepareStatement(INSERT)) {
                fill(insert, what, subject, act);
                return insert.executeUpdate();
            }
        });
    }

    private void fill(java.sql.PreparedStatement insert, String what, String subject, Act act)
            throws java.sql.SQLException {
        insert.setString(1, act.who());
        insert.setTimestamp(2, Timestamp.from(clock.instant()));
        insert.setString(3, what);
        insert.setString(4, subject);
        insert.setString(5, act.reason());
    }

    /**
     * What is blocked of a party.
     *
     * @param certificate the one; empty for all that it has
     * @param subject what the broker knows that certificate by; empty where it is not one for channels
     */
    record Target(Optional<Digest> certificate, String subject) {}

    /** Records the block and makes it, or takes it away, in one transaction. */
    void block(PartyId party, Target target, boolean blocked, Act act) {
        var certificate = target.certificate();
        database.transaction(connection -> {
            long action;
            try (var insert = connection.prepareStatement(INSERT + " RETURNING id")) {
                fill(insert, blocked ? "block" : "unblock", subject(party, certificate), act);
                try (var rows = insert.executeQuery()) {
                    rows.next();
                    action = rows.getLong(1);
                }
            }
            var sql = blocked
                    ? "INSERT INTO party_block (party, certificate, action, blocked_at, subject)"
                            + " VALUES (?, ?, ?, now(), ?) ON CONFLICT DO NOTHING"
                    : "DELETE FROM party_block WHERE party = ? AND certificate = ? AND action <> ?";
            try (var change = connection.prepareStatement(sql)) {
                change.setString(1, party.value());
                change.setString(2, certificate.map(Digest::hex).orElse(""));
                change.setLong(3, action);
                if (blocked) {
                    change.setString(4, target.subject());
                }
                return change.executeUpdate();
            }
        });
    }

    /**
     * Writes down what the broker knows TLS certificates by that were blocked before the record kept it (V13), as long as the
     * directory holds them: they stay out there when they leave it.
     */
    void nameBlocked(Directory files) {
        var unnamed = blocked().certificates().entrySet().stream()
                .filter(block -> block.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
        if (unnamed.isEmpty()) {
            return;
        }
        for (var party : files.parties()) {
            for (var certificate : party.all(Use.TLS)) {
                var digest = CertificateName.digest(certificate);
                if (unnamed.contains(digest)) {
                    name(digest, BrokerUsers.subject(certificate));
                }
            }
        }
    }

    private void name(Digest certificate, String subject) {
        database.run(connection -> {
            try (var update = connection.prepareStatement("UPDATE party_block SET subject = ? WHERE certificate = ?")) {
                update.setString(1, subject);
                update.setString(2, certificate.hex());
                return update.executeUpdate();
            }
        });
    }

    /** How the record names what was blocked. */
    static String subject(PartyId party, Optional<Digest> certificate) {
        return party + certificate.map(digest -> " " + digest).orElse("");
    }

    Blocks.Blocked blocked() {
        return database.run(connection -> {
            try (var select = connection.prepareStatement("SELECT party, certificate, subject FROM party_block");
                    var rows = select.executeQuery()) {
                var parties = new HashSet<PartyId>();
                var certificates = new HashMap<Digest, String>();
                while (rows.next()) {
                    var certificate = rows.getString(2);
                    if (certificate.isEmpty()) {
                        parties.add(new PartyId(rows.getString(1)));
                    } else {
                        certificates.put(new Digest(certificate), rows.getString(3));
                    }
                }
                return new Blocks.Blocked(Set.copyOf(parties), Map.copyOf(certificates));
            }
        });
    }
}
