package org.guitu.hub.broker;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.guitu.directory.Directory;
import org.guitu.directory.Party;
import org.guitu.directory.PartyCertificate.Status;
import org.guitu.directory.Use;
import org.guitu.message.PartyId;

/**
 * What the directory makes of a broker, for every party that has joined: addresses with one queue each, exclusive diverts into the gate, rights, and users
 * by the distinguished name of their TLS certificate. The same for the embedded and an external broker.
 *
 * @param queues anycast addresses, each with the one queue of its name
 * @param diverts inbound addresses led into the queue of the gate
 * @param rights for each address, who may send and who may consume
 * @param users TLS certificates in force by user; a blocked party or one without a certificate in force has none
 * @param barred subjects of blocked TLS certificates: where users are known by their subject, nobody comes in by one of these
 */
public record BrokerPlan(
        List<String> queues,
        Map<String, String> diverts,
        Map<String, Rights> rights,
        Map<String, List<X509Certificate>> users,
        Set<String> barred) {
    /** The hub's own role: it alone reads the gate and fills mailboxes. */
    public static final String HUB_ROLE = "hub";

    public static final String GATE = "hub.gate";
    public static final String EXPIRED = "hub.expired";
    public static final String DEAD = "hub.dead";

    /** Roles that may send to and consume from an address, comma-separated as Artemis writes them. */
    public record Rights(String send, String consume) {}

    public static String inbound(PartyId party) {
        return "hub.in." + party;
    }

    public static String mailbox(PartyId party) {
        return "hub.mailbox." + party;
    }

    public static String receipts(PartyId party) {
        return "hub.receipt." + party;
    }

    /**
     * The plan for this directory at this moment.
     *
     * @param blocked parties an administrator shut out, beside those the directory marks
     * @param gone subjects of blocked TLS certificates that have left the directory
     */
    public static BrokerPlan of(
            Directory directory, PartyId hub, Predicate<PartyId> blocked, Set<String> gone, Instant now) {
        var queues = new ArrayList<>(List.of(GATE, EXPIRED, DEAD));
        var diverts = new TreeMap<String, String>();
        var rights = new TreeMap<String, Rights>();
        var users = new TreeMap<String, List<X509Certificate>>();
        var barred = new TreeSet<>(gone);
        queues.forEach(queue -> rights.put(queue, new Rights(HUB_ROLE, HUB_ROLE)));
        for (var party : directory.parties()) {
            party.certificates().stream()
                    .filter(one -> one.use() == Use.TLS && one.status() == Status.BLOCKED)
                    .forEach(one -> barred.add(BrokerUsers.subject(one.certificate())));
            if (party.id().equals(hub)) {
                user(party, now, users, HUB_ROLE);
                continue;
            }
            if (!party.joined(now)) {
                continue;
            }
            var id = party.id();
            // no message ever stays here, the divert leads it on; but a JMS client wants to see a queue
            queues.add(inbound(id));
            queues.add(mailbox(id));
            queues.add(receipts(id));
            diverts.put(inbound(id), GATE);
            rights.put(inbound(id), new Rights(HUB_ROLE + "," + id, HUB_ROLE));
            rights.put(mailbox(id), new Rights(HUB_ROLE, HUB_ROLE + "," + id));
            rights.put(receipts(id), new Rights(HUB_ROLE, HUB_ROLE + "," + id));
            if (!blocked.test(id)) {
                user(party, now, users, id.value());
            }
        }
        return new BrokerPlan(List.copyOf(queues), diverts, rights, users, barred);
    }

    /** The same, where no party comes in by one of these. */
    public BrokerPlan without(Predicate<X509Certificate> certificates) {
        var left = new TreeMap<String, List<X509Certificate>>();
        users.forEach((name, all) -> {
            var some = name.equals(HUB_ROLE)
                    ? all
                    : all.stream().filter(certificates.negate()).toList();
            if (!some.isEmpty()) {
                left.put(name, some);
            }
        });
        return new BrokerPlan(queues, diverts, rights, left, barred);
    }

    /** The same, with nobody let in: what is open is closed. */
    public BrokerPlan withoutAnybody() {
        return new BrokerPlan(queues, diverts, rights, Map.of(), Set.of());
    }

    /**
     * The same for a broker in this process: the hub comes in by a password in memory, and nobody by its certificate; those of
     * others are known one by one, so no subject is barred.
     */
    public BrokerPlan withoutHub() {
        var others = new TreeMap<>(users);
        others.remove(HUB_ROLE);
        return new BrokerPlan(queues, diverts, rights, others, Set.of());
    }

    /** Whether the hub comes in by this certificate of its own. */
    boolean letsHubIn(X509Certificate shown) {
        return users.getOrDefault(HUB_ROLE, List.of()).contains(shown) && !barred.contains(BrokerUsers.subject(shown));
    }

    private static void user(Party party, Instant now, Map<String, List<X509Certificate>> users, String name) {
        var certificates = party.inForce(Use.TLS, now);
        if (!certificates.isEmpty()) {
            users.put(name, certificates);
        }
    }
}
