package platform.tkex.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SightingReaderTest {

  @Test
  void takesNameUidVersionAndReadiness() throws IOException {
    assertThat(
            read(
                """
                {"type":"MODIFIED","object":{"kind":"Pod","metadata":{"name":"web-0",
                "ownerReferences":[{"name":"web","uid":"owner"}],"uid":"u","resourceVersion":"7"},
                "spec":{"containers":[{"name":"app"}]},
                "status":{"phase":"Running","conditions":[{"type":"Initialized","status":"True"},
                {"lastProbeTime":null,"type":"Ready","status":"True"}]}}}
                """))
        .isEqualTo(new Sighting("MODIFIED", "web-0", "u", "7", true));
  }

  @Test
  void aBookmarkHasAVersionOnly() throws IOException {
    assertThat(
            read(
                """
                {"type":"BOOKMARK","object":{"kind":"Pod","metadata":{"resourceVersion":"9"},
                "spec":{"containers":null},"status":{}}}
                """))
        .isEqualTo(new Sighting("BOOKMARK", "", "", "9", false));
  }

  private static Sighting read(String event) throws IOException {
    return SightingReader.read(event.getBytes(StandardCharsets.UTF_8));
  }
}
