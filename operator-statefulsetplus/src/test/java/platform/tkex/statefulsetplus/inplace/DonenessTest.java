package platform.tkex.statefulsetplus.inplace;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The states that a kubelet really shows, in their order, and which of them mean done. */
class DonenessTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:01:05Z");

  /** Grace period and what a kubelet takes to act. */
  private static final Instant SURE = Instant.parse("2026-01-01T00:01:20Z");

  private static UpdateRecord from(String image, String imageId, String id) {
    return new UpdateRecord(
        4, Map.of("app", new UpdateRecord.Was(image, imageId, id, false, false)), false);
  }

  private static final UpdateRecord V1 = from("app:v1", "sha256:11", "c1");

  private static Doneness of(PodSketch sketch) {
    return Doneness.of(sketch.pod, NOW);
  }

  @Test
  void aPodThatWasNeverChangedIsDone() {
    assertThat(of(new PodSketch())).isEqualTo(Doneness.UNCHANGED);
  }

  @Test
  void aRecordThatSomebodyHasSpoiltIsNone() {
    PodSketch sketch =
        new PodSketch()
            .with(p -> p.getMetadata().getAnnotations().put(UpdateRecord.ANNOTATION, "{..."));

    assertThat(of(sketch)).isEqualTo(Doneness.UNCHANGED);
  }

  @Test
  void fromThePatchToTheNewContainer() {
    PodSketch sketch = new PodSketch().patched("app:v2", V1);
    assertThat(of(sketch).done()).as("the kubelet has not seen it").isFalse();

    sketch.observed();
    assertThat(of(sketch).done()).as("seen, and the old one still runs, ready").isFalse();

    sketch.runs("c2", "docker.io/library/app:v2", "sha256:22");
    assertThat(of(sketch).done()).isTrue();
    assertThat(of(sketch).since()).isEqualTo("2026-01-01T00:01:00Z");
  }

  @Test
  void anImageThatCannotBePulledIsNotDone() {
    ContainerState waiting =
        new ContainerStateBuilder()
            .withNewWaiting()
            .withReason("ErrImagePull")
            .endWaiting()
            .build();
    PodSketch sketch = new PodSketch().patched("app:v2", V1).observed();
    sketch.with(p -> p.getStatus().getContainerStatuses().getFirst().setState(waiting));

    assertThat(of(sketch).done()).isFalse();
  }

  /** It is updated, though it does not run: that is for its readiness to tell. */
  @Test
  void aNewContainerThatCrashesIsDone() {
    ContainerState waiting =
        new ContainerStateBuilder()
            .withNewWaiting()
            .withReason("CrashLoopBackOff")
            .endWaiting()
            .build();
    PodSketch sketch =
        new PodSketch()
            .patched("app:v2", V1)
            .observed()
            .runs("c2", "docker.io/library/app:v2", "sha256:22");
    sketch.with(p -> p.getStatus().getContainerStatuses().getFirst().setState(waiting));

    assertThat(of(sketch).done()).isTrue();
  }

  /** Between our read and the kubelet's: new ID, seen, and yet the image of before. */
  @Test
  void theOldContainerThatRestartedByItselfIsNotDone() {
    PodSketch sketch =
        new PodSketch()
            .patched("app:v2", V1)
            .observed()
            .runs("c2", "docker.io/library/app:v1", "sha256:11");

    assertThat(of(sketch).done()).isFalse();
  }

  /** The runtime names any of an image's tags. */
  @Test
  void anotherNameOfAnotherImageIsDone() {
    PodSketch sketch =
        new PodSketch()
            .patched("app:v2", V1)
            .observed()
            .runs("c2", "docker.io/library/app:stable", "sha256:22");

    assertThat(of(sketch).done()).isTrue();
  }

  @Test
  void twoTagsOfOneImageAreDoneWhenTheOldContainerWouldBeGone() {
    PodSketch sketch =
        new PodSketch()
            .patched("app:v1b", V1)
            .observed()
            .runs("c2", "docker.io/library/app:v1", "sha256:11");

    assertThat(of(sketch)).isEqualTo(new Doneness(false, false, of(sketch).since(), SURE));
    assertThat(Doneness.of(sketch.pod, SURE).done()).isTrue();
  }

  @Test
  void aDigestTellsTheImage() {
    String wanted = "app:v2@sha256:22";
    PodSketch sketch = new PodSketch().patched(wanted, V1).observed();
    sketch.runs("c2", "docker.io/library/app:v9", "docker.io/library/app@sha256:22");
    assertThat(of(sketch).done()).isTrue();
  }

  /** v1, v2, and v3 before v2 has come: the container of v2 is not what is wanted. */
  @Test
  void theContainerOfAnEarlierChangeIsNotDone() {
    UpdateRecord chained =
        new UpdateRecord(
            5,
            Map.of("app", new UpdateRecord.Was("app:v1", "sha256:11", "c1", false, true)),
            false);
    PodSketch sketch = new PodSketch().patched("app:v2", V1).patched("app:v3", chained).observed();

    sketch.runs("c2", "docker.io/library/app:v2", "sha256:22");
    assertThat(of(sketch).done()).isFalse();

    sketch.runs("c3", "docker.io/library/app:v3", "sha256:33");
    assertThat(of(sketch).done()).isTrue();
  }

  /** The kubelet may have kept the container, for it never saw the change in between. */
  @Test
  void changedBackBeforeAnythingHappenedIsDoneWithTheSameContainer() {
    UpdateRecord back =
        new UpdateRecord(
            5,
            Map.of("app", new UpdateRecord.Was("app:v1", "sha256:11", "c1", false, true)),
            false);
    PodSketch sketch = new PodSketch().patched("app:v2", V1).patched("app:v1", back);
    assertThat(of(sketch).done()).isFalse();

    assertThat(of(sketch.observed()).done()).isTrue();
  }

  @Test
  void aRestartWantsAnotherContainerOfTheSameImage() {
    UpdateRecord restart =
        new UpdateRecord(
            4,
            Map.of("app", new UpdateRecord.Was("app:v1", "sha256:11", "c1", true, false)),
            false);
    PodSketch sketch = new PodSketch().patched("docker.io/library/app:v1", restart).observed();
    assertThat(of(sketch).done()).isFalse();

    sketch.runs("c2", "docker.io/library/app:v1", "sha256:11");
    assertThat(of(sketch).done()).isTrue();
  }

  @Test
  void labelsAloneAreDoneOnceTheyAreWritten() {
    UpdateRecord record = new UpdateRecord(3, Map.of(), false);
    PodSketch sketch = new PodSketch();
    sketch.with(p -> p.getMetadata().getAnnotations().put(UpdateRecord.ANNOTATION, record.text()));

    assertThat(of(sketch).done()).isTrue();
  }

  @Test
  void resourcesAreDoneWhenTheKubeletReportsThem() {
    PodSketch sketch = new PodSketch().patched("app:v1", new UpdateRecord(4, Map.of(), true));
    sketch.with(p -> p.getSpec().getContainers().getFirst().setResources(cpu("2"))).observed();
    sketch.with(p -> p.getStatus().getContainerStatuses().getFirst().setResources(cpu("1")));
    assertThat(of(sketch).done()).isFalse();

    sketch.with(p -> p.getStatus().getContainerStatuses().getFirst().setResources(cpu("2000m")));
    assertThat(of(sketch).done()).isTrue();

    condition(sketch, "PodResizeInProgress", "");
    assertThat(of(sketch)).isEqualTo(new Doneness(false, false, null, null));
    condition(sketch, "PodResizePending", "Deferred");
    assertThat(of(sketch)).isEqualTo(new Doneness(false, false, null, null));
    condition(sketch, "PodResizePending", "Infeasible");
    assertThat(of(sketch)).isEqualTo(new Doneness(false, true, null, null));
  }

  /** Somebody else's resize, such as an autoscaler's, is none of ours. */
  @Test
  void aResizeThatIsNotOursIsNoChange() {
    PodSketch sketch =
        new PodSketch()
            .patched("app:v2", V1)
            .observed()
            .runs("c2", "docker.io/library/app:v2", "sha256:22");
    condition(sketch, "PodResizePending", "Infeasible");

    assertThat(of(sketch).done()).isTrue();
    assertThat(of(sketch).hopeless()).isFalse();
  }

  @Test
  void aResizeBySomebodyElseAfterOursIsNoChange() {
    PodSketch sketch = new PodSketch().patched("app:v1", new UpdateRecord(4, Map.of(), true));
    sketch.with(p -> p.getMetadata().setGeneration(5L)).observed();
    condition(sketch, "PodResizePending", "Infeasible");

    assertThat(of(sketch)).isEqualTo(new Doneness(true, false, null, null));
  }

  private static void condition(PodSketch sketch, String type, String reason) {
    sketch.with(p ->
        p.getStatus()
            .setConditions(
                List.of(
                    new PodConditionBuilder()
                        .withType(type)
                        .withStatus("True")
                        .withReason(reason)
                        .build())));
  }

  private static ResourceRequirements cpu(String amount) {
    return new ResourceRequirementsBuilder().addToRequests("cpu", new Quantity(amount)).build();
  }
}
