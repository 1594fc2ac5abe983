package io.github.virtcompanion;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/// The arrows between packages and the fences around the outside world.
class ArchitectureTest {
    private static final String ROOT = "io.github.virtcompanion";
    private static final JavaClasses MAIN = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages(ROOT);

    @Test
    void arrowsPointDownwardsOnly() {
        layeredArchitecture().consideringOnlyDependenciesInLayers().withOptionalLayers(true)
                .layer("start").definedBy(ROOT)
                .layer("ui").definedBy(ROOT + ".ui..")
                .layer("cli").definedBy(ROOT + ".cli..")
                .layer("change").definedBy(ROOT + ".change..")
                .layer("bench").definedBy(ROOT + ".bench..")
                .layer("inventory").definedBy(ROOT + ".inventory..")
                .layer("advice").definedBy(ROOT + ".advice..")
                .layer("options").definedBy(ROOT + ".options..")
                .layer("libvirt").definedBy(ROOT + ".libvirt..")
                .layer("host").definedBy(ROOT + ".host..")
                .layer("xml").definedBy(ROOT + ".xml..")
                .layer("system").definedBy(ROOT + ".system..")
                .layer("words").definedBy(ROOT + ".words..")
                .layer("model").definedBy(ROOT + ".model..")
                .whereLayer("start").mayNotBeAccessedByAnyLayer()
                .whereLayer("ui").mayOnlyBeAccessedByLayers("start")
                .whereLayer("cli").mayOnlyBeAccessedByLayers("start")
                .whereLayer("change").mayOnlyBeAccessedByLayers("start", "ui", "cli")
                .whereLayer("bench").mayOnlyBeAccessedByLayers("start", "ui", "cli")
                .whereLayer("inventory").mayOnlyBeAccessedByLayers("start", "ui", "cli", "change")
                .whereLayer("advice").mayOnlyBeAccessedByLayers("start", "ui", "cli", "inventory")
                .whereLayer("options").mayOnlyBeAccessedByLayers("start", "ui", "cli", "change", "inventory")
                .whereLayer("libvirt").mayOnlyBeAccessedByLayers("start", "ui", "cli", "change", "inventory")
                .whereLayer("host").mayOnlyBeAccessedByLayers("start", "cli", "change", "bench", "inventory")
                .whereLayer("xml").mayOnlyBeAccessedByLayers("start", "ui", "cli", "change", "inventory", "options")
                .whereLayer("system").mayOnlyBeAccessedByLayers("start", "ui", "cli", "change", "bench", "inventory", "libvirt", "host", "xml")
                .whereLayer("words").mayOnlyBeAccessedByLayers("start", "ui", "cli")
                .check(MAIN);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void onlyUiKnowsJavaFx() {
        nothingOutside("ui").dependsOn("javafx..", "atlantafx..", "org.controlsfx..", "impl.org.controlsfx..", "org.kordamp..", "org.fxmisc..");
    }

    @Test
    void onlyLibvirtKnowsLibvirt() {
        noClasses().that().resideOutsideOfPackages(ROOT + ".libvirt..", "org.libvirt..")
                .should().dependOnClassesThat().resideInAnyPackage("com.sun.jna..", "org.libvirt..").check(MAIN);
    }

    @Test
    void onlySystemTouchesFilesAndCommands() {
        noClasses().that().resideOutsideOfPackages(ROOT + ".system..")
                .should().dependOnClassesThat().haveFullyQualifiedName("java.nio.file.Files")
                .orShould().dependOnClassesThat().haveFullyQualifiedName("java.io.FileInputStream")
                .orShould().dependOnClassesThat().haveFullyQualifiedName("java.io.FileOutputStream")
                .orShould().dependOnClassesThat().haveFullyQualifiedName("java.lang.ProcessBuilder")
                .orShould().dependOnClassesThat().haveFullyQualifiedName("java.lang.Runtime").check(MAIN);
        // JavaFX's file dialogs answer in this class; it goes no further than the one that asks them.
        noClasses().that().resideOutsideOfPackages(ROOT + ".system..").and().doNotHaveFullyQualifiedName(ROOT + ".ui.Choosers")
                .should().dependOnClassesThat().haveFullyQualifiedName("java.io.File").check(MAIN);
    }

    @Test
    void modelAndAdviceAreMadeOfTheJdkAlone() {
        classes().that().resideInAPackage(ROOT + ".model..").should().onlyDependOnClassesThat()
                .resideInAnyPackage("java.lang..", "java.util..", ROOT + ".model..").check(MAIN);
        ArchRule advice = classes().that().resideInAPackage(ROOT + ".advice..").should().onlyDependOnClassesThat()
                .resideInAnyPackage("java.lang..", "java.util..", ROOT + ".model..", ROOT + ".advice..");
        advice.allowEmptyShould(true).check(MAIN);
    }

    @Test
    void oneWayOntoTheFxThread() {
        noClasses().that().doNotHaveFullyQualifiedName(ROOT + ".ui.Background").and().doNotHaveFullyQualifiedName(ROOT + ".ui.Background$OnFxThread")
                .should().callMethod("javafx.application.Platform", "runLater", Runnable.class.getName()).check(MAIN);
    }

    @Test
    void noOtherToolkit() {
        noClasses().should().dependOnClassesThat().resideInAnyPackage("java.awt..", "javax.swing..").check(MAIN);
    }

    private static Fence nothingOutside(String owner) {
        return packages -> noClasses().that().resideOutsideOfPackages(ROOT + "." + owner + "..")
                .should().dependOnClassesThat().resideInAnyPackage(packages).check(MAIN);
    }

    private interface Fence {
        void dependsOn(String... packages);
    }
}
