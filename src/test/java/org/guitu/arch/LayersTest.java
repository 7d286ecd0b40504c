package org.guitu.arch;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import java.security.PrivateKey;

/** Imports point one way, and each framework stays behind the packages that speak to it. */
@AnalyzeClasses(packages = "org.guitu", importOptions = ImportOption.DoNotIncludeTests.class)
final class LayersTest {
    @ArchTest
    static final ArchRule imports_point_one_way = Architectures.layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("main")
            .definedBy("org.guitu")
            .layer("demo")
            .definedBy("org.guitu.demo..")
            .layer("desk")
            .definedBy("org.guitu.desk..")
            .layer("hub")
            .definedBy("org.guitu.hub..")
            .layer("door")
            .definedBy("org.guitu.door..")
            .layer("belt")
            .definedBy("org.guitu.belt..")
            .layer("gate")
            .definedBy("org.guitu.gate..")
            .layer("agreement")
            .definedBy("org.guitu.agreement..")
            .layer("seal")
            .definedBy("org.guitu.seal..")
            .layer("office")
            .definedBy("org.guitu.office..")
            .layer("family")
            .definedBy("org.guitu.family..")
            .layer("directory")
            .definedBy("org.guitu.directory..")
            .layer("keys")
            .definedBy("org.guitu.keys..")
            .layer("receipt")
            .definedBy("org.guitu.receipt..")
            .layer("soap")
            .definedBy("org.guitu.soap..")
            .layer("trust")
            .definedBy("org.guitu.trust..")
            .layer("artemis")
            .definedBy("org.guitu.artemis..")
            .layer("oversight")
            .definedBy("org.guitu.oversight..")
            .layer("xml")
            .definedBy("org.guitu.xml..")
            .layer("config")
            .definedBy("org.guitu.config..")
            .layer("message")
            .definedBy("org.guitu.message..")
            .whereLayer("main")
            .mayOnlyAccessLayers("demo", "desk", "hub", "office", "keys", "message")
            .whereLayer("demo")
            .mayOnlyAccessLayers("gate", "office", "receipt", "trust", "xml", "message")
            .whereLayer("desk")
            .mayOnlyAccessLayers("office", "receipt", "oversight", "family", "message")
            .whereLayer("hub")
            .mayOnlyAccessLayers(
                    "artemis",
                    "door",
                    "belt",
                    "gate",
                    "agreement",
                    "family",
                    "directory",
                    "receipt",
                    "oversight",
                    "seal",
                    "soap",
                    "trust",
                    "xml",
                    "config",
                    "message")
            .whereLayer("door")
            .mayOnlyAccessLayers("belt", "gate", "receipt", "soap", "trust", "message")
            .whereLayer("belt")
            .mayOnlyAccessLayers("gate", "receipt", "message")
            .whereLayer("gate")
            .mayOnlyAccessLayers(
                    "agreement",
                    "family",
                    "directory",
                    "receipt",
                    "oversight",
                    "seal",
                    "trust",
                    "xml",
                    "config",
                    "message")
            .whereLayer("seal")
            .mayOnlyAccessLayers("family", "directory", "trust", "xml", "config", "message")
            .whereLayer("agreement")
            .mayOnlyAccessLayers("family", "xml", "directory", "config", "message")
            .whereLayer("family")
            .mayOnlyAccessLayers("xml", "config", "message")
            .whereLayer("directory")
            .mayOnlyAccessLayers("trust", "xml", "config", "message")
            .whereLayer("receipt")
            .mayOnlyAccessLayers("trust", "xml", "message")
            .whereLayer("oversight")
            .mayOnlyAccessLayers("xml", "message")
            .whereLayer("keys")
            .mayOnlyAccessLayers("trust", "message")
            .whereLayer("soap")
            .mayOnlyAccessLayers("trust", "xml", "message")
            .whereLayer("artemis")
            .mayNotAccessAnyLayer()
            .whereLayer("trust")
            .mayOnlyAccessLayers("xml", "message")
            .whereLayer("xml")
            .mayOnlyAccessLayers("message")
            .whereLayer("config")
            .mayOnlyAccessLayers("message")
            .whereLayer("message")
            .mayNotAccessAnyLayer()
            .because("whoever reads a package should have to know only what lies below it (design.md 3)");

    @ArchTest
    static final ArchRule an_office_knows_no_part_of_the_hub = noClasses()
            .that()
            .resideInAPackage("org.guitu.office..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.guitu.hub..",
                    "org.guitu.gate..",
                    "org.guitu.belt..",
                    "org.guitu.door..",
                    "org.guitu.directory..",
                    "org.guitu.agreement..",
                    "org.guitu.demo..",
                    "org.springframework..")
            .because("the office stands on another machine, starts without Spring and trusts nothing of the hub's");

