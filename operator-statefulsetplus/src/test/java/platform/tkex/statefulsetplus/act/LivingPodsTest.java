package platform.tkex.statefulsetplus.act;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import platform.tkex.common.leader.Fence;
import platform.tkex.common.pods.PodExpectations;
import platform.tkex.common.time.Sleeper;
import platform.tkex.common.time.Ticker;
import platform.tkex.common.write.ApiWriter;
import platform.tkex.common.write.Write;
import platform.tkex.common.write.WriteResult;
import platform.tkex.crds.statefulsetplus.PodUpdatePolicy;
import platform.tkex.crds.statefulsetplus.ResizeFallback;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.crds.statefulsetplus.StatefulSetPlusSpec;
import platform.tkex.statefulsetplus.inplace.Changes;
import platform.tkex.statefulsetplus.inplace.Refusals;
import platform.tkex.statefulsetplus.model.PodState;
import platform.tkex.statefulsetplus.model.Way;
import platform.tkex.statefulsetplus.plan.Action;
import platform.tkex.statefulsetplus.revision.Revision;

/** Requests for living pods, and what is remembered of their answers. */
class LivingPodsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  private final NoPods cache = new NoPods();
  private final OwnPods own = new OwnPods(new PodExpectations(cache), CLOCK);
  private final Refusals refusals = new Refusals();
  private final List<String> sent = new ArrayList<>();
  private final StatefulSetPlus web = new StatefulSetPlus();
  private final Map<String, Revision> revisions =
      Map.of("a", revision("a", "app:v1", "1"), "b", revision("b", "app:v2", "2"));

  private static Revision revision(String name, String image, String cpu) {
    PodTemplateSpec template =
        Serialization.unmarshal(
            "spec: {containers: [{name: app, image: '%s', resources: {requests: {cpu: %s}}}]}"
                .formatted(image, cpu),
            PodTemplateSpec.class);
    return new Revision(name, 1, "", template, "r", "1", List.of(), true);
  }

  private List<PodActions.Outcome> run(Function<Write, WriteResult> server) {
    web.getMetadata().setNamespace("x");
    web.getMetadata().setUid("o");
    web.setSpec(new StatefulSetPlusSpec());
    ApiWriter writer =
        new ApiWriter(
            write -> {
              String body =
                  new String(Objects.requireNonNull(write.body()), StandardCharsets.UTF_8);
              String bound = body.replaceAll(".*\"resourceVersion\":\"(\\d+)\".*", "$1");
              sent.add(write.path().replaceAll(".*/pods/", "") + " at " + bound);
              return server.apply(write);
            },
            Fence.always(),
            8,
            Runnable::run,
            Ticker.system(),
            Sleeper.system(),
            new SimpleMeterRegistry());
    return new LivingPods(cache, writer, new KubernetesSerialization(), own, refusals, CLOCK)
        .run(web, revisions, List.of(new Action.UpdatePod(state(), "b", "update")));
  }

  private static PodState state() {
    return new PodState(
        "web-0", 0, "u0", "5", "a", PodState.Phase.RUNNING, false, Instant.EPOCH, true);
  }

  private Pod seen(String version) {
    Pod pod =
        Serialization.unmarshal(
            """
            metadata: {name: web-0, namespace: x, uid: u0, resourceVersion: '%s', generation: 1}
            spec: {containers: [{name: app, image: 'app:v1', resources: {requests: {cpu: 1}}}]}
            status: {observedGeneration: 1}
            """
                .formatted(version),
            Pod.class);
    cache.pod = pod;
    return pod;
  }

  private Way way(ResizeFallback fallback) {
    return new Changes(
            PodUpdatePolicy.IN_PLACE_IF_POSSIBLE, fallback, revisions, refusals, Duration.ZERO, NOW)
        .of(state(), "b");
  }

  @Test
  void resourcesFirstThenTheRestBoundToWhatTheyMade() {
    Pod pod = seen("5");

    assertThat(
            run(write ->
                new WriteResult.Done(200, "u0", write.path().endsWith("/resize") ? "6" : "7")))
        .allMatch(outcome -> outcome.result().done());

    assertThat(sent).containsExactly("web-0/resize at 5", "web-0 at 6");
    assertThat(Objects.requireNonNull(own.unseenUpdate("o", pod)).content()).isEqualTo("b");
    assertThat(own.unseenUpdate("o", seen("7"))).isNull();
  }

  @Test
  void aPodThatHasChangedSinceIsLeftToTheNextPass() {
    seen("6");

    assertThat(run(_ -> new WriteResult.Done(200, "u0", "9")))
        .noneMatch(outcome -> outcome.result().done());

    assertThat(sent).isEmpty();
  }

  @Test
  void aResizeThatIsRefusedGoesNoFurtherAndFollowsTheFallback() {
    Pod pod = seen("5");
    assertThat(way(ResizeFallback.RECREATE)).isEqualTo(Way.IN_PLACE);

    run(_ -> new WriteResult.Refused(422, "Invalid", "too large"));

    assertThat(sent).containsExactly("web-0/resize at 5");
    assertThat(way(ResizeFallback.RECREATE)).isEqualTo(Way.RECREATE);
    assertThat(way(ResizeFallback.FAIL)).isEqualTo(new Way.Stuck("too large"));
    assertThat(own.unseenUpdate("o", pod)).isNull();
  }

  /** Such as a quota that is full for now. */
  @Test
  void aRefusalThatMayPassIsTriedAgain() {
    seen("5");

    run(_ -> new WriteResult.Refused(403, "Forbidden", "exceeded quota"));

    assertThat(way(ResizeFallback.RECREATE)).isEqualTo(Way.IN_PLACE);
  }

  @Test
  void aPatchThatIsRefusedForGoodMeansAnotherPod() {
    seen("5");

    run(write ->
        write.path().endsWith("/resize")
            ? new WriteResult.Done(200, "u0", "6")
            : new WriteResult.Refused(422, "Invalid", "may not change"));

    assertThat(way(ResizeFallback.FAIL)).isEqualTo(Way.RECREATE);
    refusals.forget("o");
    assertThat(way(ResizeFallback.FAIL)).isEqualTo(Way.IN_PLACE);
  }

  @Test
  void aPatchWithoutAnAnswerMayHaveHappened() {
    Pod pod = seen("5");

    run(write -> new WriteResult.Unknown("no answer"));

    assertThat(Objects.requireNonNull(own.unseenUpdate("o", pod)).doubtUntil())
        .isEqualTo(NOW.plusSeconds(60));
    assertThat(own.unseenUpdate("o", seen("6"))).isNull();
  }
}
