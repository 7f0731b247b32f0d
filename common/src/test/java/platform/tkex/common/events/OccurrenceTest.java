package platform.tkex.common.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static platform.tkex.common.events.Recorded.AT;
import static platform.tkex.common.events.Recorded.object;
import static platform.tkex.common.events.Recorded.occurrence;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OccurrenceTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "ü", "€", "😀"})
  void aNoteIsCutAtTheApisLimitBetweenCharacters(String character) {
    String note = occurrence("web", "x" + character.repeat(2000)).note();

    assertThat(note.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(1024 - 6, 1024);
    assertThat(note).endsWith(character + "...").doesNotContain("\uFFFD");
    assertThat(occurrence("web", "x".repeat(1024)).note()).isEqualTo("x".repeat(1024));
  }

  @Test
  void theNameIsThatOfWhatIsCountedAsOne() {
    String name = occurrence("web", "3 pods").eventName();

    assertThat(name).matches("web\\.[0-9a-f]{16}");
    assertThat(occurrence("web", "3 pods").eventName()).isEqualTo(name);
    assertThat(occurrence("web", "4 pods").eventName()).isNotEqualTo(name);
    assertThat(occurrence("api", "3 pods").eventName()).isNotEqualTo(name);
    assertThat(
            Occurrence.of(
                    object("web"),
                    EventType.WARNING,
                    () -> "BatchCompleted",
                    "Release",
                    "3 pods",
                    AT)
                .eventName())
        .isNotEqualTo(name);
  }

  @Test
  void aLongNameMakesAValidOne() {
    String name = occurrence("a".repeat(235) + "-.-" + "b".repeat(15), "x").eventName();

    assertThat(name).hasSizeLessThanOrEqualTo(253).matches("a{235}\\.[0-9a-f]{16}");
  }

  @Test
  void eventsOfNodesGoWhereKubectlLooks() {
    var node = new NodeBuilder().withNewMetadata().withName("n").withUid("u").endMetadata().build();

    assertThat(
            Occurrence.of(node, EventType.NORMAL, () -> "R".repeat(200), "A".repeat(200), "", AT))
        .satisfies(told -> {
          assertThat(told.namespace()).isEqualTo("default");
          assertThat(told.reason()).hasSize(128);
          assertThat(told.action()).hasSize(128);
        });
  }

  @Test
  void anObjectWithoutUidCannotBeTold() {
    var nobody = new NodeBuilder().withNewMetadata().withName("n").endMetadata().build();

    assertThatNullPointerException()
        .isThrownBy(() -> Occurrence.of(nobody, EventType.NORMAL, () -> "R", "A", "", AT))
        .withMessageContaining("metadata.uid");
  }
}
