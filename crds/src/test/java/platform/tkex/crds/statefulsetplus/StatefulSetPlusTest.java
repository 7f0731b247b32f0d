package platform.tkex.crds.statefulsetplus;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StatefulSetPlusTest {
  private static final String YAML =
      """
      apiVersion: platform.tkex/v1
      kind: StatefulSetPlus
      metadata:
        name: web
      spec:
        replicas: 5
        selector:
          matchLabels: {app: web}
        template:
          metadata:
            labels: {app: web}
          spec:
            aFieldOfALaterKubernetes: {deep: [1]}
            containers: [{name: main, image: "example/web:1"}]
        updateStrategy: {type: OnDelete, podUpdatePolicy: Recreate}
        batchDeployConfig:
          batchNum: 3
          podsNumToUpdate: [1, "20%"]
          rollbackScope: None
      status:
        observedGeneration: 7
        conditions: [{type: Available, status: "True", observedGeneration: 7}]
        batchDeployStatus:
          action: WaitToConfirm
          generalStatus: WaitingForConfirmation
          currentRollbackProgress: ""
          batches: [{order: 1, outcome: RolledBack, ordinals: "5-9,12"}]
          rollback: {reason: AnnotationBatch, mode: InBatches}
      """;

  private final KubernetesSerialization serialization = new KubernetesSerialization();

  @Test
  void readsAndWritesTheWireNames() {
    StatefulSetPlus read = read(YAML);
    BatchDeployStatus deploy = deploy(read);
    assertThat(deploy.getAction()).isEqualTo(ReleaseAction.WAIT_TO_CONFIRM);
    assertThat(deploy.getCurrentRollbackProgress()).isEqualTo(RollbackStage.NONE);
    assertThat(Objects.requireNonNull(deploy.getRollback()).getReason())
        .isEqualTo(RollbackReason.ANNOTATION_BATCH);
    assertThat(serialization.asYaml(read))
        .contains("currentRollbackProgress: \"\"", "outcome: \"RolledBack\"", "type: \"OnDelete\"");
  }

  @Test
  void keepsPodFieldsItDoesNotKnow() {
    assertThat(serialization.asYaml(read(YAML))).contains("aFieldOfALaterKubernetes:");
  }

  @Test
  void statusIsComparedByValue() {
    StatefulSetPlus one = read(YAML);
    StatefulSetPlus other = read(serialization.asYaml(one));
    assertThat(other.getStatus()).isEqualTo(one.getStatus()).hasSameHashCodeAs(one.getStatus());
    assertThat(other.getSpec()).isEqualTo(one.getSpec());

    deploy(other).setGeneralStatus(GeneralStatus.PAUSED);
    assertThat(other.getStatus()).isNotEqualTo(one.getStatus());
    assertThat(other.getStatus().toString()).contains("generalStatus=PAUSED");
  }

  private StatefulSetPlus read(String yaml) {
    return serialization.unmarshal(yaml, StatefulSetPlus.class);
  }

  private static BatchDeployStatus deploy(StatefulSetPlus object) {
    return Objects.requireNonNull(object.getStatus().getBatchDeployStatus());
  }
}
