package platform.tkex.statefulsetplus.hostile;

import static java.util.Objects.requireNonNullElse;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import platform.tkex.crds.Condition;
import platform.tkex.statefulsetplus.batches.BatchTest;
import platform.tkex.statefulsetplus.batches.LiveWorkload;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.TestNamespace;
import platform.tkex.testkit.Workloads;

/** A hostile test has a healthy workload in a namespace of its own beside it. */
@SuppressWarnings("NullAway.Init")
abstract class HostileTest extends BatchTest {
  protected KubernetesClient client;
  protected String namespace;
  private LiveWorkload healthy;
  private int releases = 1;
  private final List<HasMetadata> given = new ArrayList<>();

  @BeforeEach
  void runAHealthyOneBeside(KubernetesClient client, TestNamespace own) {
    this.client = client;
    namespace = own.name();
    makeNamespace(namespace + "-beside");
    healthy =
        LiveWorkload.create(
            client,
            named("healthy", 2).autoBatches("1", "1").namespace(namespace + "-beside").build());
    healthy.awaitReleased();
  }

  @AfterEach
  void removeWhatWasGiven() {
    given.forEach(object -> client.resource(object).delete());
    healthy.close();
    client.namespaces().withName(healthy.namespace()).delete();
  }

  /** The operator serves the healthy one while the hostile state stands. */
  protected void othersGoOn() {
    releases++;
    healthy.release("app:v" + releases).awaitReleased();
  }

  /** Creates the objects of a YAML text; what has no namespace goes with the test. */
  protected void given(String yaml) {
    client
        .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .items()
        .forEach(object -> given.add(client.resource(object).create()));
  }

  /** Removes what {@link #given} made. */
  protected void takeBack() {
    given.forEach(object -> client.resource(object).delete());
    given.clear();
  }

  protected void makeNamespace(String name) {
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
  }

  /**
   * Waits until a trial pod of the image is answered so: a policy takes a moment to be in force.
   */
  protected void awaitTrial(String image, Predicate<String> answer) {
    PodTemplateSpec template = Workloads.template("trial", image);
    Pod trial =
        new PodBuilder()
            .withMetadata(template.getMetadata())
            .editMetadata()
            .withNamespace(namespace)
            .withName("trial")
            .endMetadata()
            .withSpec(template.getSpec())
            .build();
    Await.until(
        "the API server asks",
        () -> {
          try {
            return answer.test(client.resource(trial).dryRun().create().toString());
          } catch (KubernetesClientException e) {
            return answer.test(String.valueOf(e.getMessage()));
          }
        });
  }

  /** Waits until the condition Available is False and its message holds all these words. */
  protected static void awaitLack(LiveWorkload workload, String... words) {
    Await.untilAsserted(
        "Available tells what is lacking",
        () ->
            assertThat(requireNonNullElse(workload.status().getConditions(), List.<Condition>of()))
                .filteredOn(condition -> "Available".equals(condition.getType()))
                .singleElement()
                .satisfies(condition -> assertThat(condition.getStatus()).isEqualTo("False"))
                .extracting(Condition::getMessage)
                .asString()
                .contains(words));
  }
}
