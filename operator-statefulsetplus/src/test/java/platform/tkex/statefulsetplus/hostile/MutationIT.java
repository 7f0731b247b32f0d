package platform.tkex.statefulsetplus.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.testkit.TkexAssertions.assertThatHistory;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Container;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.statefulsetplus.batches.LiveWorkload;
import platform.tkex.statefulsetplus.batches.Story;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.testkit.PodHistory;
import platform.tkex.testkit.Pods;

/** Webhooks that change pods on their way in. */
class MutationIT extends HostileTest {

  @Test
  void whatIsInjectedIsLeftAloneAndMovesNothing() {
    String patch =
        """
        [{"op": "add", "path": "/spec/containers/-",
          "value": {"name": "proxy", "image": "proxy:v1"}},
         {"op": "add", "path": "/metadata/labels/injected", "value": "yes"},
         {"op": "add", "path": "/metadata/annotations", "value": {"injected": "yes"}}]
        """;
    try (AdmissionServer server = patching(patch)) {
      given(Webhooks.configuration("Mutating", namespace, server.clientConfig()));
      awaitTrial("app:v1", answer -> answer.contains("proxy:v1"));
      LiveWorkload web = running(web(3).autoBatches("1", "2"));
      PodHistory.Mark mark = web.history().mark();

      web.release("app:v2").awaitReleased().awaitImages("v2 v2 v2");
      othersGoOn();
      web.awaitPasses();

      assertThatHistory(web.history().since(mark)).createdOnceEach(0, 1, 2);
      assertThat(web.pods()).allMatch(pod -> isInjected(web, Pods.ordinal(pod)));
    }
  }

  /** Without the selector's labels it is nobody's: it is let go, and its name is told as taken. */
  @Test
  void aPodWhoseLabelsAreTakenAwayIsMadeOnceAndTold() {
    String patch = "[{\"op\": \"replace\", \"path\": \"/metadata/labels/app\", \"value\": \"x\"}]";
    LiveWorkload web = running(web(1).autoBatches("1"));
    try (AdmissionServer server = patching(patch)) {
      given(Webhooks.configuration("Mutating", namespace, server.clientConfig()));
      awaitTrial("app:v1", answer -> answer.contains("app=x"));
      client.resource(web.pod(0)).delete();

      awaitLack(web, "1 missing (0)", "not of this workload", "web-0");
      Story.of(web).awaitEvent(Reason.FAILED_CREATE, "not of this workload", "web-0");
      String uid = web.pod(0).getMetadata().getUid();
      othersGoOn();
      web.awaitPasses();
      assertThat(web.pod(0).getMetadata().getUid()).as("nothing goes round").isEqualTo(uid);

      takeBack();
      server.stop();
      client.resource(web.pod(0)).delete();
      web.awaitImages("v1").awaitGeneral(GeneralStatus.COMPLETED);
    }
  }

  private static boolean isInjected(LiveWorkload web, int ordinal) {
    return web.pod(ordinal).getSpec().getContainers().stream()
        .map(Container::getName)
        .anyMatch("proxy"::equals);
  }

  private static AdmissionServer patching(String patch) {
    String encoded = Base64.getEncoder().encodeToString(patch.getBytes(StandardCharsets.UTF_8));
    return AdmissionServer.start((pod, response) -> patch(response, encoded));
  }

  private static void patch(ObjectNode response, String encoded) {
    response.put("patchType", "JSONPatch").put("patch", encoded);
  }
}
