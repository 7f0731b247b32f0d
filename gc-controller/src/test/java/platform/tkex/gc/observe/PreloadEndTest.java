package platform.tkex.gc.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreloadEndTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{status: {phase: Succeeded}} | true",
        "{status: {phase: Failed}} | true",
        "{status: {phase: Running}} | false",
        "{status: {phase: Pending}} | false",
        "{} | false",
        "{spec: {activeDeadlineSeconds: 60}, status: {startTime: '2026-06-01T11:58:00Z'}} | true",
        "{spec: {activeDeadlineSeconds: 600}, status: {startTime: '2026-06-01T11:58:00Z'}} | false",
        // no kubelet ever started it
        "{metadata: {creationTimestamp: '2026-06-01T11:00:00Z'}, spec: {activeDeadlineSeconds: 60}}"
            + " | true"
      })
  void aPodHasEndedWhenItFinishedOrItsDeadlinePassed(String yaml, boolean ended) {
    JsonNode pod = Serialization.unmarshal("---\n" + yaml.strip(), JsonNode.class);

    assertThat(PreloadEnd.isEnded(pod, NOW)).isEqualTo(ended);
  }
}
