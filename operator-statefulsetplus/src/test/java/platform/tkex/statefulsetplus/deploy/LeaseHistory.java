package platform.tkex.statefulsetplus.deploy;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import platform.tkex.testkit.UnbrokenWatch;

/** Who held the lease, one after the other; empty while nobody did. */
final class LeaseHistory implements AutoCloseable {
  private final List<Held> held = new ArrayList<>();
  private final UnbrokenWatch<Lease> watch;

  /** From when on, by the clock of this test. */
  record Held(String holder, Instant since) {}

  LeaseHistory(KubernetesClient client, String namespace, String name) {
    Resource<Lease> lease = client.leases().inNamespace(namespace).withName(name);
    watch = UnbrokenWatch.open(lease::watch, null, (_, state) -> told(state), _ -> null);
  }

  private synchronized void told(Lease lease) {
    String holder = Objects.requireNonNullElse(lease.getSpec().getHolderIdentity(), "");
    if (held.isEmpty() || !held.getLast().holder().equals(holder)) {
      held.add(new Held(holder, Instant.now()));
    }
  }

  /** How long nobody held it, after it was given back: empty when it never was. */
  synchronized List<Duration> gaps() {
    List<Duration> gaps = new ArrayList<>();
    for (int i = 0; i + 1 < held.size(); i++) {
      if (held.get(i).holder().isEmpty()) {
        gaps.add(Duration.between(held.get(i).since(), held.get(i + 1).since()));
      }
    }
    return gaps;
  }

  @Override
  public void close() {
    watch.close();
  }
}
