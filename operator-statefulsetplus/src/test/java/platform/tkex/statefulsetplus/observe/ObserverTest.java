package platform.tkex.statefulsetplus.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import platform.tkex.common.pods.PodCache;
import platform.tkex.common.pods.PodChange;
import platform.tkex.common.pods.PodExpectations;
import platform.tkex.common.write.WriteResult;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.crds.statefulsetplus.StatefulSetPlusSpec;
import platform.tkex.statefulsetplus.act.OwnPods;
import platform.tkex.statefulsetplus.inplace.Refusals;
import platform.tkex.statefulsetplus.model.Gate;
import platform.tkex.statefulsetplus.model.PodState;
import platform.tkex.statefulsetplus.model.Snapshot;
import platform.tkex.statefulsetplus.revision.GracePeriod;

/** Own writes in the snapshot, whenever the cache comes to show them. */
class ObserverTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final RacingCache cache = new RacingCache();
  private final OwnPods own =
      new OwnPods(new PodExpectations(cache), Clock.fixed(NOW, ZoneOffset.UTC));
  private final Observer observer =
      new Observer(cache, own, new Refusals(), Clock.fixed(NOW, ZoneOffset.UTC));
  private final Pod web0 = ready("web-0", "u0");
  private final StatefulSetPlus object = new StatefulSetPlus();

  @BeforeEach
  void aWorkloadOfOnePod() {
    object.getMetadata().setNamespace("x");
    object.getMetadata().setName("web");
    object.getMetadata().setUid("o");
    object.setSpec(new StatefulSetPlusSpec());
    cache.pods.add(web0);
  }

  @Test
  void aDeletedPodTerminatesAlthoughTheCacheShowsItReady() {
    own.deleting("o", "u0");

    assertThat(web0State().terminating()).isTrue();
  }

  /** A pod that is gone must not be seen as one that is available: it would cost another one. */
  @Test
  void aDeletionThatIsSeenWhileThePodsAreReadIsInTheSnapshot() {
    own.deleting("o", "u0");
    cache.afterRead = () -> cache.tell(web0, null);

    assertThat(web0State().terminating()).isTrue();
  }

  @Test
  void aDeletionWithoutAnOutcomeIsLeftToBePlannedAgain() {
    own.deleting("o", "u0");
    own.deleted("o", "u0", null, new WriteResult.Unknown("no answer"));

    assertThat(web0State().terminating()).isFalse();
    assertThat(web0State().ready()).isTrue();
    assertThat(snapshot().certain(web0State())).isFalse();
  }

  @Test
  void aCreatedPodIsThereBeforeAndAfterTheCacheShowsIt() {
    own.created("o", "x/web-1", new WriteResult.Done(201, "u1", "11"), "web-r2");
    PodState unseen = snapshot().pods().get(1);
    assertThat(unseen)
        .isEqualTo(
            new PodState(
                "web-1", 1, "u1", "11", "web-r2", PodState.Phase.PENDING, false, null, true));

    Pod web1 = ready("web-1", "u1");
    cache.pods.add(web1);
    cache.tell(null, web1);

    assertThat(snapshot().pods().get(1))
        .extracting(PodState::phase)
        .isEqualTo(PodState.Phase.RUNNING);
  }

  /** Found by seed 124 of the simulation: it was deleted again with every pass. */
  @Test
  void aPodThatWasCreatedAndDeletedBeforeTheCacheShowsItTerminates() {
    own.created("o", "x/web-1", new WriteResult.Done(201, "u1", "11"), "web-r2");
    own.deleting("o", "u1");
    own.deleted("o", "u1", null, new WriteResult.Done(200, "u1", "12"));

    assertThat(snapshot().pods().get(1)).extracting(PodState::terminating).isEqualTo(true);
  }

  /** It would be opened or closed again with every pass. */
  @Test
  void aGateThatWasSetIsSentUntilTheCacheShowsIt() {
    assertThat(web0State().gate()).isEqualTo(Gate.UNSET);

    own.gated("o", "u0", "10", new WriteResult.Done(200, "u0", "11"));
    assertThat(web0State().gate()).isEqualTo(Gate.SENT);
    assertThat(web0State().settled()).as("it is not changed by that").isTrue();
    assertThat(snapshot().available(web0State())).isFalse();

    web0.getMetadata().setResourceVersion("11");
    assertThat(web0State().gate()).isEqualTo(Gate.UNSET);
  }

  private PodState web0State() {
    PodState state = snapshot().pods().get(0);
    if (state == null) {
      throw new AssertionError("web-0 is not in the snapshot");
    }
    return state;
  }

  private Snapshot snapshot() {
    return observer.snapshot(object, "web-r1", Map.of(), null);
  }

  private static Pod ready(String name, String uid) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace("x")
        .withName(name)
        .withUid(uid)
        .withResourceVersion("10")
        .addNewOwnerReference()
        .withKind("StatefulSetPlus")
        .withName("web")
        .withUid("o")
        .withController(true)
        .endOwnerReference()
        .endMetadata()
        .withNewSpec()
        .addNewReadinessGate(GracePeriod.GATE)
        .endSpec()
        .withNewStatus()
        .withPhase("Running")
        .addNewCondition()
        .withType("Ready")
        .withStatus("True")
        .endCondition()
        .endStatus()
        .build();
  }

  /** Its news may come between any two reads. */
  private static final class RacingCache implements Caches, PodCache {
    final List<Pod> pods = new ArrayList<>();
    Runnable afterRead = () -> {};
    private final List<Consumer<PodChange>> listeners = new ArrayList<>();

    void tell(@Nullable Pod before, @Nullable Pod after) {
      listeners.forEach(listener -> listener.accept(new PodChange(before, after)));
    }

    @Override
    public List<Pod> ownedBy(String ownerUid) {
      List<Pod> read = List.copyOf(pods);
      afterRead.run();
      return read;
    }

    @Override
    public PodCache pods() {
      return this;
    }

    @Override
    public List<ControllerRevision> revisionsOf(String ownerUid) {
      return List.of();
    }

    @Override
    public List<ControllerRevision> orphanRevisions(String namespace) {
      return List.of();
    }

    @Override
    public @Nullable PersistentVolumeClaim claim(String namespace, String name) {
      return null;
    }

    @Override
    public List<Pod> orphansIn(String namespace) {
      return List.of();
    }

    @Override
    public List<Pod> onNode(String node) {
      return List.of();
    }

    @Override
    public @Nullable Pod get(String namespace, String name) {
      return null;
    }

    @Override
    public boolean synced() {
      return true;
    }

    @Override
    public String lastResourceVersion() {
      return "10";
    }

    @Override
    public void addListener(Consumer<PodChange> listener) {
      listeners.add(listener);
    }
  }
}
