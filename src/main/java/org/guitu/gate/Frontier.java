package org.guitu.gate;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import org.guitu.agreement.Terms;
import org.guitu.directory.Party;
import org.guitu.family.Families;
import org.guitu.gate.Validator.Environment;
import org.guitu.message.Header;
import org.guitu.message.Header.Status;
import org.guitu.message.Refusals;
import org.guitu.message.Refused;

/** What never reaches a party, whatever is granted: a test among what is meant, and a message abroad on no basis that binds both states. */
public final class Frontier {
    private static final String BASIS = "/Message/Header/LegalBasis";
    private static final String RULE = "R-X06";

    private final Environment environment;
    private final Families families;

    public Frontier(Environment environment, Families families) {
        this.environment = environment;
        this.families = families;
    }

    /** @throws Refused GT-5008 for a test, GT-5009 without a legal basis, GT-5014 when none of those named holds */
    void require(Header header, Party from, Party to, Instant now) throws Refused {
        boolean itself = to.id().equals(from.id());
        if (environment == Environment.PRODUCTION && header.status() == Status.TEST && !to.test() && !itself) {
            throw Refusals.refusedAt("/Message/Header/Recipients", "GT-5008", to.id());
        }
        var home = country(from);
        var abroad = country(to);
        if (home.equals(abroad)) {
            return;
        }
        var named = header.legalBasis();
        if (named.isEmpty()) {
            throw new Refused(Refusals.refusal("GT-5009", BASIS, RULE, to.id()));
        }
        var bases = families.legalBases();
        var today = LocalDate.ofInstant(now, Terms.DAYS);
        if (!bases.hold(named, home, abroad, today)) {
            var others = String.join(", ", bases.between(home, abroad, today));
            throw new Refused(Refusals.refusal(
                    "GT-5014", BASIS, RULE, String.join(", ", named), home, abroad, today, to.id(), others));
        }
    }

    private static String country(Party party) {
        return party.id().country().toUpperCase(Locale.ROOT);
    }
}
