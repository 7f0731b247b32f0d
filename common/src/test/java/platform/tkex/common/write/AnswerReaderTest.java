package platform.tkex.common.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import platform.tkex.common.write.AnswerReader.Answer;

class AnswerReaderTest {

  @Test
  void readsAnObjectsIdentityAndStops() {
    String pod =
        """
        {"kind":"Pod","apiVersion":"v1","metadata":{"name":"a","labels":{"uid":"not this"},
        "ownerReferences":[{"uid":"nor this"}],"uid":"u-1","resourceVersion":"42"},
        "spec":{"this is": "never read"\
        """;

    assertThat(AnswerReader.object(bytes(pod)))
        .isEqualTo(new Answer("u-1", "42", null, null, null));
  }

  @Test
  void readsAStatus() {
    String status =
        """
        {"kind":"Status","metadata":{},"status":"Failure","message":"it exists",
        "reason":"AlreadyExists","details":{"name":"a","kind":"pods","uid":"u-2",
        "causes":[{"reason":"x"}],"retryAfterSeconds":3},"code":409}
        """;

    assertThat(AnswerReader.status(bytes(status)))
        .isEqualTo(new Answer("u-2", null, "AlreadyExists", "it exists", Duration.ofSeconds(3)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "null", "[]", "<html>", "{", "{\"metadata\":null}", "{\"reason\":{}}"})
  void whatItCannotReadIsEmpty(String body) {
    assertThat(AnswerReader.status(bytes(body))).isEqualTo(Answer.EMPTY);
    assertThat(AnswerReader.object(bytes(body))).isEqualTo(Answer.EMPTY);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
