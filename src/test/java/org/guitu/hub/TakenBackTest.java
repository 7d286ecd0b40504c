package org.guitu.hub;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.springframework.transaction.TransactionSystemException;

/** Only what the broker has certainly not got is sent again at once: sent twice, both copies could reach a mailbox. */
class TakenBackTest {
    /** As the transaction manager hands it on. */
    private static Throwable failure(ActiveMQException broker) {
        var jms = new JMSException("commit");
        jms.initCause(broker);
        return new TransactionSystemException("Could not commit JMS transaction", jms);
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.INCLUDE,
            names = {
                "ADDRESS_FULL",
                "DUPLICATE_ID_REJECTED",
                "QUEUE_DOES_NOT_EXIST",
                "TRANSACTION_ROLLED_BACK",
                "SECURITY_EXCEPTION"
            })
    void a_no_of_the_broker_is_certain(ActiveMQExceptionType type) {
        assertThat(Lines.takenBack(failure(new ActiveMQException("no", type)))).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.INCLUDE,
            names = {
                "CONNECTION_TIMEDOUT",
                "UNBLOCKED",
                "NOT_CONNECTED",
                "DISCONNECTED",
                "INTERNAL_ERROR",
                "IO_ERROR",
                "GENERIC_EXCEPTION",
                "TRANSACTION_OUTCOME_UNKNOWN"
            })
    void silence_is_not(ActiveMQExceptionType type) {
        assertThat(Lines.takenBack(failure(new ActiveMQException("gone", type))))
                .isFalse();
    }

    @org.junit.jupiter.api.Test
    void nor_is_what_the_broker_never_said() {
        assertThat(Lines.takenBack(new IllegalStateException(new JMSException("closed"))))
                .isFalse();
    }
}
