package org.guitu.arch;

import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** Met by a method or constructor with no more parameters than this. */
final class TakeAtMost extends ArchCondition<JavaCodeUnit> {
    private final int most;

    TakeAtMost(int most) {
        super("take at most " + most + " parameters");
        this.most = most;
    }

    @Override
    public void check(JavaCodeUnit item, ConditionEvents events) {
        int taken = item.getRawParameterTypes().size();
        events.add(new SimpleConditionEvent(item, taken <= most, item.getFullName() + " takes " + taken));
    }
}
