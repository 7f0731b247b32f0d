package platform.tkex.statefulsetplus.preload;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import platform.tkex.common.leader.Fence;
import platform.tkex.common.pods.PodCache;
import platform.tkex.common.pods.PodChange;
import platform.tkex.common.time.Sleeper;
import platform.tkex.common.time.Ticker;
import platform.tkex.common.write.ApiWriter;
import platform.tkex.common.write.Write;
import platform.tkex.common.write.WriteResult;
import platform.tkex.crds.statefulsetplus.ImagePreload;
import platform.tkex.crds.statefulsetplus.InPlace;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.crds.statefulsetplus.StatefulSetPlusSpec;
import platform.tkex.crds.statefulsetplus.UpdateStrategy;
import platform.tkex.statefulsetplus.act.PreloadWrites;
import platform.tkex.statefulsetplus.events.Note;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.statefulsetplus.model.Way;
import platform.tkex.statefulsetplus.plan.ToyCluster;
import platform.tkex.statefulsetplus.revision.Revision;

/** Requests for pods that pull, what is told of them, and what is remembered. */
class PreloadsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Map<String, Revision> REVISIONS =
      Map.of("v1", revision("v1"), "v2", revision("v2"));

  private final Preloading cache = new Preloading();
  private final StatefulSetPlus web = new StatefulSetPlus();
  private final ToyCluster cluster = ToyCluster.inBatches(c -> c);
  private final List<String> sent = new ArrayList<>();
  private Function<Write, WriteResult> server = this::take;
  private Instant now = NOW;
  private final Preloads preloads = new Preloads(cache, writes(), clock());

  private static Revision revision(String name) {
    PodTemplateSpec template =
        Serialization.unmarshal(
            "spec: {containers: [{name: app, image: 'app:%s'}]}".formatted(name),
            PodTemplateSpec.class);
    return new Revision(name, 1, "", template, "r", "1", List.of(), true);
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public ZoneOffset getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return now;
      }
    };
  }

  private PreloadWrites writes() {
    ApiWriter writer =
        new ApiWriter(
            write -> {
              sent.add(write.method().toString());
              return server.apply(write);
            },
            Fence.always(),
            8,
            Runnable::run,
            Ticker.system(),
            Sleeper.system(),
            new SimpleMeterRegistry());
    return new PreloadWrites(writer, new KubernetesSerialization());
  }

  /** The cache shows it at once. */
  private WriteResult take(Write write) {
    if (write.method() == Write.Method.DELETE) {
      cache.pods.remove(write.path().replaceAll(".*/", ""));
      return new WriteResult.Done(200, null, null);
    }
    Pod pod =
        Serialization.unmarshal(
            new String(Objects.requireNonNull(write.body()), StandardCharsets.UTF_8), Pod.class);
    cache.pods.put(
        pod.getMetadata().getName(),
        new PodBuilder(pod)
            .editMetadata()
            .withUid("u" + cache.pods.size())
            .withCreationTimestamp(now.toString())
            .endMetadata()
            .build());
    return new WriteResult.Done(201, "u", "9");
  }

  /** Of ten pods on ten nodes the first two are under way. */
  @BeforeEach
  void aReleaseInItsFirstBatch() {
    web.getMetadata().setNamespace("x");
    web.getMetadata().setName("web");
    web.getMetadata().setUid("o");
    web.setSpec(new StatefulSetPlusSpec());
    web.getSpec().setSelector(new LabelSelectorBuilder().addToMatchLabels("app", "web").build());
    UpdateStrategy strategy = new UpdateStrategy();
    InPlace inPlace = new InPlace();
    ImagePreload preload = new ImagePreload();
    preload.setEnabled(true);
    preload.setParallelism(3);
    preload.setTimeoutSeconds(20);
    inPlace.setImagePreload(preload);
    strategy.setInPlace(inPlace);
    web.getSpec().setUpdateStrategy(strategy);
    cluster.ways = (pod, to) -> Way.IN_PLACE;
    cluster.settle();
    cluster.broken.add("v2");
    cluster.apply("v2");
    cluster.settle();
  }

  private Preloads.Outcome run() {
    sent.clear();
    return preloads.run(web, cluster.snapshot(), cluster.release(), REVISIONS);
  }

  private void fail() {
    cache.pods.replaceAll((name, pod) ->
        new PodBuilder(pod)
            .withNewStatus()
            .withPhase("Failed")
            .withReason("Evicted")
            .endStatus()
            .build());
  }

  private void disable() {
    UpdateStrategy strategy = new UpdateStrategy();
    web.getSpec().setUpdateStrategy(strategy);
  }

  @Test
  void asManyAsMayPullAtOnceAndTheNextPassIsWhenTheyAreGivenUp() {
    assertThat(run().after()).isEmpty();
    assertThat(sent).containsExactly("POST", "POST", "POST");

    assertThat(run())
        .isEqualTo(new Preloads.Outcome(List.of(), Optional.of(Duration.ofSeconds(30))));
    assertThat(sent).isEmpty();
  }

  @Test
  void whatTheCacheDoesNotShowIsNotMadeAgain() {
    server = _ -> new WriteResult.Done(201, "u", "9");
    run();
    run();
    assertThat(sent).isEmpty();

    cache.reached = "9";
    run();
    assertThat(sent).as("it came and went").hasSize(3);
  }

  @Test
  void aPausedReleaseStartsNoPull() {
    cluster.pause(true);

    run();

    assertThat(sent).isEmpty();
  }

  @Test
  void allGoWhenNobodyWaitsForThem() {
    run();
    disable();

    run();
    assertThat(sent).containsExactly("DELETE", "DELETE", "DELETE");
    assertThat(cache.pods).isEmpty();
    run();
    assertThat(sent).isEmpty();
  }

  @Test
  void aDeletionThatTheCacheDoesNotShowIsNotSentAgain() {
    run();
    disable();
    server = _ -> new WriteResult.Done(200, null, null);
    run();
    run();
    assertThat(sent).isEmpty();
  }

  @Test
  void theSameFaultOfSeveralNodesIsToldOnceAndTheOthersGoOn() {
    run();
    fail();

    assertThat(run().notes())
        .containsExactly(
            Note.warning(
                Reason.PRELOAD_FAILED, "Nodes n5, n6, n7 could not pull ahead app:v2: Evicted"));
    assertThat(sent).containsExactly("POST", "POST", "POST");
    assertThat(run().notes()).isEmpty();
  }

  @Test
  void aRefusalIsToldOnceInAReleaseAndAskedForAgainLater() {
    server = _ -> new WriteResult.Refused(403, "Forbidden", "exceeded quota");

    Preloads.Outcome first = run();
    assertThat(first.notes())
        .containsExactly(
            Note.warning(
                Reason.PRELOAD_FAILED, "Images of v2 are not pulled ahead: exceeded quota"));
    assertThat(first.after()).hasValue(Duration.ofSeconds(30));
    assertThat(run().notes()).isEmpty();
    assertThat(sent).isEmpty();

    now = now.plusSeconds(30);
    assertThat(run().notes()).isEmpty();
    assertThat(sent).isNotEmpty();
  }

  @Test
  void noAnswerIsNoRefusal() {
    server = _ -> new WriteResult.Unknown("no answer");

    Preloads.Outcome outcome = run();
    assertThat(outcome.notes()).isEmpty();
    assertThat(outcome.after()).hasValue(Duration.ofSeconds(2));
  }

  /** They would be counted, served and adopted as its pods are. */
  @Test
  void aSelectorThatWouldPickThemGetsNone() {
    web.getSpec()
        .setSelector(
            new LabelSelectorBuilder()
                .addNewMatchExpression("app", "DoesNotExist", List.of())
                .build());

    assertThat(run().notes())
        .singleElement()
        .extracting(Note::text)
        .asString()
        .contains("selector");
    assertThat(sent).isEmpty();
  }

  @Test
  void podsOfOthersWithItsLabelAreLeftAlone() {
    cache.pods.put(
        "mine",
        new PodBuilder()
            .withNewMetadata()
            .withName("mine")
            .addToLabels("platform.tkex/preload-of", "web")
            .endMetadata()
            .build());
    disable();

    run();

    assertThat(sent).isEmpty();
  }

  /** Shows the pods that pull, and each pod of the workload on a node of its own. */
  private static final class Preloading implements PodCache {
    final Map<String, Pod> pods = new TreeMap<>();
    @Nullable String reached;

    @Override
    public List<Pod> ownedBy(String ownerUid) {
      return List.of();
    }

    @Override
    public List<Pod> orphansIn(String namespace) {
      return List.copyOf(pods.values());
    }

    @Override
    public List<Pod> onNode(String node) {
      return List.of();
    }

    @Override
    public Pod get(String namespace, String name) {
      return new PodBuilder()
          .withNewSpec()
          .withNodeName(name.replace("web-", "n"))
          .endSpec()
          .build();
    }

    @Override
    public boolean synced() {
      return true;
    }

    @Override
    public @Nullable String lastResourceVersion() {
      return reached;
    }

    @Override
    public void addListener(Consumer<PodChange> listener) {}
  }
}
