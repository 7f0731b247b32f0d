package platform.tkex.common.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WriteTest {

  @Test
  void aDeleteCarriesTheUidAndOnlyAGivenGracePeriod() {
    assertThat(body(Write.delete("/p", "u", null, null)))
        .isEqualTo(
            "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\",\"preconditions\":{\"uid\":\"u\"}}");
    assertThat(body(Write.delete("/p", "u", null, 0L))).contains("\"gracePeriodSeconds\":0,");
  }

  @Test
  void patchesHaveTheirOwnTypes() {
    assertThat(Write.mergePatch("/p", new byte[0]).contentType())
        .isEqualTo("application/merge-patch+json");
    assertThat(Write.jsonPatch("/p", new byte[0]).contentType())
        .isEqualTo("application/json-patch+json");
  }

  @Test
  void equalsByContentAndHidesItsBody() {
    Write a = Write.create("/p", "secret".getBytes(StandardCharsets.UTF_8));

    assertThat(a).isEqualTo(Write.create("/p", "secret".getBytes(StandardCharsets.UTF_8)));
    assertThat(a).isNotEqualTo(Write.put("/p", "secret".getBytes(StandardCharsets.UTF_8)));
    assertThat(a).hasToString("POST /p (6 bytes)");
  }

  @Test
  void aRelativePathIsABug() {
    assertThatIllegalArgumentException().isThrownBy(() -> Write.create("api/v1", new byte[0]));
  }

  private static String body(Write write) {
    return new String(Objects.requireNonNull(write.body()), StandardCharsets.UTF_8);
  }
}
