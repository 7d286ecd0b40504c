package org.guitu.hub.broker;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientRequestor;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.apache.activemq.artemis.core.client.impl.ClientSessionInternal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Brings a broker, embedded or external, to the {@link BrokerPlan}, by its management address. What is there already is
 * left alone, and nothing is ever deleted: a party that leaves the directory loses its rights, not its mail.
 */
public final class BrokerSetup implements AutoCloseable {
    private static final String MANAGEMENT = "activemq.management";

    /** A block counts within 5 s: what is left is for the login module that reads the file. */
    private static final Duration LAST_ACT = Duration.ofSeconds(3);

    private final ServerLocator locator;
    private final BrokerAddress address;
    private final BrokerUsers users;
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(work -> {
        var daemon = new Thread(work, "broker-users");
        daemon.setDaemon(true);
        return daemon;
    });
    private final Map<String, BrokerPlan.Rights> applied = new HashMap<>();
    private @Nullable BrokerPlan followed;
    private Set<String> again = Set.of();

    /** The newest plan, and the one by which users come in; both guarded by {@link #users}, never held during a call. */
    private @Nullable BrokerPlan wanted;

    private @Nullable BrokerPlan admitted;

    public BrokerSetup(BrokerAddress address, BrokerUsers users) throws IOException {
        this.locator = address.locator();
        this.address = address;
        this.users = users;
    }

    /**
     * Takes the newest plan, and lets nobody in from now on whom it does not let in: this asks the broker nothing, so one that
     * does not answer puts off no block. Where the hub itself is shut out, it has up to 3 s to {@link #follow()} before.
     *
     * @throws IOException when it could not be written who comes in: take it again
     */
    public void take(BrokerPlan plan) throws IOException {
        synchronized (users) {
            wanted = plan;
            if (!isLeaving(plan)) {
                admit(plan);
            } else if (!plan.equals(admitted)) {
                // what cannot be written then is tried again with the next look, and said there
                var unused = later.schedule(
                        () -> {
                            admit();
                            return true;
                        },
                        LAST_ACT.toMillis(),
                        TimeUnit.MILLISECONDS);
            }
        }
    }

    /** By the key that the hub has, not by one that is only registered. */
    private boolean isLeaving(BrokerPlan plan) {
        return address.shown().filter(own -> !plan.letsHubIn(own)).isPresent();
    }

    /** Whatever is the newest by then. */
    private void admit() throws IOException {
        synchronized (users) {
            admit(Objects.requireNonNull(wanted));
        }
    }

    private void admit(BrokerPlan plan) throws IOException {
        synchronized (users) {
            if (plan.equals(wanted) && !plan.equals(admitted)) {
                users.write(plan);
                admitted = plan;
            }
        }
    }

    private @Nullable BrokerPlan wanted() {
        synchronized (users) {
            return wanted;
        }
    }

    /**
     * Brings the broker to the plan taken last: makes what is missing, takes away rights the plan no longer gives, and ends what
     * whoever lost a certificate has open: an open consumer would go on receiving after its user is gone. A plan that is
     * followed already costs nothing.
     *
     * @throws IOException when the broker could not be brought to the plan: ask again; also where the hub is shut out itself
     */
    public synchronized void follow() throws IOException {
        var plan = wanted();
        var late = again;
        if (plan == null || (plan.equals(followed) && late.isEmpty())) {
            return;
        }
        try (var factory = locator.createSessionFactory();
                var session = factory.createSession(address.user(), address.password(), false, true, true, false, 1)) {
            session.start();
            try (var broker = new Management(session)) {
                // first who has to go, also whoever was let in while others were being closed: whatever cannot be made
                // then
                broker.close(late::contains);
                again = Set.of();
                cutOff(plan, broker);
                makeQueues(plan, broker);
                makeDiverts(plan, broker);
                makeRights(plan, broker);
            }
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the broker could not be set up: " + e.getMessage(), e);
        } finally {
            // where the hub is shut out this was its last act there: once that is written, it can end nothing
            admit(plan);
        }
        followed = plan;
    }

    private static boolean lost(String user, BrokerPlan plan, BrokerPlan before) {
        return !plan.users()
                .getOrDefault(user, List.of())
                .containsAll(before.users().getOrDefault(user, List.of()));
    }

    private void cutOff(BrokerPlan plan, Management broker) throws IOException {
        var before = followed;
        if (before == null) {
            // another broker has held connections while no hub was there to see a block; who may comes back at once
            broker.close(
                    user -> !user.equals(BrokerPlan.HUB_ROLE) || !plan.barred().isEmpty());
            return;
        }
        var lost = before.users().keySet().stream()
                .filter(user -> lost(user, plan, before))
                .collect(Collectors.toUnmodifiableSet());
        broker.close(lost::contains);
        again = lost;
    }

