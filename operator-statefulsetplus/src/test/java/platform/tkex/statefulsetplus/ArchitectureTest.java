package platform.tkex.statefulsetplus;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import platform.tkex.common.write.ApiWriter;
import platform.tkex.crds.Condition;

/** The arrows of this controller: snapshot, planner, executor, status. */
@AnalyzeClasses(
    packagesOf = ArchitectureTest.class,
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String MODEL = "..statefulsetplus.model..";
  private static final String RELEASE = "..statefulsetplus.release..";
  private static final String PLAN = "..statefulsetplus.plan..";

  /** What changes something on the API server, by fabric8's names. */
  private static final String WRITES =
      "create|createOr.*|update|updateStatus|patch|patchStatus|replace|replaceStatus|edit"
          + "|editStatus|delete|serverSideApply|forceConflicts|scale|rolling|evict|sendAsync";

  private static final DescribedPredicate<JavaClass> AMBIENT_TIME =
      equivalentTo(Clock.class).or(equivalentTo(System.class)).or(equivalentTo(Thread.class));

  @ArchTest
  final ArchRule thePlannerKnowsNoClient =
      noClasses()
          .that()
          .resideInAnyPackage(MODEL, RELEASE, PLAN)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "io.fabric8.kubernetes.client..",
                  "io.micrometer..",
                  "platform.tkex.common..",
                  "java.io..",
                  "java.net..",
                  "java.nio.."));

  @ArchTest
  final ArchRule thePlannerHasNoClockOfItsOwn =
      noClasses()
          .that()
          .resideInAnyPackage(MODEL, RELEASE, PLAN)
          .should()
          .dependOnClassesThat(AMBIENT_TIME)
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .dependOnClassesThat(
              resideInAPackage("java.util.concurrent..")
                  .or(nameMatching("java\\.util\\.(Random|UUID)")));

  @ArchTest
  final ArchRule thePlannerKnowsNoneOfItsCallers =
      classes()
          .that()
          .resideInAnyPackage(MODEL, RELEASE, PLAN)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "java..",
                      "org.jspecify..",
                      // the types of the API are values, as those of java.util are
                      "io.fabric8.kubernetes.api.model",
                      "..statefulsetplus.events..")
                  .or(resideInAnyPackage(MODEL, RELEASE, PLAN)));

  @ArchTest
  final ArchRule theModelIsAtTheBottom =
      noClasses()
          .that()
          .resideInAPackage(MODEL)
          .should()
          .dependOnClassesThat(resideInAnyPackage(RELEASE, PLAN));

  @ArchTest
  final ArchRule onlyActWrites =
      noClasses()
          .that()
          .resideOutsideOfPackage("..statefulsetplus.act..")
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
  final ArchRule conditionsAreBuiltInStatus =
      noClasses()
          .that()
          .resideOutsideOfPackage("..statefulsetplus.status..")
          .should()
          .dependOnClassesThat(equivalentTo(Condition.class));
}
