package platform.tkex.statefulsetplus.batches;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.StatefulSetPlusBuilder;
import platform.tkex.testkit.operator.OperatorProcess;

/** A release that waits costs nothing. Alone: the operator's counters are of all workloads. */
@Isolated
class IdleIT extends BatchTest {

  private static final Duration QUIET = Duration.ofSeconds(5);

  @Test
  void nothingIsGoneOverWhileReleasesWait(OperatorProcess operator) {
    LiveWorkload confirmed = running(confirmed(web(2).autoBatches("1", "1")));
    confirmed.release("app:v2").awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION);
    LiveWorkload interval =
        running(twoBatches("interval").batches(c -> c.setBatchIntervalMinutes(10)));
    interval.release("app:v2").awaitGeneral(GeneralStatus.WAITING_INTERVAL);
    LiveWorkload progressing = running(twoBatches("progressing"));
    progressing.release(BROKEN).await(w -> w.hasUpdatedReplicas(1));
    LiveWorkload paused = running(twoBatches("paused"));
    paused.release(BROKEN).await(w -> w.hasUpdatedReplicas(1));
    paused.pauseAndAwait().awaitGeneral(GeneralStatus.PAUSED);
    LiveWorkload failed = running(timeout(twoBatches("failed"), SOON));
    failed.release(BROKEN).awaitGeneral(GeneralStatus.ROLLED_BACK);

    Await.untilAsserted(
        "no pass within " + QUIET,
        () -> {
          double before = passes(operator);
          Instant until = Instant.now().plus(QUIET);
          Await.until("time has passed", () -> Instant.now().isAfter(until));
          assertThat(passes(operator)).isEqualTo(before);
        });
  }

  private static StatefulSetPlusBuilder twoBatches(String name) {
    return named(name, 2).autoBatches("1", "1");
  }

  private static double passes(OperatorProcess operator) {
    HttpRequest request = HttpRequest.newBuilder(operator.http("/metrics")).build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, HttpResponse.BodyHandlers.ofLines())
          .body()
          .filter(line -> line.startsWith("controller_runtime_reconcile_total{"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
