package platform.tkex.statefulsetplus.act;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import platform.tkex.common.leader.Fence;
import platform.tkex.common.pods.PodExpectations;
import platform.tkex.common.time.Sleeper;
import platform.tkex.common.time.Ticker;
import platform.tkex.common.write.ApiWriter;
import platform.tkex.common.write.Write;
import platform.tkex.common.write.WriteResult;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.crds.statefulsetplus.StatefulSetPlusSpec;
import platform.tkex.statefulsetplus.inplace.Refusals;
import platform.tkex.statefulsetplus.model.PodState;
import platform.tkex.statefulsetplus.plan.Action;
import platform.tkex.statefulsetplus.revision.Revision;

class PodActionsTest {
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

  private final List<String> sent = new ArrayList<>();
  private final NoPods cache = new NoPods();
  private final OwnPods own = new OwnPods(new PodExpectations(cache), NOW);
  private final StatefulSetPlus web = new StatefulSetPlus();

  /** With a full quota a lost pod would else keep a release, a rollback and scale-in from going. */
  @Test
  void noRoomForANewPodKeepsNoOldOne() {
    PodActions actions =
        actions(write ->
            write.method() == Write.Method.POST
                ? new WriteResult.Refused(403, "Forbidden", "exceeded quota")
                : new WriteResult.Done(200, "u", "1"));

    List<PodActions.Outcome> outcomes =
        actions.run(
            web,
            Map.of("v1", v1()),
            List.of(
                new Action.CreatePod(0, "v1", List.of()),
                new Action.CreatePod(1, "v1", List.of()),
                new Action.DeletePod(pod(7), "scale-in"),
                new Action.DeletePod(pod(8), "scale-in")));

    assertThat(sent)
        .containsExactly(
            "POST /api/v1/namespaces/x/pods",
            "DELETE /api/v1/namespaces/x/pods/web-7",
            "DELETE /api/v1/namespaces/x/pods/web-8");
    assertThat(outcomes)
        .extracting(outcome -> outcome.result().done())
        .containsExactly(false, false, true, true);
    assertThat(own.terminating("o")).containsExactlyInAnyOrder("u7", "u8");
  }

  /** It may get ready while its deletion is on its way, and then it costs the budget. */
  @Test
  void aPodThatGoesForBeingUnavailableGoesOnlyAsItWasSeen() {
    List<String> bodies = new ArrayList<>();
    PodActions actions =
        actions(write -> {
          bodies.add(new String(write.body(), StandardCharsets.UTF_8));
          return new WriteResult.Refused(409, "Conflict", "modified");
        });

    actions.run(web, Map.of(), List.of(new Action.DeletePod(pod(7), "update", true)));
    actions.run(web, Map.of(), List.of(new Action.DeletePod(pod(8), "update", false)));

    assertThat(bodies.getFirst()).contains("{\"uid\":\"u7\",\"resourceVersion\":\"5\"}");
    assertThat(bodies.getLast()).contains("{\"uid\":\"u8\"}");
    assertThat(own.terminating("o")).isEmpty();
  }

  private interface Server {
    WriteResult answer(Write write);
  }

  private PodActions actions(Server server) {
    web.getMetadata().setNamespace("x");
    web.getMetadata().setName("web");
    web.getMetadata().setUid("o");
    web.setSpec(new StatefulSetPlusSpec());
    ApiWriter writer =
        new ApiWriter(
            write -> {
              sent.add(write.method() + " " + write.path());
              return server.answer(write);
            },
            Fence.always(),
            8,
            Runnable::run,
            Ticker.system(),
            Sleeper.system(),
            new SimpleMeterRegistry());
    KubernetesSerialization json = new KubernetesSerialization();
    LivingPods living = new LivingPods(cache, writer, json, own, new Refusals(), NOW);
    return new PodActions(writer, json, own, living, NOW);
  }

  private static Revision v1() {
    return new Revision(
        "v1",
        1,
        "",
        new PodTemplateSpecBuilder()
            .withNewSpec()
            .addNewContainer()
            .withName("c")
            .withImage("app:v1")
            .endContainer()
            .endSpec()
            .build(),
        "r",
        "1",
        List.of(),
        true);
  }

  private static PodState pod(int ordinal) {
    return new PodState(
        "web-" + ordinal,
        ordinal,
        "u" + ordinal,
        "5",
        "v1",
        PodState.Phase.RUNNING,
        false,
        Instant.EPOCH,
        true);
  }
}
