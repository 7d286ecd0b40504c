package org.guitu.agreement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.guitu.message.Labels;

/**
 * What a message would have to be for a clause about its type to allow it.
 *
 * @param wants each thing that differs, as a condition; never empty
 */
record Shortfall(Grant grant, List<Labels> wants) {
    /** The clause that comes nearest: one between the same two first, then that of which least is missing. */
    static Optional<Shortfall> nearest(Stream<Grant> clauses, GrantQuestion question) {
        return clauses.filter(clause -> clause.covers(question.type()) && isNear(clause, question))
                .map(clause -> new Shortfall(clause, wants(clause, question)))
                .filter(shortfall -> !shortfall.wants().isEmpty())
                .min(Comparator.<Shortfall, Boolean>comparing(
                                shortfall -> !shortfall.grant().binds(question.from(), question.to()))
                        .thenComparing(shortfall -> shortfall.wants().size())
                        .thenComparing(
                                shortfall -> shortfall.grant().exception().isPresent()));
    }

    /** What only another party may send is no help to this one. */
    private static boolean isNear(Grant clause, GrantQuestion question) {
        return clause.isFrom(question.from()) || isReverse(clause, question);
    }

    private static boolean isReverse(Grant clause, GrantQuestion question) {
        return clause.binds(question.to(), question.from());
    }

    private static List<Labels> wants(Grant clause, GrantQuestion question) {
        var wants = new ArrayList<Labels>();
        parties(clause, question, wants);
        if (!clause.purposes().contains(question.purpose())) {
            var purposes = listed(clause.purposes());
            wants.add(new Labels("用途须为 " + purposes, "the purpose has to be " + purposes));
        }
        if (question.ceiling().compareTo(clause.privacy()) > 0) {
            wants.add(new Labels(
                    "隐私等级不得高于 " + clause.privacy(), "the privacy class may be " + clause.privacy() + " at most"));
        }
        if (!clause.urgencies().contains(question.urgency())) {
            var urgencies = listed(clause.urgencies());
            wants.add(new Labels("紧急程度须为 " + urgencies, "the urgency has to be " + urgencies));
        }
        clause.exception()
                .filter(exception -> !question.basis().contains(exception.basis()))
                .ifPresent(exception -> wants.add(new Labels(
                        "法律依据须写明 " + exception.basis() + "（例外，事后由 " + exception.told() + " 审查）",
                        "LegalBasis has to name " + exception.basis() + " (an exception, at which " + exception.told()
                                + " looks afterwards)")));
        return wants;
    }

    private static void parties(Grant clause, GrantQuestion question, List<Labels> wants) {
        if (!clause.binds(question.from(), question.to()) && isReverse(clause, question)) {
            wants.add(new Labels(
                    "方向须为由 " + question.to().id() + " 发给 " + question.from().id(),
                    "the direction has to be from " + question.to().id() + " to "
                            + question.from().id()));
            return;
        }
        if (!clause.isTo(question.to())) {
            wants.add(new Labels("接收方须为 " + listed(clause.to()), "the recipient has to be " + listed(clause.to())));
        }
    }

    private static String listed(java.util.Set<? extends Comparable<?>> values) {
        return new TreeSet<>(values).stream().map(Object::toString).collect(Collectors.joining("/"));
    }

    /** In words, to stand within the sentence that says what no clause allows. */
    Labels text() {
        return new Labels(
                "最接近的条款 " + grant.id() + " 还要求："
                        + wants.stream().map(Labels::zh).collect(Collectors.joining("；")),
                "the nearest, " + grant.id() + ", would if this were so: "
                        + wants.stream().map(Labels::en).collect(Collectors.joining("; ")));
    }
}
