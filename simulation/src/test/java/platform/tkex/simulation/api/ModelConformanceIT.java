package platform.tkex.simulation.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
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

/** The model's answers to random traces are the real API server's. */
@KubernetesCluster
class ModelConformanceIT {

  private static final int TRACES = Integer.getInteger("conformance.traces", 400);
  private static final long FIRST = Long.getLong("conformance.first", 1);
  private static final int AT_ONCE = 8;

  @Test
  void randomTraces(KubernetesClient client, TestNamespace namespace) throws Exception {
    Await.until(
        "the namespace takes pods",
        () ->
            client.serviceAccounts().inNamespace(namespace.name()).withName("default").get()
                != null);
    // without it pods "bound" there would be collected as those of a node that is gone
    client
        .resource(
            new NodeBuilder().withNewMetadata().withName(namespace.name()).endMetadata().build())
        .create();
    try (RealApi real = new RealApi(client);
        ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Callable<String>> replays =
          LongStream.range(FIRST, FIRST + TRACES)
              .<Callable<String>>mapToObj(seed -> () -> replay(real, seed, namespace.name()))
              .toList();
      StringBuilder report = new StringBuilder();
      for (Future<String> replay : workers.invokeAll(replays)) {
        report.append(replay.get());
      }
      assertThat(report.toString()).isEmpty();
    } finally {
      client.nodes().withName(namespace.name()).delete();
    }
  }

  private static String replay(RealApi real, long seed, String namespace) {
    Trace trace = TraceGenerator.generate(seed, namespace);
    List<String> differences = new Replay(real).run(trace.exchanges());
    return differences.isEmpty() ? "" : "seed " + seed + ":\n  " + differences.getFirst() + "\n";
  }
}
