package platform.tkex.gc.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import platform.tkex.testkit.Cluster;
import platform.tkex.testkit.KubernetesCluster;
import platform.tkex.testkit.TestNamespace;

/** A version stays as long as something names it, however it does, and goes afterwards. */
@KubernetesCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@SuppressWarnings("NullAway.Init")
class ReferencesIT {
  private TestNamespace namespace;
  private Rig rig;

  static Stream<String> ways() {
    return References.all().keySet().stream();
  }

  @BeforeAll
  void start(Cluster cluster, TestNamespace own) {
    namespace = own;
    rig = Rig.of(cluster, own, "references", "--keep=1").started();
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void whatIsNamedStays(String way) {
    Versions versions = new Versions(namespace, "for-" + way).withSource();
    HasMetadata referrer = References.object(References.way(way), "with-" + way, versions);
    Resource<? extends HasMetadata> named = namespace.client().resource(referrer);
    named.create();
    versions.make(1, 3);

    versions.await(1, 3);
    versions.make(4, 4);
    versions.await(1, 4);
    assertThat(rig.deletions("configmaps"))
        .as("not even tried")
        .noneMatch(request -> request.path().endsWith("/" + versions.name(1)));

    named.withGracePeriod(0).delete();
    versions.await(4);
  }
}
