package org.guitu.arch;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaModifier.BRIDGE;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import javax.xml.crypto.dsig.XMLSignatureFactory;

/** Habits of the house that a machine can keep. */
@AnalyzeClasses(packages = "org.guitu", importOptions = ImportOption.DoNotIncludeTests.class)
final class HabitsTest {
    private static final Set<String> STATIONS =
            Set.of("Receiver", "Authenticator", "Verifier", "Validator", "Authoriser", "Journal");
    private static final Set<String> STATES =
            Set.of("Received", "Authenticated", "Verified", "Validated", "Authorised", "Recorded");
    private static final Set<String> TOO_WIDE =
            Set.of("java.lang.Exception", "java.lang.RuntimeException", "java.lang.Throwable", "java.lang.Error");

    @ArchTest
    static final ArchRule nobody_declares_any_exception = noCodeUnits()
            .that()
            .doNotHaveModifier(BRIDGE)
            .should()
            .declareThrowableOfType(
                    DescribedPredicate.describe("java.lang.Exception or wider", c -> TOO_WIDE.contains(c.getName())))
            .because("a caller has to know what can go wrong");

    @ArchTest
    static final ArchRule nobody_throws_any_exception = noClasses()
            .should()
            .callConstructorWhere(DescribedPredicate.<JavaConstructorCall>describe(
                    "an exception without a name is made",
                    call -> TOO_WIDE.contains(call.getTargetOwner().getName())
                            && !call.getOrigin().isConstructor()))
            .because("a caller has to know what went wrong");

    @ArchTest
    static final ArchRule nothing_is_injected_into_fields = noFields()
            .should()
            .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
            .orShould()
            .beAnnotatedWith("org.springframework.beans.factory.annotation.Value")
            .orShould()
            .beAnnotatedWith("jakarta.inject.Inject")
            .orShould()
            .beAnnotatedWith("jakarta.annotation.Resource")
            .orShould()
            .beAnnotatedWith("org.apache.camel.BeanInject")
            .because("what an object needs stands in its constructor");

    @ArchTest
    static final ArchRule statics_do_not_change = fields().that()
            .areStatic()
            .and()
            .areDeclaredInClassesThat(DescribedPredicate.not(generated()))
            .should()
            .beFinal()
            .because("two hubs in one process are two hubs");

    @ArchTest
    static final ArchRule statics_hold_no_arrays = noFields()
            .that()
            .areStatic()
            .and()
            .areNotPrivate()
            .and()
            .doNotHaveModifier(SYNTHETIC)
            .should()
            .haveRawType(DescribedPredicate.describe("an array", JavaClass::isArray))
            .because("anybody could write into it");

    @ArchTest
    static final ArchRule only_its_station_mints_a_state = constructors()
            .that()
            .areDeclaredInClassesThat(named("gate", STATES))
            .should()
            .bePackagePrivate()
            .orShould()
            .bePrivate()
            .because("a state is a proof that the station before it was passed");

    @ArchTest
    static final ArchRule states_are_final = classes()
            .that(named("gate", STATES))
            .should()
            .haveModifier(FINAL)
            .because("a proof that can be extended can be forged");

    @ArchTest
    static final ArchRule stations_do_not_know_each_other = noClasses()
            .that()
            .resideOutsideOfPackage("org.guitu.hub..")
            .and()
            .doNotHaveSimpleName("Gate")
            .should(new KnowSeveral(named("gate", STATIONS)))
            .because("their order stands in one place");

    @ArchTest
    static final ArchRule signatures_stay_short = codeUnits()
            .that()
            .areDeclaredInClassesThat(DescribedPredicate.not(records()))
            .and()
            // whoever implements it takes what it says
            .areDeclaredInClassesThat(DescribedPredicate.not(assignableTo(XMLSignatureFactory.class)))
            .should(new TakeAtMost(6))
            .because("what needs more has a name of its own");

    @ArchTest
    static final ArchRule names_say_what_it_is = noClasses()
            .should()
            .haveNameMatching(".*(Manager|Helper|Utils?|Impl|Processor|Handler)")
            .because("these words say nothing of the field");

    private static DescribedPredicate<JavaClass> named(String in, Set<String> names) {
        return DescribedPredicate.describe(
                "one of " + names,
                c -> c.getPackageName().equals("org.guitu." + in) && names.contains(c.getSimpleName()));
    }

    private static DescribedPredicate<JavaClass> records() {
        return DescribedPredicate.describe("records", JavaClass::isRecord);
    }

    /** The compiler's own: assertion switches and the tables of switches over enums. */
    private static DescribedPredicate<JavaClass> generated() {
        return DescribedPredicate.describe(
                "made by the compiler", c -> c.getSimpleName().isEmpty());
    }
}
