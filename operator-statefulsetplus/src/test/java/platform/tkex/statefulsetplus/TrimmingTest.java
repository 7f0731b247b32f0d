package platform.tkex.statefulsetplus;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrimmingTest {

  @Test
  void ofAClaimStaysWhoseItIsAndWhetherItGoes() {
    // when
    PersistentVolumeClaim trimmed =
        Trimming.claim(
            new PersistentVolumeClaimBuilder()
                .withMetadata(whole("StatefulSetPlus"))
                .withNewSpec()
                .withVolumeName("volume")
                .endSpec()
                .withNewStatus()
                .withPhase("Bound")
                .endStatus()
                .build());

    // then
    ObjectMeta expected = whole("StatefulSetPlus");
    expected.setManagedFields(List.of());
    expected.setLabels(Map.of());
    expected.setAnnotations(Map.of());
    assertThat(trimmed)
        .isEqualTo(new PersistentVolumeClaim("v1", "PersistentVolumeClaim", expected, null, null));
  }

  @Test
  void ofARevisionStayLabelsAndTemplate() {
    // when
    ControllerRevision trimmed = Trimming.revision(revision("StatefulSetPlus"));

    // then
    assertThat(trimmed.getData()).isNotNull();
    assertThat(trimmed.getMetadata().getLabels()).containsEntry("app", "web");
    assertThat(trimmed.getMetadata().getManagedFields()).isEmpty();
    assertThat(trimmed.getMetadata().getAnnotations()).isEmpty();
  }

  @Test
  void theTemplateOfAnotherKindsRevisionIsDropped() {
    assertThat(Trimming.revision(revision("DaemonSet")).getData()).isNull();
  }

  @Test
  void anOrphanMayBecomeOursAndKeepsIts() {
    // given
    ControllerRevision orphan = revision("StatefulSet");
    orphan.getMetadata().getOwnerReferences().clear();

    // then
    assertThat(Trimming.revision(orphan).getData()).isNotNull();
  }

  private static ControllerRevision revision(String kind) {
    return new ControllerRevisionBuilder()
        .withMetadata(whole(kind))
        .withData(Map.of("spec", Map.of()))
        .build();
  }

  private static ObjectMeta whole(String ownerKind) {
    return new ObjectMetaBuilder()
        .withNamespace("shop")
        .withName("web-0")
        .withUid("uid")
        .withResourceVersion("7")
        .withDeletionTimestamp("2026-01-01T00:00:00Z")
        .addToLabels("app", "web")
        .addToAnnotations("note", "x")
        .withManagedFields(new ManagedFieldsEntry())
        .withOwnerReferences(
            new OwnerReferenceBuilder()
                .withKind(ownerKind)
                .withName("web")
                .withUid("owner")
                .withController(true)
                .build())
        .build();
  }
}
