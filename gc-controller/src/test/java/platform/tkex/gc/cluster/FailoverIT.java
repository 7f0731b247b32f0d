package platform.tkex.gc.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.Cluster;
import platform.tkex.testkit.KubernetesCluster;
import platform.tkex.testkit.TestNamespace;
import platform.tkex.testkit.faults.ApiRequest;
import platform.tkex.testkit.faults.Fault;
import platform.tkex.testkit.faults.Rule;

@KubernetesCluster
class FailoverIT {
  private static final String[] ELECTION = {
    "--keep=1",
    "--leader-elect=true",
    "--lease-duration=5s",
    "--lease-renew-deadline=4s",
    "--lease-retry-period=500ms"
  };

  @Test
  void theStandbyGoesOnWhereAKilledLeaderStopped(Cluster cluster, TestNamespace namespace) {
    Versions versions = new Versions(namespace, "web").withSource();
    try (Rig leader = Rig.of(cluster, namespace, "leader", ELECTION).started();
        Rig standby = Rig.of(cluster, namespace, "standby", ELECTION)) {
      Await.until("it leads", () -> leads(leader));
      standby.started();
      leader.proxy().rule(new KillAtDeletion(3, leader));
      versions.make(1, 21);

      versions.await(21);

      assertThat(leader.gc().isAlive()).isFalse();
      assertThat(leader.deletions("configmaps")).hasSizeLessThan(20);
      assertThat(standby.deletions("configmaps")).isNotEmpty();
      assertThat(leads(standby)).isTrue();
    }
  }

  private static boolean leads(Rig rig) {
    return rig.metric("leader_election_master_status{name=\"gc-controller\"}") == 1;
  }

  /** Dies when so many deletions have taken effect. */
  private record KillAtDeletion(int number, Rig rig, AtomicInteger seen) implements Rule {
    KillAtDeletion(int number, Rig rig) {
      this(number, rig, new AtomicInteger());
    }

    @Override
    public Fault decide(ApiRequest request) {
      return Fault.NONE;
    }

    @Override
    public void tookEffect(ApiRequest request) {
      if (request.method().equals("DELETE") && seen.incrementAndGet() == number) {
        rig.gc().kill();
      }
    }
  }
}
