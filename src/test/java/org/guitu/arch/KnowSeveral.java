package org.guitu.arch;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.stream.Collectors;

/** Met by a class that depends on more than one of a set of classes, itself counted. */
final class KnowSeveral extends ArchCondition<JavaClass> {
    private final DescribedPredicate<JavaClass> ofThese;

    KnowSeveral(DescribedPredicate<JavaClass> ofThese) {
        super("know several: " + ofThese.getDescription());
        this.ofThese = ofThese;
    }

    @Override
    public void check(JavaClass item, ConditionEvents events) {
        var known = item.getDirectDependenciesFromSelf().stream()
                .map(d -> d.getTargetClass().getBaseComponentType())
                .filter(ofThese)
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toSet());
        if (ofThese.test(item)) {
            known.add(item.getSimpleName());
        }
        events.add(new SimpleConditionEvent(item, known.size() > 1, item.getName() + " knows " + known));
    }
}
