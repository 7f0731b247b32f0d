package platform.tkex.gc.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import platform.tkex.crds.gc.GcMarks;
import platform.tkex.crds.statefulsetplus.ConfigMapLabels;

class VersionTest {

  private static ObjectMetaBuilder meta(String name) {
    return new ObjectMetaBuilder()
        .withName(name)
        .withUid("uid-" + name)
        .withResourceVersion("7")
        .withCreationTimestamp("2026-01-01T00:00:10Z")
        .addToLabels(ConfigMapLabels.NAME, "web")
        .addToLabels(ConfigMapLabels.VERSION, "3");
  }

  private static Version version(ObjectMeta meta) {
    return Version.of(meta).orElseThrow();
  }

  @Test
  void aConfigMapWithBothLabelsAndTheNameOfItsSourceIsAVersion() {
    assertThat(Version.of(meta("web-0123456789").build()))
        .contains(
            new Version(
                "web-0123456789",
                "uid-web-0123456789",
                "7",
                "web",
                Instant.parse("2026-01-01T00:00:10Z"),
                3));
  }

  @ParameterizedTest
  @CsvSource({
    "web-0123456789abcdef, true",
    "web, false",
    "web-, false",
    "web-config, false",
    "web-1234567, false",
    "web-0123456789-old, false",
    "web-ABCDEF0123, false",
    "web2-0123456789, false",
    "0123456789, false"
  })
  void theNameDecidesToo(String name, boolean isVersion) {
    assertThat(Version.of(meta(name).build()).isPresent()).isEqualTo(isVersion);
  }

  @Test
  void withoutEitherLabelItIsNone() {
    assertThat(
            Stream.of(ConfigMapLabels.NAME, ConfigMapLabels.VERSION)
                .map(label -> meta("web-0123456789").removeFromLabels(label).build()))
        .hasSize(2)
        .allSatisfy(meta -> assertThat(Version.of(meta)).isEmpty());
    assertThat(Version.of(meta("web-0123456789").withLabels(null).build())).isEmpty();
  }

  @Test
  void oneThatIsOnItsWayOutIsNone() {
    ObjectMeta leaving =
        meta("web-0123456789").withDeletionTimestamp("2026-01-01T00:00:11Z").build();

    assertThat(Version.of(leaving)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-01T00:00:11Z/some-uid, 2026-01-01T00:00:11Z",
    "2026-01-01T00:00:11Z, 2026-01-01T00:00:11Z",
    "2026-01-01T00:00:09Z/some-uid, 2026-01-01T00:00:10Z",
    "yesterday, 2026-01-01T00:00:10Z",
    "'', 2026-01-01T00:00:10Z"
  })
  void oneThatWasChosenAgainIsAsNewAsThat(String chosen, Instant since) {
    ObjectMeta meta = meta("web-0123456789").addToAnnotations(GcMarks.CHOSEN, chosen).build();

    assertThat(version(meta).since()).isEqualTo(since);
  }

  @ParameterizedTest
  @CsvSource({"17, 17", "017, 17", "v17, -1", "'', -1", "-5, -1", "99999999999999999999, -1"})
  void aCounterIsANumber(String label, long number) {
    ObjectMeta meta = meta("web-0123456789").addToLabels(ConfigMapLabels.VERSION, label).build();

    assertThat(version(meta).number()).isEqualTo(number);
  }

  @Test
  void newestIsByTimeThenByCounterThenByName() {
    List<Version> inOrder =
        List.of(
            of("web-0000000009", 20, -1),
            of("web-0000000008", 10, 12),
            of("web-0000000007", 10, 11),
            of("web-0000000001", 10, -1),
            of("web-0000000002", 10, -1),
            of("web-0000000006", 9, 99));

    assertThat(inOrder).isSortedAccordingTo(Version.NEWEST_FIRST);
  }

  private static Version of(String name, int second, long number) {
    return new Version(name, "u", "1", "web", Instant.ofEpochSecond(second), number);
  }
}
