package platform.tkex.statefulsetplus.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.HttpURLConnection;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.statefulsetplus.batches.Journeys;
import platform.tkex.statefulsetplus.batches.LiveWorkload;
import platform.tkex.statefulsetplus.batches.Story;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.testkit.PodHistory;

/** Policies and webhooks that refuse the pods of a release, or do not answer. */
class AdmissionIT extends HostileTest {

  /** A policy's no is final (422), so nothing moves for it. */
  @Test
  void aPolicyThatRefusesTheTemplateMovesNothing() {
    LiveWorkload web = running(web(2).autoBatches("1", "1"));
    given(policy("!object.spec.containers.exists(c, c.image == 'app:v2')", "v2 is not signed"));
    awaitTrial("app:v2", answer -> answer.contains("v2 is not signed"));
    PodHistory.Mark mark = web.history().mark();

    web.release("app:v2");

    isRefused(web, "v2 is not signed");
    assertThat(Journeys.touched(web.history().since(mark))).isEmpty();
    othersGoOn();

    takeBack();
    web.awaitReleased().awaitImages("v2 v2");
  }

  /** What a webhook says without a code of its own, the API server passes on as 400. */
  @Test
  void aWebhookThatRefusesTheTemplateMovesNothing() {
    LiveWorkload web = running(web(2).autoBatches("1", "1"));
    try (AdmissionServer server =
        AdmissionServer.start((pod, response) -> refuseV2(pod, response))) {
      given(Webhooks.configuration("Validating", namespace, server.clientConfig()));
      awaitTrial("app:v2", answer -> answer.contains("no licence for v2"));
      PodHistory.Mark mark = web.history().mark();

      web.release("app:v2");

      isRefused(web, "no licence for v2");
      assertThat(Journeys.touched(web.history().since(mark))).isEmpty();
      othersGoOn();
    }
  }

  private static void isRefused(LiveWorkload web, String words) {
    web.await(w ->
        w.hasGeneralStatus(GeneralStatus.FAILED)
            .hasCondition("Progressing", false, "InvalidTemplate")
            .hasCondition("ReleaseFailed", true, "InvalidTemplate"));
    assertThat(web.release().getMessage()).contains(words);
    Story.of(web).awaitEvent(Reason.INVALID_TEMPLATE, words);
  }

  /** A quota of any make says 403, and may say yes once an old pod is gone: a batch finds out. */
  @Test
  void aWebhookThatForbidsThePodsCostsOneBatch() {
    LiveWorkload web = running(timeout(web(3).autoBatches("1", "2"), SOON));
    try (AdmissionServer server =
        AdmissionServer.start((pod, response) -> {
          if (refuseV2(pod, response)) {
            response.withObject("/status").put("code", HttpURLConnection.HTTP_FORBIDDEN);
          }
        })) {
      given(Webhooks.configuration("Validating", namespace, server.clientConfig()));
      awaitTrial("app:v2", answer -> answer.contains("no licence for v2"));
      PodHistory.Mark mark = web.history().mark();

      web.release("app:v2");

      awaitLack(web, "1 missing (2)", "no licence for v2");
      Story.of(web).awaitEvent(Reason.FAILED_CREATE, "pod of ordinal 2", "no licence for v2");
      othersGoOn();
      web.awaitGeneral(GeneralStatus.ROLLED_BACK).awaitImages("v1 v1 v1");
      Story.of(web).awaitEvent(Reason.BATCH_FAILED, "1 missing (2)");
      assertThat(Journeys.touched(web.history().since(mark))).containsExactly(2);
    }
  }

  private static boolean refuseV2(JsonNode pod, ObjectNode response) {
    boolean refused = pod.at("/spec/containers/0/image").asText().equals("app:v2");
    if (refused) {
      response.put("allowed", false).putObject("status").put("message", "no licence for v2");
    }
    return refused;
  }

  @Test
  void whileAWebhookIsDownNoPodGoesThatCouldNotComeBack() {
    LiveWorkload web = running(web(2).autoBatches("1", "1"));
    String before = web.pod(0).getMetadata().getUid();
    try (AdmissionServer server = AdmissionServer.start((pod, response) -> {})) {
      server.stop();
      given(Webhooks.configuration("Validating", namespace, server.clientConfig()));
      awaitTrial("app:v2", answer -> answer.contains("failed calling webhook"));

      web.release("app:v2");

      web.await(w ->
          w.hasGeneralStatus(GeneralStatus.PROGRESSING)
              .hasCondition("Progressing", true, "Progressing")
              .hasCondition("ReleaseFailed", false, "NoFailure"));
      assertThat(web.release().getMessage()).contains("failed calling webhook");
      Story.of(web).awaitEvent(Reason.FAILED_CREATE, "Nothing moved", "failed calling webhook");
      web.scale(1).await(w -> w.hasReadyReplicas(1));
      assertThat(web.pod(0).getMetadata().getUid()).as("scale-in only").isEqualTo(before);
      othersGoOn();

      server.start();
      web.awaitReleased().awaitImages("v2");
    }
  }

  @Test
  void aPodLostWhileAWebhookIsDownComesOnceItIsUp() {
    LiveWorkload web = running(web(2).autoBatches("1", "1"));
    try (AdmissionServer server = AdmissionServer.start((pod, response) -> {})) {
      server.stop();
      given(Webhooks.configuration("Validating", namespace, server.clientConfig()));
      awaitTrial("app:v2", answer -> answer.contains("failed calling webhook"));

      client.resource(web.pod(1)).delete();

      awaitLack(web, "1 missing (1)", "failed calling webhook");
      Story.of(web).awaitEvent(Reason.FAILED_CREATE, "pod of ordinal 1", "failed calling webhook");
      othersGoOn();

      server.start();
      web.awaitImages("v1 v1").await(w -> w.hasCondition("Available", true));
    }
  }

  private String policy(String expression, String message) {
    return """
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingAdmissionPolicy
    metadata: {name: "%1$s"}
    spec:
      failurePolicy: Fail
      matchConstraints:
        resourceRules:
          - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
      validations:
        - {expression: "%2$s", message: "%3$s"}
    ---
    apiVersion: admissionregistration.k8s.io/v1
    kind: ValidatingAdmissionPolicyBinding
    metadata: {name: "%1$s"}
    spec:
      policyName: "%1$s"
      validationActions: [Deny]
      matchResources:
        namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: "%1$s"}}
    """
        .formatted(namespace, expression, message);
  }
}
