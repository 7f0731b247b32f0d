package platform.tkex.statefulsetplus.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContentHashTest {

  /** The one that a reader in another language must come to. */
  @Test
  void isWhatItsDescriptionSays() throws GeneralSecurityException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part :
        new byte[][] {
          "a.bin".getBytes(UTF_8), {0, -1}, "app".getBytes(UTF_8), "ä".getBytes(UTF_8)
        }) {
      bytes.writeBytes(ByteBuffer.allocate(8).putLong(part.length).array());
      bytes.writeBytes(part);
    }
    String whole =
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));

    ConfigMap map =
        new ConfigMapBuilder()
            .addToData("app", "ä")
            .addToBinaryData("a.bin", Base64.getEncoder().encodeToString(new byte[] {0, -1}))
            .build();

    assertThat(ContentHash.of(map)).hasSize(10).isEqualTo(whole.substring(0, 10));
    assertThat(ContentHash.of(map)).isEqualTo("9c60295183");
  }

  @Test
  void onlyTheFilesCount() {
    String text = ContentHash.of(data("a", "1"));

    assertThat(ContentHash.of(new ConfigMapBuilder(data("a", "1")).withImmutable(true).build()))
        .isEqualTo(text);
    assertThat(
            ContentHash.of(
                new ConfigMapBuilder(data("a", "1"))
                    .withNewMetadata()
                    .addToLabels("x", "y")
                    .endMetadata()
                    .build()))
        .isEqualTo(text);
    assertThat(ContentHash.of(new ConfigMapBuilder().addToBinaryData("a", "MQ==").build()))
        .as("binaryData of the same bytes")
        .isEqualTo(text);
  }

  @Test
  void whereOneFileEndsAndTheNextBeginsCounts() {
    assertThat(ContentHash.of(data("a", "1b", "c", "")))
        .isNotEqualTo(ContentHash.of(data("a", "1", "bc", "")));
    assertThat(ContentHash.of(data("a", "1"))).isNotEqualTo(ContentHash.of(data("a1", "")));
    assertThat(ContentHash.of(new ConfigMap())).isNotEqualTo(ContentHash.of(data("a", "")));
  }

  @Test
  void theOrderOfTheKeysDoesNot() {
    assertThat(ContentHash.of(data("a", "1", "b", "2")))
        .isEqualTo(ContentHash.of(data("b", "2", "a", "1")));
  }

  private static ConfigMap data(String... pairs) {
    ConfigMapBuilder map = new ConfigMapBuilder();
    for (int i = 0; i < pairs.length; i += 2) {
      map.addToData(Map.of(pairs[i], pairs[i + 1]));
    }
    return map.build();
  }
}
