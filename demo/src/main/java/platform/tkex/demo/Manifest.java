package platform.tkex.demo;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import platform.tkex.crds.statefulsetplus.BatchDeployConfig;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.crds.statefulsetplus.StatefulSetPlusSpec;

/**
 * The YAML of the demo, changed as the settings ask.
 *
 * @param others what else stands in the file, to be applied before
 * @param labels that select the pods
 */
record Manifest(
    StatefulSetPlus object,
    List<HasMetadata> others,
    String name,
    String image,
    int replicas,
    int batches,
    int deadlineSeconds,
    Map<String, String> labels) {

  /** In the pod template, so that a release differs even where both images are the same. */
  static final String RELEASE = "platform.tkex/demo-release";

  private static final int USUAL_DEADLINE_SECONDS = 600;

  static Manifest read(Settings settings, KubernetesSerialization yaml) throws IOException {
    List<HasMetadata> others = new ArrayList<>();
    StatefulSetPlus object = null;
    try (InputStream in = Files.newInputStream(settings.manifest())) {
      for (HasMetadata item : items(yaml.unmarshal(in))) {
        if (item.getKind().equals("StatefulSetPlus")) {
          object = yaml.convertValue(item, StatefulSetPlus.class);
        } else {
          others.add(item);
        }
      }
    }
    return adapt(present(object, "a StatefulSetPlus"), others, settings);
  }

  private static List<HasMetadata> items(Object read) {
    List<?> many = read instanceof List<?> list ? list : List.of(read);
    return many.stream().map(HasMetadata.class::cast).toList();
  }

  private static Manifest adapt(
      StatefulSetPlus object, List<HasMetadata> others, Settings settings) {
    StatefulSetPlusSpec spec = object.getSpec();
    PodTemplateSpec template = present(spec.getTemplate(), "spec.template");
    Container container = template.getSpec().getContainers().getFirst();
    BatchDeployConfig plan = present(spec.getBatchDeployConfig(), "spec.batchDeployConfig");
    settings.firstImage().ifPresent(container::setImage);
    Map<String, String> annotations = new HashMap<>(template.getMetadata().getAnnotations());
    annotations.put(RELEASE, "v1");
    template.getMetadata().setAnnotations(annotations);
    if (settings.anyNode()) {
      template.getSpec().setNodeSelector(Map.of());
    }
    if (settings.replicas() != null) {
      spec.setReplicas(settings.replicas());
    }
    if (settings.batchTimeout() != null) {
      plan.setBatchTimeoutSeconds(settings.batchTimeout());
    }
    Integer deadline = plan.getBatchTimeoutSeconds();
    return new Manifest(
        object,
        List.copyOf(others),
        object.getMetadata().getName(),
        container.getImage(),
        present(spec.getReplicas(), "spec.replicas"),
        present(plan.getBatchNum(), "spec.batchDeployConfig.batchNum"),
        deadline == null ? USUAL_DEADLINE_SECONDS : deadline,
        present(spec.getSelector(), "spec.selector").getMatchLabels());
  }

  private static <T> T present(@Nullable T value, String what) {
    if (value == null) {
      throw new IllegalArgumentException("the manifest has no " + what);
    }
    return value;
  }
}
