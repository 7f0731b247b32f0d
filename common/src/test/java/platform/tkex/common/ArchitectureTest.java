package platform.tkex.common;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packagesOf = ArchitectureTest.class,
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  /** What changes something on the API server, by fabric8's names. */
  private static final String WRITES =
      "create|createOr.*|update|updateStatus|patch|patchStatus|replace|replaceStatus|edit"
          + "|editStatus|delete|serverSideApply|forceConflicts|scale|rolling|evict|sendAsync";

  @ArchTest
  final ArchRule noControllerIsKnownHere =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("platform.tkex..")
                  .and(resideOutsideOfPackages("platform.tkex.common..", "platform.tkex.crds..")));

  @ArchTest
  final ArchRule packagesHaveAnOrder =
      slices().matching("platform.tkex.common.(*)..").should().beFreeOfCycles();

  @ArchTest
  final ArchRule theHttpClientIsKnownToOnePackage =
      noClasses()
          .that()
          .resideOutsideOfPackage("..common.client..")
          .should()
          .dependOnClassesThat(resideInAnyPackage("io.vertx..", "io.netty.."));

  @ArchTest
  final ArchRule onlyWriterEventsAndLeaseChangeSomething =
      noClasses()
          .that()
          .resideOutsideOfPackages("..common.write..", "..common.events..", "..common.leader..")
          .should()
          .accessTargetWhere(
              JavaAccess.Predicates.targetOwner(resideInAPackage("io.fabric8.kubernetes.client.."))
                  .and(JavaAccess.Predicates.target(are(nameMatching(WRITES)))));

  /** What is decided by time can be tested only where the test owns the time. */
  @ArchTest
  final ArchRule whoWaitsOrMeasuresIsGivenTheTime =
      noClasses()
          .that()
          .resideInAnyPackage(
              "..common.leader..", "..common.events..", "..common.write..", "..common.pods..")
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(Thread.class, "sleep", java.time.Duration.class);

  @ArchTest
  final ArchRule timeIsAtTheBottom =
      classes()
          .that()
          .resideInAPackage("..common.time..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage("java..", "org.jspecify..", "..common.time.."));
}
