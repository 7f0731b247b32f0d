package platform.tkex.simulation.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import platform.tkex.simulation.api.TraceGenerator.Trace;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.KubernetesCluster;
import platform.tkex.testkit.TestNamespace;

/**
 * The model's answers to random traces are the real API server's, and so are its watch events.
 *
 * <p>{@code -Dconformance.first=} and {@code -Dconformance.traces=} choose the seeds.
 */
@KubernetesCluster
class ModelConformanceIT {

  private static final int TRACES = Integer.getInteger("conformance.traces", 300);
  private static final long FIRST = Long.getLong("conformance.first", 1);
  private static final int AT_ONCE = 8;

  @Test
  void answersAndEventsOfRandomTraces(KubernetesClient client, TestNamespace namespace)
      throws Exception {
    prepare(client, namespace.name());
    List<String> differences = new ArrayList<>();
    try (RealApi real = new RealApi(client);
        RealEvents events = new RealEvents(real, namespace.name());
        ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Callable<List<String>>> plays =
          LongStream.range(FIRST, FIRST + TRACES)
              .<Callable<List<String>>>mapToObj(
                  seed -> () -> play(real, events, seed, namespace.name()))
              .toList();
      for (Future<List<String>> play : workers.invokeAll(plays)) {
        differences.addAll(play.get());
      }
    } finally {
      client.nodes().withName(namespace.name()).delete();
    }
    assertThat(differences).isEmpty();
  }

  private static List<String> play(RealApi real, RealEvents events, long seed, String namespace) {
    Trace trace = TraceGenerator.generate(seed, namespace);
    Replay replay = new Replay(real);
    List<String> differences = new ArrayList<>(replay.run(trace.exchanges()));
    if (differences.isEmpty()) {
      EventComparison comparison =
          new EventComparison(
              trace.model(), events, replay.translator(), "t" + seed + "-", trace.released());
      Await.until("all events came of seed " + seed, comparison::complete);
      differences.addAll(comparison.differences());
    }
    return differences.isEmpty()
        ? List.of()
        : List.of("seed " + seed + ":\n  " + String.join("\n    ", differences));
  }

  private static void prepare(KubernetesClient client, String namespace) {
    Await.until(
        "the namespace takes pods",
        () -> client.serviceAccounts().inNamespace(namespace).withName("default").get() != null);
    // without it pods "bound" there would be collected as those of a node that is gone
    client
        .resource(new NodeBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
  }
}
