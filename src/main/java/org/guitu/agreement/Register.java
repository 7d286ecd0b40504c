package org.guitu.agreement;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.guitu.message.ConversationId;
import org.guitu.message.Labels;
import org.guitu.message.PartyId;

/** The agreements that were concluded, as the record keeps them. */
public interface Register {
    /**
     * The clauses between these two parties, whether in force or not, the most important first.
     *
     * @param conversation of the message that asks: one that a clause has allowed before may end under it
     */
    List<Standing> between(PartyId from, PartyId to, ConversationId conversation, Instant at);

    /** The clauses in force of every agreement but this one. */
    List<Clause> inForceBeside(ConversationId agreement, Instant at);

    /** The conversations that are not over, begun under this agreement, in which this party takes part. */
    Set<ConversationId> open(ConversationId agreement, PartyId party);

    /** A clause, and whether it allows anything now: {@code state} is that of its agreement's conversation. */
    record Standing(Clause clause, String state, boolean inForce) {
        /** By which clause, and until when. */
        public Labels speaking() {
            var name = clause.name();
            return new Labels(
                    name.zh() + "(有效至 " + clause.until() + ")", name.en() + ", in force until " + clause.until());
        }

        /** Why it does not, and what to do, for the refusal. */
        public Labels silent() {
            var name = clause.name();
            return new Labels(
                    name.zh() + "本可允许,但该协议现为 " + state + "(有效期 " + clause.from() + " 至 " + clause.until()
                            + ")。请等待其生效或恢复,或重新签订。",
                    name.en() + " would allow it, but the agreement is " + state + " (its term is " + clause.from()
                            + " to " + clause.until()
                            + "). Wait until it is in force or resumed, or conclude it anew.");
        }
    }
}
