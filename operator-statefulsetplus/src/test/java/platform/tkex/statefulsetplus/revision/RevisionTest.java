package platform.tkex.statefulsetplus.revision;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RevisionTest {

  private static final PodTemplateSpec TEMPLATE =
      new PodTemplateSpecBuilder()
          .withNewMetadata()
          .addToLabels("app", "web")
          .endMetadata()
          .withNewSpec()
          .addNewContainer()
          .withName("app")
          .withImage("app:v1")
          .endContainer()
          .endSpec()
          .build();

  @Test
  void givesBackTheTemplateThatWasKept() {
    // when
    String stored = Serialization.asJson(Templates.data(TEMPLATE));
    Revision revision =
        Revision.of(kept(Serialization.unmarshal(stored, Map.class)), true).orElseThrow();

    // then
    assertThat(revision.template()).isEqualTo(TEMPLATE);
    assertThat(revision.holds(TEMPLATE)).isTrue();
    assertThat(revision.number()).isEqualTo(3);
  }

  @Test
  void isStoredAsTheApiServerWouldWriteIt() {
    // given
    PodTemplateSpec template =
        new PodTemplateSpecBuilder(TEMPLATE)
            .editMetadata()
            .withAnnotations(new TreeMap<>(Map.of("b", "1 < 2 & 3 > 2", "a", "\u2028")).reversed())
            .endMetadata()
            .build();

    // then
    assertThat(Serialization.asJson(Templates.data(template)))
        .contains("{\"a\":\"\\u2028\",\"b\":\"1 \\u003c 2 \\u0026 3 \\u003e 2\"}");
  }

  /** What a StatefulSet left behind holds the same template, written as a patch. */
  @Test
  void readsTheRevisionsOfAStatefulSet() {
    // given
    Map<String, Object> template =
        Map.of("$patch", "replace", "metadata", TEMPLATE.getMetadata(), "spec", TEMPLATE.getSpec());

    // when
    Revision revision =
        Revision.of(kept(Map.of("spec", Map.of("template", template))), false).orElseThrow();

    // then
    assertThat(revision.holds(TEMPLATE)).isTrue();
    assertThat(revision.template().getAdditionalProperties()).isEmpty();
  }

  @Test
  void isNoneWhenTheDataIsNoPodTemplate() {
    assertThat(Revision.of(kept(null), false)).isEmpty();
    assertThat(Revision.of(kept(Map.of("spec", Map.of())), false)).isEmpty();
    assertThat(Revision.of(kept(Map.of("spec", Map.of("template", "text"))), false)).isEmpty();
    assertThat(Revision.of(kept(Map.of("spec", Map.of("template", Map.of("spec", 1)))), false))
        .isEmpty();
    assertThat(Revision.of(kept(List.of("other")), false)).isEmpty();
  }

  private static ControllerRevision kept(@Nullable Object data) {
    return new ControllerRevisionBuilder()
        .withNewMetadata()
        .withName("web-x")
        .endMetadata()
        .withRevision(3L)
        .withData(data)
        .build();
  }
}
