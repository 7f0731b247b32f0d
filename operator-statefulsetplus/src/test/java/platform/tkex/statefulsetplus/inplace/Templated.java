package platform.tkex.statefulsetplus.inplace;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.utils.Serialization;

/** Templates and pods from YAML. */
final class Templated {
  private Templated() {}

  /** Of the one container {@code app} with the image {@code app:v1}, and what is given on top. */
  static PodTemplateSpec template(String metadata, String container, String spec) {
    return Serialization.unmarshal(
        """
        metadata: {%s}
        spec: {%scontainers: [{name: app, image: 'app:v1'%s}]}
        """
            .formatted(
                metadata,
                spec.isEmpty() ? "" : spec + ", ",
                container.isEmpty() ? "" : ", " + container),
        PodTemplateSpec.class);
  }

  static PodTemplateSpec yaml(String yaml) {
    return Serialization.unmarshal(yaml, PodTemplateSpec.class);
  }
}
