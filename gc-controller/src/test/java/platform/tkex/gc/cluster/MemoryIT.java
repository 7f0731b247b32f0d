package platform.tkex.gc.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import platform.tkex.common.client.ClientFactory;
import platform.tkex.common.leader.Fence;
import platform.tkex.common.write.ApiWriter;
import platform.tkex.common.write.HttpTransport;
import platform.tkex.common.write.Write;
import platform.tkex.common.write.WriteResult;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.Cluster;
import platform.tkex.testkit.KubernetesCluster;
import platform.tkex.testkit.TestNamespace;
import platform.tkex.testkit.operator.OperatorSettings;

/**
 * 20,000 versions, and revisions of 60 MB that must be asked, with a heap that may not grow beyond
 * 96 MB at any time.
 */
@KubernetesCluster
class MemoryIT {
  private static final Logger LOG = LoggerFactory.getLogger(MemoryIT.class);
  private static final int SOURCES = 1_600;
  private static final int KEPT = 12;
  private static final int SURPLUS = 500;
  private static final int REVISIONS = 200;
  private static final int REVISION_BYTES = 300_000;
  private static final int MAX_HEAP_MB = 96;
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void twentyThousandVersionsInASmallHeap(Cluster cluster, TestNamespace namespace)
      throws Exception {
    List<Versions> sources =
        IntStream.range(0, SOURCES).mapToObj(i -> new Versions(namespace, "source-" + i)).toList();
    fill(
        cluster,
        "/api/v1/namespaces/" + namespace.name() + "/configmaps",
        SOURCES * KEPT + SURPLUS,
        i -> sources.get(i % SOURCES).version(i / SOURCES));
    fill(
        cluster,
        "/apis/apps/v1/namespaces/" + namespace.name() + "/controllerrevisions",
        REVISIONS,
        i -> revision(namespace, i));
    OperatorSettings small = small();

    try (Rig rig = Rig.of(cluster, namespace, small, "--keep=" + KEPT).started()) {
      Await.until(
          "what is beyond the twelfth is deleted",
          () -> rig.metric("configgc_deleted_total{kind=\"version\"}") >= SURPLUS);
      Await.until(
          "all others are kept",
          () -> rig.metric("configgc_versions{state=\"kept\"}") == SOURCES * KEPT);

      collectGarbage(rig);
      double heap = used(rig) / (1 << 20);
      LOG.info("{} versions take a heap of {} MiB, all of the process", SOURCES * KEPT, heap);
      assertThat(heap).as("MiB of heap after a collection").isLessThan(64);
      assertThat(rig.gc().isAlive()).isTrue();
    }
  }

  /** It ends when the heap is full. */
  private static OperatorSettings small() {
    OperatorSettings usual = OperatorSettings.gcController().named("small");
    return new OperatorSettings(
        usual.module(),
        usual.instance(),
        usual.mainClass(),
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx" + MAX_HEAP_MB + "m",
            "-XX:+ExitOnOutOfMemoryError"),
        usual.arguments());
  }

  private static HasMetadata revision(TestNamespace namespace, int i) {
    return new ControllerRevisionBuilder()
        .withNewMetadata()
        .withNamespace(namespace.name())
        .withName("large-" + i)
        .endMetadata()
        .withRevision(1L)
        .withData(Map.of("text", "x".repeat(REVISION_BYTES)))
        .build();
  }

  private static void fill(Cluster cluster, String path, int count, IntFunction<HasMetadata> object)
      throws IOException {
    long start = System.nanoTime();
    try (KubernetesClient client = ClientFactory.of(cluster.kubeconfig(), "fill").writes();
        ApiWriter writer =
            ApiWriter.create(
                new HttpTransport(client, Duration.ofSeconds(30)),
                Fence.always(),
                32,
                new SimpleMeterRegistry())) {
      for (int from = 0; from < count; from += 2_000) {
        List<Write> writes =
            IntStream.range(from, Math.min(from + 2_000, count))
                .mapToObj(i -> Write.create(path, bytes(object.apply(i))))
                .toList();
        assertThat(writer.run(writes)).allMatch(WriteResult::done);
      }
    }
    LOG.info("{} of {} made in {} ms", count, path, (System.nanoTime() - start) / 1_000_000);
  }

  private static byte[] bytes(HasMetadata object) {
    try {
      return JSON.writeValueAsString(object).getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void collectGarbage(Rig rig) throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process collection =
        new ProcessBuilder(jcmd, Long.toString(rig.gc().pid()), "GC.run").inheritIO().start();
    assertThat(collection.waitFor()).isZero();
  }

  private static double used(Rig rig) {
    return rig.metrics()
        .lines()
        .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
