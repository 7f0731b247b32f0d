package platform.tkex.common.events;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;

/** What the tests of Events tell about. */
final class Recorded {

  static final Instant AT = Instant.parse("2026-01-02T03:04:05.123456789Z");

  private Recorded() {}

  static HasMetadata object(String name) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace("x")
        .withName(name)
        .withUid("uid-" + name)
        .withResourceVersion("7")
        .endMetadata()
        .build();
  }

  static Occurrence occurrence(String name, String note) {
    return occurrence(name, "BatchCompleted", note);
  }

  static Occurrence occurrence(String name, String reason, String note) {
    return Occurrence.of(object(name), EventType.NORMAL, () -> reason, "Release", note, AT);
  }
}
