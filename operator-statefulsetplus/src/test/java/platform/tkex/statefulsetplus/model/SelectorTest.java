package platform.tkex.statefulsetplus.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectorTest {

  @ParameterizedTest
  @CsvSource({
    "In, a b, a, true",
    "In, a b, c, false",
    "In, a b, , false",
    "NotIn, a b, a, false",
    "NotIn, a b, c, true",
    "NotIn, a b, , true",
    "Exists, , a, true",
    "Exists, , , false",
    "DoesNotExist, , a, false",
    "DoesNotExist, , , true",
  })
  void aTermHoldsAsTheApiSays(String operator, String values, String label, boolean holds) {
    // given
    List<String> given = values == null ? List.of() : List.of(values.split(" ", -1));
    Selector selector = selector(Map.of(), new LabelSelectorRequirement("tier", operator, given));

    // then
    assertThat(selector.matches(pod(label == null ? Map.of() : Map.of("tier", label))))
        .isEqualTo(holds);
  }

  @Test
  void labelsAndTermsMustAllHold() {
    // given
    Selector selector =
        selector(
            Map.of("app", "web", "zone", "a"),
            new LabelSelectorRequirement("tier", "Exists", List.of()));

    // then
    assertThat(selector.matches(pod(Map.of("app", "web", "zone", "a", "tier", "x")))).isTrue();
    assertThat(selector.matches(pod(Map.of("app", "web", "zone", "a")))).isFalse();
    assertThat(selector.matches(pod(Map.of("app", "web", "tier", "x")))).isFalse();
  }

  @Test
  void isWrittenAsKubectlTakesIt() {
    // given
    Selector selector =
        selector(
            Map.of("b", "2", "a", "1"),
            new LabelSelectorRequirement("in", "In", List.of("z", "y")),
            new LabelSelectorRequirement("out", "NotIn", List.of("x")),
            new LabelSelectorRequirement("there", "Exists", List.of()),
            new LabelSelectorRequirement("gone", "DoesNotExist", List.of()));

    // then
    assertThat(selector).hasToString("a=1,b=2,in in (y,z),out notin (x),there,!gone");
  }

  private static Selector selector(Map<String, String> labels, LabelSelectorRequirement... terms) {
    return new Selector(new LabelSelector(List.of(terms), labels));
  }

  private static Pod pod(Map<String, String> labels) {
    return new PodBuilder().withNewMetadata().withLabels(labels).endMetadata().build();
  }
}
