package platform.tkex.statefulsetplus.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.Cluster;
import platform.tkex.testkit.TestNamespace;
import platform.tkex.testkit.faults.ApiRequest;
import platform.tkex.testkit.faults.FaultProxy;
import platform.tkex.testkit.operator.Endpoint;
import platform.tkex.testkit.operator.OperatorProcess;
import platform.tkex.testkit.operator.OperatorSettings;

/**
 * One operator behind a proxy of its own, acting in one namespace.
 *
 * @param operator not started yet
 */
record Rig(FaultProxy proxy, OperatorProcess operator) implements AutoCloseable {

  private static final Duration QUIET = Duration.ofSeconds(2);

  /**
   * @param name of its log and its other files
   * @param flags beside connection and namespace
   */
  static Rig of(Cluster cluster, TestNamespace namespace, String name, String... flags) {
    FaultProxy proxy = FaultProxy.inFrontOf(cluster);
    List<String> all = new ArrayList<>(List.of("--watch-namespace=" + namespace.name()));
    Collections.addAll(all, flags);
    OperatorSettings settings =
        OperatorSettings.statefulSetPlus().named(name).with(all.toArray(String[]::new));
    return new Rig(
        proxy, OperatorProcess.of(cluster, settings, new Endpoint(proxy.url(), proxy.authority())));
  }

  Rig started() {
    operator.start();
    return this;
  }

  /** Writes so far, in their order, but for the lease, which a leader renews for ever. */
  List<ApiRequest> writes() {
    return proxy.requests().stream().filter(ApiRequest::isWrite).filter(Rig::isNoLease).toList();
  }

  private static boolean isNoLease(ApiRequest write) {
    return !write.resource().equals("leases");
  }

  /** Waits until the operator, which has nothing to do any more, does nothing: no write at all. */
  void awaitQuiet() {
    Instant from = Instant.now().plus(QUIET);
    Await.until(
        "no more writes; the last ones were " + last(),
        () -> from.isBefore(Instant.now()) && isStill(QUIET));
  }

  /** Whether no write came for so long. */
  boolean isStill(Duration time) {
    Instant since = Instant.now().minus(time);
    return writes().stream().noneMatch(write -> write.at().isAfter(since));
  }

  private List<ApiRequest> last() {
    List<ApiRequest> writes = writes();
    return writes.subList(Math.max(0, writes.size() - 5), writes.size());
  }

  @Override
  public void close() {
    operator.kill();
    operator.close();
    proxy.close();
  }
}