    @ArchTest
    static final ArchRule private_keys_stay_in_trust = noClasses()
            .that()
            .resideOutsideOfPackage("org.guitu.trust..")
            // whose library asks for one and gets a handle, or none
            .and()
            .doNotHaveFullyQualifiedName("org.guitu.soap.KeylessCrypto")
            .and()
            .doNotHaveFullyQualifiedName("org.guitu.soap.IdentityCrypto")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(PrivateKey.class)
            .because("what nobody has in hand, nobody can print, store or send");

    @ArchTest
    static final ArchRule packages_have_no_cycles = slices().matching("org.guitu.(**)")
            .should()
            .beFreeOfCycles()
            .because("two packages that need each other are one package");

    @ArchTest
    static final ArchRule camel_is_in_belt_jms_door_and_hub = noClasses()
            .that()
            .resideOutsideOfPackages("org.guitu.belt..", "org.guitu.door.jms..", "org.guitu.hub..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.camel..")
            .because("the gate decides in plain Java; only what carries knows what carries it");

    @ArchTest
    static final ArchRule cxf_is_in_soap = noClasses()
            .that()
            .resideOutsideOfPackage("org.guitu.soap..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.cxf..", "org.apache.wss4j..", "jakarta.xml.ws..")
            .because("SOAP is one line among others: who answers or calls over it knows operations and refusals");

    @ArchTest
    static final ArchRule the_servlet_container_is_in_soap = noClasses()
            .that()
            .resideOutsideOfPackage("org.guitu.soap..")
            .and()
            .doNotHaveFullyQualifiedName("org.guitu.desk.Unheard")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.catalina..")
            .because(
                    "what serves pages and operations can be another, but for what it answers before either hears of a request");

    @ArchTest
    static final ArchRule spring_is_in_hub_and_desk = noClasses()
            .that()
            .resideOutsideOfPackages("org.guitu.hub..", "org.guitu.desk..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..")
            .because("the frame is at the edge; what it frames runs and is tested without it");

    @ArchTest
    static final ArchRule no_carrier_enters_the_gate = noClasses()
            .that()
            .resideInAnyPackage(
                    "org.guitu.gate..",
                    "org.guitu.family..",
                    "org.guitu.trust..",
                    "org.guitu.xml..",
                    "org.guitu.agreement..",
                    "org.guitu.directory..",
                    "org.guitu.receipt..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.apache.camel..",
                    "org.apache.cxf..",
                    "org.guitu.soap..",
                    "org.apache.activemq..",
                    "org.apache.artemis..",
                    "jakarta.jms..",
                    "org.springframework..")
            .because("the same decision falls at every door, so it cannot depend on one");

    @ArchTest
    static final ArchRule parsers_are_made_in_xml = noClasses()
            .that()
            .resideOutsideOfPackage("org.guitu.xml..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                            "javax.xml.parsers..", "javax.xml.validation..", "javax.xml.xpath..", "javax.xml.stream..")
                    // what CXF is handed: a reader that was made in xml, and how it fails
                    .and(not(nameMatching("javax\\.xml\\.stream\\.XMLStream(Reader|Exception)")))
                    .or(com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith(
                            "TransformerFactory")))
            .because("a parser that nobody hardened is a hole; there is one maker of them");

    @ArchTest
    static final ArchRule xpath_and_rules_are_in_family = noClasses()
            .that()
            .resideOutsideOfPackage("org.guitu.family..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("net.sf.saxon..")
            .because("what rules may do is limited in one place");

    @ArchTest
    static final ArchRule the_kernel_depends_on_nothing = classes()
            .that()
            .resideInAPackage("org.guitu.message..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("org.guitu.message..", "java..", "org.jspecify..")
            .because("identifiers and refusals are the words everything else is said in");

    @ArchTest
    static final ArchRule yaml_is_read_in_config = noClasses()
            .that()
            .resideOutsideOfPackages("org.guitu.config..", "org.guitu.office..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("tools.jackson.dataformat.yaml..")
            .because(
                    "every file of the hub is read with the same strictness; an office is told of its own file in its own language");

    @ArchTest
    static final ArchRule nothing_reaches_into_the_jdk = noClasses()
            .that(alwaysTrue())
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("sun..", "com.sun..", "jdk.internal..")
            .because("it has to run on the next JDK too");
}
