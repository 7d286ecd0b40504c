package org.guitu.belt;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.guitu.belt.Belt.Load;
import org.guitu.gate.Room;
import org.guitu.message.ConversationId;
import org.guitu.message.Digest;
import org.guitu.message.Header.Status;
import org.guitu.message.Header.Urgency;
import org.guitu.message.MessageId;
import org.guitu.message.MessageType;
import org.guitu.message.PartyId;
import org.junit.jupiter.api.Test;

/** How much the belt takes on at a time; what is due is told to it here, the rest of its life is in BeltTest. */
class BeltCapTest {
    private final List<Consignment> due = new ArrayList<>();
    private final List<Integer> begun = new ArrayList<>();

    /** One message to so many recipients. */
    private void message(int bytes, int recipients) {
        var deliveries = new ArrayList<Consignment.Due>();
        for (int i = 1; i <= recipients; i++) {
            deliveries.add(new Consignment.Due(
                    UUID.randomUUID(),
                    new PartyId("cn." + (100_000 + i)),
                    1,
                    0,
                    0,
                    Optional.empty(),
                    Optional.of(Statement.both(new byte[] {1}))));
        }
        due.add(new Consignment(
                MessageId.of(UUID.randomUUID()),
                MessageType.parse("alert/AlertIssue"),
                new ConversationId("urn:uuid:" + UUID.randomUUID()),
                Optional.empty(),
                1,
                new PartyId("cn.52"),
                Status.TEST,
                Urgency.ROUTINE,
                Optional.empty(),
                new byte[bytes],
                new Consignment.Verification(Digest.of(new byte[0]), "suite", Instant.EPOCH),
                deliveries));
    }

    private Exchange open() {
        var exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setProperty("messages", due.stream().map(Consignment::id).toList());
        exchange.setProperty("bytes", 1L);
        belt().open(exchange);
        return exchange;
    }

    private Belt belt() {
        var directions = new Directions() {
            @Override
            public String channel(PartyId party) {
                return "jms";
            }

            @Override
            public Collection<PartyId> fetching() {
                return List.of();
            }

            @Override
            public List<String> suites(PartyId party) {
                return List.of();
            }

            @Override
            public String telephone(PartyId party) {
                return "";
            }
        };
        return new Belt(
                new Belt.Stock(deliveries(), none(Shelf.class), none(Receipts.class)),
                directions,
                none(Notices.class),
                attempts(),
                Room.toWork(),
                Clock.systemUTC());
    }

    private Attempts attempts() {
        return new Attempts(
                none(Deliveries.class),
                none(Notices.class),
                new Retry(1, Duration.ofHours(1), Duration.ofSeconds(1)),
                Clock.systemUTC());
    }

    private Deliveries deliveries() {
        return answering(Deliveries.class, (name, arguments) -> switch (name) {
            case "open" -> List.copyOf(due);
            case "begin" -> begin((Map<?, ?>) arguments[0]);
            default -> throw new IllegalStateException(name);
        });
    }

    private Map<?, ?> begin(Map<?, ?> statements) {
        begun.add(statements.size());
        return new HashMap<>(statements);
    }

    private static <T> T none(Class<T> port) {
        return answering(port, (name, arguments) -> {
            throw new IllegalStateException(name);
        });
    }

    private interface Answer {
        Object to(String name, Object[] arguments);
    }

    private static <T> T answering(Class<T> port, Answer answer) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(),
                new Class<?>[] {port},
                (self, method, arguments) -> answer.to(method.getName(), arguments)));
    }

    private static int drops(Exchange exchange) {
        Collection<?> loads = requireNonNull(exchange.getMessage().getBody(Collection.class));
        return loads.stream().mapToInt(load -> ((Load) load).due().size()).sum();
    }

    @Test
    void so_many_deliveries_are_begun_together_and_none_is_left() {
        message(1, 64);
        message(1, 64);
        var opened = open();
        assertThat(begun).containsExactly(128);
        assertThat(opened.getProperty("left")).isEqualTo(false);
        assertThat(drops(opened)).isEqualTo(128);
    }

    @Test
    void one_more_takes_its_turn_after() {
        message(1, 64);
        message(1, 65);
        var opened = open();
        assertThat(begun).containsExactly(128);
        assertThat(opened.getProperty("left")).isEqualTo(true);
        assertThat(drops(opened)).isEqualTo(128);
    }

    @Test
    void what_is_small_goes_in_one_transaction_and_what_is_large_each_by_itself() {
        message(1 << 20, 4);
        assertThat(open().getProperty("way")).isEqualTo("together");
        message(1, 1);
        assertThat(open().getProperty("way")).isEqualTo("open");
    }
}
