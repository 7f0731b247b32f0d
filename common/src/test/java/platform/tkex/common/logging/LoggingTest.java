package platform.tkex.common.logging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

class LoggingTest {

  private static final Logger LOG = LoggerFactory.getLogger("platform.tkex.common.Sample");

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream console = System.out;

  @BeforeEach
  void capture() {
    System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    System.setOut(console);
    Logging.configure(LogFormat.TEXT, Level.WARN);
  }

  @ParameterizedTest
  @CsvSource({"AUTO, true, true", "AUTO, false, false", "JSON, false, true", "TEXT, true, false"})
  void jsonInAClusterTextElsewhere(LogFormat format, boolean cluster, boolean json) {
    Map<String, String> environment =
        cluster ? Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1") : Map.of();

    assertThat(Logging.json(format, environment)).isEqualTo(json);
  }

  @Test
  void inAClusterEachLineIsOneObjectWithItsFacts() throws IOException {
    Logging.configure(LogFormat.JSON, Level.INFO);
    LOG.atInfo()
        .addKeyValue(LogKeys.NAMESPACE, "x")
        .addKeyValue(LogKeys.BATCH, 2)
        .log("two\nlines");
    LOG.error("failed", new IllegalStateException("because"));

    List<String> lines = lines();
    assertThat(lines).hasSize(2);
    JsonNode first = new ObjectMapper().readTree(lines.getFirst());
    assertThat(first.get("level").asText()).isEqualTo("INFO");
    assertThat(first.get("loggerName").asText()).isEqualTo("platform.tkex.common.Sample");
    assertThat(first.get("formattedMessage").asText()).isEqualTo("two\nlines");
    assertThat(first.get("timestamp").asLong()).isPositive();
    assertThat(first.get("kvpList")).hasToString("[{\"namespace\":\"x\"},{\"batch\":\"2\"}]");
    assertThat(new ObjectMapper().readTree(lines.getLast()).at("/throwable/message").asText())
        .isEqualTo("because");
  }

  @Test
  void locallyALineIsForPeople() {
    Logging.configure(LogFormat.TEXT, Level.INFO);
    LOG.atInfo().addKeyValue(LogKeys.NAMESPACE, "x").addKeyValue(LogKeys.BATCH, 2).log("started");
    LOG.warn("without facts");

    assertThat(lines().getFirst())
        .matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} INFO  Sample +started namespace=\"x\" batch=\"2\"");
    assertThat(lines().getLast()).matches(".* WARN  Sample +without facts");
  }

  @Test
  void librariesThatPrintWholeRequestsStayAtInfo() {
    Logging.configure(LogFormat.TEXT, Level.DEBUG);

    assertThat(LOG.isDebugEnabled()).isTrue();
    for (String name : List.of("io.vertx.x", "io.netty.x")) {
      assertThat(LoggerFactory.getLogger(name).isDebugEnabled()).isFalse();
      assertThat(LoggerFactory.getLogger(name).isInfoEnabled()).isTrue();
    }
    Logging.configure(LogFormat.TEXT, Level.ERROR);
    assertThat(LoggerFactory.getLogger("io.netty.x").isWarnEnabled()).isFalse();
  }

  private List<String> lines() {
    return written.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
