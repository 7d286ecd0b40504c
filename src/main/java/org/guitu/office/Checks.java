package org.guitu.office;

import java.util.List;
import org.guitu.family.Sealable;
import org.guitu.message.Refused;
import org.guitu.message.Warning;
import org.w3c.dom.Document;

/** What the hub would say to a document: the same schemas and rules, run here before anything is signed away. */
@FunctionalInterface
interface Checks {
    /**
     * Checks a document, signed or not yet, against schema and rules of its family.
     *
     * @return remarks that do not refuse it
     * @throws Refused with the very refusal the hub would give
     * @throws OfficeProblem when the schemas cannot be used
     */
    List<Warning> check(Document document) throws Refused, OfficeProblem;

    /**
     * What of a checked document is sealed or has to be.
     *
     * @throws Refused where no schema describes what stands there
     */
    default List<Sealable> sealables(Document checked) throws Refused, OfficeProblem {
        return List.of();
    }
}
