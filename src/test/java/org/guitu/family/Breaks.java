package org.guitu.family;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names the rules, or the codes of refusals, that a test method breaks: {@code docs/rules.md} lists it beside them. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Breaks {
    String[] value();
}
