package platform.tkex.statefulsetplus.batches;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import java.util.List;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.testkit.Await;

/** What people and pipelines read and do with kubectl. */
class KubectlIT extends BatchTest {

  private static final List<String> STORY =
      List.of(
          "ReleaseCompleted",
          "ReleaseStarted",
          "BatchStarted",
          "BatchSucceeded",
          "WaitingForConfirmation",
          "ReleasePaused",
          "ReleaseResumed",
          "BatchConfirmed",
          "BatchStarted",
          "BatchSucceeded",
          "WaitingForConfirmation",
          "BatchConfirmed",
          "ReleaseCompleted",
          "ReleaseStarted",
          "BatchStarted",
          "BatchFailed",
          "RollbackStarted",
          "RollbackSucceeded");

  private static List<String> words(String line) {
    return List.of(line.strip().split(" {2,}"));
  }

  @Test
  void columnsOfGet() {
    LiveWorkload web = running(confirmed(web(5).autoBatches("2", "1", "2")));
    Kubectl kubectl = new Kubectl(web.namespace());
    String v1 = web.revision("app:v1");
    List<String> lines = kubectl.run("get", "stsp").lines().toList();
    assertThat(words(lines.getFirst()))
        .containsExactly(
            "NAME", "READY", "UPDATED", "BATCH", "ACTION", "STATUS", "REVISION", "AGE");
    assertThat(words(lines.getLast()))
        .startsWith("web", "5/5", "5/5", "-", "Completed", "Completed", v1);

    web.release("app:v2").awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION);
    String v2 = web.revision("app:v2");
    assertThat(words(kubectl.run("get", "stsp", "web", "--no-headers")))
        .startsWith("web", "5/5", "2/5", "1/3", "WaitToConfirm", "WaitingForConfirmation", v2);
    assertThat(kubectl.run("get", "tkex", "-o", "name"))
        .isEqualTo("statefulsetplus.platform.tkex/web");
    assertThat(kubectl.run("get", "stsp", "web", "-o", "wide", "--no-headers")).contains(v1);
  }

  @Test
  void aPipelineWaitsAndConfirms() {
    LiveWorkload web = running(confirmed(web(2).autoBatches("1", "1")));
    Kubectl kubectl = new Kubectl(web.namespace());
    kubectl.run("wait", "stsp/web", "--for=condition=Available", "--timeout=60s");
    kubectl.run(
        "patch",
        "stsp",
        "web",
        "--type=json",
        "-p",
        "[{\"op\":\"replace\",\"path\":\"/spec/template/spec/containers/0/image\","
            + "\"value\":\"app:v2\"}]");
    web.asked().add("app:v2");
    for (int batch = 1; batch <= 2; batch++) {
      awaitAndConfirm(kubectl, batch);
    }
    kubectl.run("wait", "stsp/web", "--for=condition=Progressing=false", "--timeout=60s");
    assertThat(
            kubectl.run(
                "get", "stsp", "web", "-o", "jsonpath={.status.batchDeployStatus.generalStatus}"))
        .isEqualTo("Completed");
  }

  private static void awaitAndConfirm(Kubectl kubectl, int batch) {
    kubectl.run(
        "wait",
        "stsp/web",
        "--timeout=60s",
        "--for=jsonpath={.status.batchDeployStatus.batchOrder}=" + batch);
    kubectl.run(
        "wait",
        "stsp/web",
        "--timeout=60s",
        "--for=jsonpath={.status.batchDeployStatus.generalStatus}=WaitingForConfirmation");
    String revision = kubectl.run("get", "stsp", "web", "-o", "jsonpath={.status.updateRevision}");
    kubectl.run(
        "annotate",
        "stsp",
        "web",
        "--overwrite",
        "platform.tkex/confirm-batch=" + revision + "/" + batch);
  }

  @Test
  void aPipelineLearnsOfAFailure() {
    LiveWorkload web = running(timeout(web(2).autoBatches("1", "1"), SOON));
    Kubectl kubectl = new Kubectl(web.namespace());
    web.release(BROKEN);
    kubectl.run("wait", "stsp/web", "--for=condition=ReleaseFailed", "--timeout=60s");
    kubectl.run("wait", "stsp/web", "--for=condition=Progressing=false", "--timeout=60s");
    assertThat(
            kubectl.run(
                "get", "stsp", "web", "-o", "jsonpath={.status.batchDeployStatus.generalStatus}"))
        .isEqualTo("RolledBack");
    assertThat(kubectl.run("get", "stsp", "web", "-o", "jsonpath={.status.failedRevision}"))
        .isEqualTo(web.revision(BROKEN));
  }

  @Test
  void scaleWorks() {
    LiveWorkload web = running(web(2).autoBatches("1", "1"));
    new Kubectl(web.namespace()).run("scale", "stsp", "web", "--replicas=3");
    web.awaitImages("v1 v1 v1");
  }

  @Test
  void describeTellsTheStoryOfARelease() {
    LiveWorkload web = running(confirmed(web(3).autoBatches("1", "2")));
    web.release("app:v2").awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION);
    web.pauseAndAwait().awaitGeneral(GeneralStatus.PAUSED);
    web.resume().awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION);
    web.confirm("1").await(w -> w.hasBatchOrder(2));
    web.awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION);
    web.confirm("2").awaitReleased();
    web.editPlan(plan -> plan.setBatchTimeoutSeconds(SOON));
    web.release(BROKEN).awaitGeneral(GeneralStatus.ROLLED_BACK);

    Story.of(web).awaitEvent(Reason.ROLLBACK_SUCCEEDED, "Batch 1");
    Await.untilAsserted(
        "the story is whole",
        () -> assertThat(Story.of(web).reasons()).containsExactlyElementsOf(STORY));
    List<Event> warnings =
        Story.of(web).events().stream().filter(e -> e.getType().equals("Warning")).toList();
    assertThat(warnings).extracting(Event::getReason).containsExactly("BatchFailed");

    String told = new Kubectl(web.namespace()).run("describe", "stsp", "web");
    String events = told.substring(told.indexOf("Events:"));
    assertThat(events).contains(STORY);
    assertThat(events)
        .contains("Batch 1 of 2 started: 1 pods (2) to " + web.revision("app:v2"))
        .contains("Batch 2 of 2 started: 2 pods (0-1)")
        .contains("Revision " + web.revision("app:v2") + " is released and is now last good")
        .contains("Batch 1 failed: 1 of 1 pods were not done by the deadline, 0 tolerated");
  }
}