    private static void makeQueues(BrokerPlan plan, Management broker) throws IOException {
        var existing = broker.names("queueNames");
        for (var queue : plan.queues()) {
            if (!existing.contains(queue)) {
                broker.call(
                        "createQueue",
                        "{\"name\":\"" + queue + "\",\"address\":\"" + queue
                                + "\",\"routing-type\":\"ANYCAST\",\"durable\":true,\"auto-create-address\":true}",
                        true);
            }
        }
    }

    private static void makeDiverts(BrokerPlan plan, Management broker) throws IOException {
        var existing = broker.names("divertNames");
        for (var divert : plan.diverts().entrySet()) {
            // a queue and a divert may not have the same name
            var name = "gate-of." + divert.getKey();
            if (!existing.contains(name)) {
                broker.call(
                        "createDivert",
                        "{\"name\":\"" + name + "\",\"routing-name\":\"" + name + "\",\"address\":\"" + divert.getKey()
                                + "\",\"forwarding-address\":\"" + divert.getValue()
                                + "\",\"exclusive\":true,\"routing-type\":\"PASS\"}");
            }
        }
    }

    private void makeRights(BrokerPlan plan, Management broker) throws IOException {
        var wanted = new HashMap<>(plan.rights());
        for (var gone : new HashSet<>(applied.keySet())) {
            wanted.putIfAbsent(gone, new BrokerPlan.Rights(BrokerPlan.HUB_ROLE, BrokerPlan.HUB_ROLE));
        }
        for (var right : wanted.entrySet()) {
            if (right.getValue().equals(applied.get(right.getKey()))) {
                continue;
            }
            var hub = BrokerPlan.HUB_ROLE;
            broker.call(
                    "addSecuritySettings",
                    right.getKey(),
                    right.getValue().send(),
                    right.getValue().consume(),
                    hub,
                    hub,
                    hub,
                    hub,
                    hub,
                    right.getValue().consume(),
                    hub,
                    hub);
            applied.put(right.getKey(), right.getValue());
        }
    }

    @Override
    public void close() {
        later.shutdownNow();
        locator.close();
    }

    /** Calls of the broker's own control, one after another on one session. */
    private static final class Management implements AutoCloseable {
        private static final int PAGE = 1000;
        private static final JsonMapper JSON = new JsonMapper();

        private final ClientSession session;
        private final ClientRequestor requestor;

        Management(ClientSession session) throws IOException {
            this.session = session;
            try {
                this.requestor = new ClientRequestor(session, MANAGEMENT);
            } catch (Exception e) {
                throw new IOException("the broker's management address does not answer: " + e.getMessage(), e);
            }
        }

        Set<String> names(String attribute) throws IOException {
            var message = session.createMessage(false);
            ManagementHelper.putAttribute(message, ResourceNames.BROKER, attribute);
            if (ask(message, attribute) instanceof Object[] names) {
                var set = new HashSet<String>();
                Arrays.stream(names).forEach(name -> set.add(String.valueOf(name)));
                return set;
            }
            throw new IOException("the broker answered " + attribute + " without names");
        }

        /** Ends the connections of these users, whatever they call themselves and whatever they have open; not this one. */
        void close(Predicate<String> users) throws IOException {
            var connections = new TreeSet<String>();
            var own = "";
            for (var one : sessions()) {
                var connection = one.path("connectionID").asString("");
                if (one.path("id").asString("").equals(((ClientSessionInternal) session).getName())) {
                    own = connection;
                } else if (users.test(one.path("validatedUser").asString(""))) {
                    connections.add(connection);
                }
            }
            connections.remove(own);
            for (var connection : connections) {
                call("closeConnectionWithID", connection);
            }
        }

        private List<JsonNode> sessions() throws IOException {
            var all = new ArrayList<JsonNode>();
            int count = PAGE;
            for (int page = 1; count == PAGE; page++) {
                var found = JSON.readTree(String.valueOf(call("listSessions", "", page, PAGE)))
                        .path("data");
                found.forEach(all::add);
                count = found.size();
            }
            return all;
        }

        @Nullable
        Object call(String operation, Object... arguments) throws IOException {
            var message = session.createMessage(false);
            try {
                ManagementHelper.putOperationInvocation(message, ResourceNames.BROKER, operation, arguments);
            } catch (Exception e) {
                throw new IOException("the call " + operation + " cannot be written", e);
            }
            return ask(message, operation);
        }

        private @Nullable Object ask(ClientMessage question, String name) throws IOException {
            try {
                var reply = requestor.request(question, 10_000);
                if (reply == null) {
                    throw new IOException("the broker did not answer " + name + " within 10 s");
                }
                if (!ManagementHelper.hasOperationSucceeded(reply)) {
                    throw new IOException("the broker refused " + name + ": " + ManagementHelper.getResult(reply));
                }
                return ManagementHelper.getResult(reply);
            } catch (IOException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException("the broker failed at " + name + ": " + e.getMessage(), e);
            }
        }

        @Override
        public void close() throws IOException {
            try {
                requestor.close();
            } catch (Exception e) {
                throw new IOException("the management session did not close: " + e.getMessage(), e);
            }
        }
    }
}
