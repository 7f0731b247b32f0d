package platform.tkex.gc;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import platform.tkex.common.write.ApiWriter;

/** The arrows of this controller: what was observed, the planner, the executor. */
@AnalyzeClasses(
    packagesOf = ArchitectureTest.class,
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String MODEL = "platform.tkex.gc.model..";
  private static final String PLAN = "platform.tkex.gc.plan..";

  /** What changes something on the API server, by fabric8's names. */
  private static final String WRITES =
      "create|createOr.*|update|updateStatus|patch|patchStatus|replace|replaceStatus|edit"
          + "|editStatus|delete|serverSideApply|forceConflicts|scale|rolling|evict|sendAsync";

  @ArchTest
  final ArchRule thePlannerKnowsValuesOnly =
      classes()
          .that()
          .resideInAnyPackage(MODEL, PLAN)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "java.lang..",
                  "java.time..",
                  "java.util..",
                  "org.jspecify..",
                  "io.fabric8.kubernetes.api.model",
                  "platform.tkex.crds..",
                  MODEL,
                  PLAN));

  @ArchTest
  final ArchRule thePlannerHasNoClockOfItsOwn =
      noClasses()
          .that()
          .resideInAnyPackage(MODEL, PLAN)
          .should()
          .dependOnClassesThat(
              equivalentTo(Clock.class)
                  .or(equivalentTo(System.class))
                  .or(equivalentTo(Thread.class))
                  .or(resideInAPackage("java.util.concurrent..")))
          .orShould()
          .callMethod(Instant.class, "now");

  @ArchTest
  final ArchRule theModelKnowsNoPlan =
      noClasses()
          .that()
          .resideInAPackage(MODEL)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(PLAN);

  @ArchTest
  final ArchRule onlyActWrites =
      noClasses()
          .that()
          .resideOutsideOfPackage("platform.tkex.gc.act..")
          .should()
          .callMethodWhere(
              JavaAccess.Predicates.targetOwner(are(equivalentTo(ApiWriter.class)))
                  .and(JavaAccess.Predicates.target(are(nameMatching("run")))));

  @ArchTest
  final ArchRule nobodyWritesPastTheWriter =
      noClasses()
          .should()
          .accessTargetWhere(
              JavaAccess.Predicates.targetOwner(resideInAPackage("io.fabric8.kubernetes.client.."))
                  .and(JavaAccess.Predicates.target(are(nameMatching(WRITES)))));

  @ArchTest
  final ArchRule noOtherControllerIsKnownHere =
      noClasses()
          .should()
          .dependOnClassesThat(
              resideInAPackage("platform.tkex.statefulsetplus..")
                  .or(resideInAPackage("platform.tkex.testkit..")));
}
