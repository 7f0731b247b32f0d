package platform.tkex.statefulsetplus.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import platform.tkex.statefulsetplus.faults.Trial.Ending;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.Cluster;
import platform.tkex.testkit.TestNamespace;
import platform.tkex.testkit.faults.Fault;

/**
 * What the operator sees of one kind stops, breaks or comes late, and of all others it does not.
 */
@FaultTest
@Execution(ExecutionMode.CONCURRENT)
class LateWatchIT {

  private static final Duration HELD = Duration.ofSeconds(60);

  @ParameterizedTest
  @ValueSource(
      strings = {"pods", "statefulsetpluses", "controllerrevisions", "persistentvolumeclaims"})
  void oneKindsNewsComeAMinuteLate(String kind, Cluster cluster, TestNamespace namespace) {
    try (Rig rig = Rig.of(cluster, namespace, "late-" + kind).started();
        Trial trial = Trial.create(namespace, "web", Ending.COMPLETED)) {
      trial.awaitRunning();
      AtomicBoolean held = new AtomicBoolean();
      rig.proxy()
          .rule(request -> {
            boolean releasing = request.isWrite() && request.resource().equals("pods");
            if (releasing && !request.query().contains("dryRun") && !held.getAndSet(true)) {
              rig.proxy().watches().hold(kind);
            }
            return Fault.NONE;
          });

      trial.release();
      Await.until("the release is under way", held::get);
      Instant until = Instant.now().plus(HELD);
      Await.until("the minute is over", () -> Instant.now().isAfter(until));
      rig.proxy().watches().letGo(kind);

      trial.awaitEnd();
      rig.awaitQuiet();
      trial.check();
    }
  }
}
