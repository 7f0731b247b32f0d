package platform.tkex.statefulsetplus.batches;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.testkit.PodHistory;

/** Templates that the schema cannot judge and the API server refuses as pods. */
class InvalidTemplateIT extends BatchTest {

  @Test
  void aNewWorkloadSaysWhatIsWrongAndGoesOnOnceItIsMended() {
    LiveWorkload web =
        create(web(2).autoBatches("1", "1").template(InvalidTemplateIT::mountWhatIsNotThere));

    web.await(w ->
        w.hasCondition("Progressing", false, "InvalidTemplate")
            .hasCondition("ReleaseFailed", true, "InvalidTemplate")
            .hasGeneralStatus(GeneralStatus.FAILED)
            .isObserved());
    assertThat(web.release().getMessage()).contains("volumeMounts[0].name", "nowhere");
    Story.of(web).awaitEvent(Reason.INVALID_TEMPLATE, "volumeMounts[0].name", "nowhere");
    assertThat(web.pods()).isEmpty();

    web.editTemplate(InvalidTemplateIT::mountNothing);
    web.awaitReleased();
  }

  @Test
  void aRunningOneKeepsItsPods() {
    LiveWorkload web = running(web(2).autoBatches("1", "1"));
    String good = web.revision("app:v1");
    PodHistory.Mark mark = web.history().mark();

    web.editTemplate(InvalidTemplateIT::mountWhatIsNotThere);

    web.await(w ->
        w.hasCondition("Progressing", false, "InvalidTemplate")
            .hasCondition("ReleaseFailed", true, "InvalidTemplate")
            .hasGeneralStatus(GeneralStatus.FAILED)
            .hasLastGoodRevision(good)
            .isObserved());
    assertThat(Journeys.touched(web.history().since(mark))).isEmpty();
    assertThat(web.revisions()).hasSize(1);

    web.editTemplate(InvalidTemplateIT::mountNothing);
    web.await(w ->
        w.hasCondition("Progressing", false, "Completed")
            .hasCondition("ReleaseFailed", false, "NoFailure")
            .hasCompletedItsRelease()
            .isObserved());
    assertThat(Journeys.touched(web.history().since(mark))).isEmpty();
  }

  private static PodTemplateSpecBuilder mountWhatIsNotThere(PodTemplateSpecBuilder template) {
    return template
        .editSpec()
        .editFirstContainer()
        .addNewVolumeMount()
        .withName("nowhere")
        .withMountPath("/data")
        .endVolumeMount()
        .endContainer()
        .endSpec();
  }

  private static PodTemplateSpecBuilder mountNothing(PodTemplateSpecBuilder template) {
    return template
        .editSpec()
        .editFirstContainer()
        .withVolumeMounts(List.of())
        .endContainer()
        .endSpec();
  }
}
