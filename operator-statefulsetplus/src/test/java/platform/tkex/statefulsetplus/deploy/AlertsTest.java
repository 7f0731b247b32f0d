package platform.tkex.statefulsetplus.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.testkit.Repository;

/** Alerts ask for metrics and reasons that exist, and each has its runbook. */
class AlertsTest {
  private static final Pattern METRIC =
      Pattern.compile("\\b([a-z]+(?:_[a-z0-9]+)+)(?=\\{|\\[|\\)| )");
  private static final Pattern REASONS = Pattern.compile("reason=~?\"([A-Za-z|]+)\"");

  private static String operations = "";
  private static List<Alert> alerts = List.of();

  private record Alert(String name, String expression, String annotations) {}

  @BeforeAll
  static void read() throws IOException {
    Path root = Repository.root();
    operations = Files.readString(root.resolve("docs/operations.md"));
    GenericKubernetesResource rule =
        Serialization.unmarshal(
            Files.readString(root.resolve("deploy/components/alerts/prometheus-rule.yaml")),
            GenericKubernetesResource.class);
    List<Map<String, Object>> rules = rule.get("spec", "groups", 0, "rules");
    alerts = rules.stream().map(AlertsTest::alert).toList();
  }

  @Test
  void eachAsksForMetricsThatAreServed() {
    String table =
        operations.substring(
            operations.indexOf("\n## Metrics\n"), operations.indexOf("\n## Alerts\n"));

    assertThat(alerts)
        .hasSizeBetween(6, 8)
        .allSatisfy(alert ->
            assertThat(metrics(alert))
                .as("metrics of %s", alert.name())
                .isNotEmpty()
                .allSatisfy(metric -> assertThat(table).contains("`" + metric + "`")));
  }

  @Test
  void eachAsksForReasonsThatThereAre() {
    List<String> known = Arrays.stream(Reason.values()).map(Reason::reason).toList();

    assertThat(alerts.stream().flatMap(AlertsTest::reasons).toList())
        .isNotEmpty()
        .isSubsetOf(known);
  }

  @Test
  void eachHasARunbookWithItsExpression() {
    assertThat(alerts)
        .allSatisfy(alert -> {
          String name = alert.name();
          int begin = operations.indexOf("\n### " + name + "\n");
          assertThat(begin).as("heading of %s", name).isPositive();
          int next = operations.indexOf("\n##", begin + 1);
          assertThat(operations.substring(begin, next).replaceAll("\\s+", " "))
              .contains("`" + alert.expression() + "`")
              .contains(" - ");
          assertThat(alert.annotations())
              .contains("docs/operations.md#" + name.toLowerCase(Locale.ROOT));
        });
  }

  private static List<String> metrics(Alert alert) {
    return METRIC.matcher(alert.expression()).results().map(found -> found.group(1)).toList();
  }

  private static Stream<String> reasons(Alert alert) {
    Matcher matcher = REASONS.matcher(alert.expression());
    return matcher.results().flatMap(found -> Stream.of(found.group(1).split("\\|", -1)));
  }

  private static Alert alert(Map<String, Object> rule) {
    return new Alert(text(rule, "alert"), text(rule, "expr"), text(rule, "annotations"));
  }

  private static String text(Map<String, Object> rule, String field) {
    return Objects.requireNonNull(rule.get(field), field).toString();
  }
}
