package platform.tkex.statefulsetplus.preload;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import platform.tkex.statefulsetplus.model.BatchConfig;
import platform.tkex.statefulsetplus.model.PodState;
import platform.tkex.statefulsetplus.model.Way;
import platform.tkex.statefulsetplus.plan.Edits;
import platform.tkex.statefulsetplus.plan.ToyCluster;
import platform.tkex.statefulsetplus.revision.Revision;

/** Which nodes pull which images ahead, and when. */
class NextPullsTest {
  private static final Map<String, Revision> REVISIONS =
      Stream.of("v1", "v2", "v3")
          .collect(Collectors.toMap(Function.identity(), NextPullsTest::revision));

  private Function<PodState, @Nullable String> nodes = pod -> "n" + pod.ordinal();

  /** The sidecar's image is another from v3 on, the helper's never. */
  private static Revision revision(String name) {
    PodTemplateSpec template =
        Serialization.unmarshal(
            """
            spec:
              initContainers:
              - {name: log, image: 'log:%s', restartPolicy: Always}
              containers:
              - {name: app, image: 'app:%s', imagePullPolicy: Always}
              - {name: helper, image: 'helper:v1'}
            """
                .formatted(name.equals("v3") ? "v3" : "v1", name),
            PodTemplateSpec.class);
    return new Revision(name, 1, "", template, "r", "1", List.of(), true);
  }

  private static ToyCluster releasing(String revision, UnaryOperator<BatchConfig> plan) {
    ToyCluster cluster = ToyCluster.inBatches(plan);
    cluster.ways = (pod, to) -> Way.IN_PLACE;
    cluster.settle();
    cluster.apply(revision);
    return cluster;
  }

  /** Ten pods, two in each of five batches; the first batch is under way. */
  private static ToyCluster inFirstBatch(String revision) {
    ToyCluster cluster = releasing(revision, c -> c);
    cluster.broken.add(revision);
    return cluster.settle();
  }

  private List<String> pulls(ToyCluster cluster) {
    return new NextPulls(cluster.snapshot(), cluster.release(), REVISIONS, nodes)
        .find().stream().map(pull -> pull.node() + " " + pull.image()).toList();
  }

  @Test
  void theNodesOfTheFollowingBatchesInTheirOrder() {
    assertThat(pulls(inFirstBatch("v2")))
        .containsExactly(
            "n7 app:v2",
            "n6 app:v2",
            "n5 app:v2",
            "n4 app:v2",
            "n3 app:v2",
            "n2 app:v2",
            "n1 app:v2",
            "n0 app:v2");
  }

  @Test
  void everyImageThatChangesAndNoOther() {
    nodes = pod -> pod.ordinal() < 8 ? "n" : "m";

    assertThat(pulls(inFirstBatch("v3"))).containsExactly("n log:v3", "n app:v3");
    assertThat(
            new NextPulls(
                    inFirstBatch("v3").snapshot(), inFirstBatch("v3").release(), REVISIONS, nodes)
                .find())
        .contains(new Pull("n", "app:v3", "Always"), new Pull("n", "log:v3", ""));
  }

  @Test
  void aNodeThatRunsThemAlreadyHasThem() {
    ToyCluster cluster = releasing("v2", Edits::confirmed);
    cluster.settle();
    nodes = pod -> "n" + pod.ordinal() % 4;

    assertThat(pulls(cluster))
        .as("pods 8 and 9 are there")
        .containsExactly("n3 app:v2", "n2 app:v2");
  }

  @Test
  void noneBeforeTheFirstBatchAndNoneWhenNoOtherFollows() {
    ToyCluster paused = releasing("v2", c -> c);
    paused.pause(true);
    assertThat(pulls(paused.settle())).isEmpty();

    ToyCluster last = releasing("v2", c -> Edits.sizes(c, 1));
    last.broken.add("v2");
    assertThat(pulls(last.settle())).isEmpty();
  }

  @Test
  void noneForAFirstRolloutARollbackOrAPersonWhoDeletesPods() {
    ToyCluster first = ToyCluster.inBatches(c -> c);
    first.broken.add("v1");
    first.settle();
    assertThat(pulls(first)).isEmpty();

    ToyCluster back = inFirstBatch("v2");
    back.command(c -> Edits.rollback(c, "last-good", ""));
    assertThat(pulls(back.settle())).isEmpty();

    ToyCluster handed = inFirstBatch("v2");
    handed.edit(Edits::onDelete);
    assertThat(pulls(handed)).isEmpty();
  }

  @Test
  void noneForPodsThatMayComeElsewhere() {
    ToyCluster cluster = inFirstBatch("v2");
    cluster.ways = (pod, to) -> pod.ordinal() == 3 ? Way.LEAVE : Way.RECREATE;
    assertThat(pulls(cluster)).containsExactly("n3 app:v2");
  }

  @Test
  void noneWhereThereIsNoNodeOrNoPod() {
    ToyCluster cluster = inFirstBatch("v2");
    nodes = pod -> pod.ordinal() == 7 ? null : "n" + pod.ordinal();
    cluster.change(6, Edits::terminating);
    cluster.lose(5);
    cluster.change(4, Edits::ended);

    assertThat(pulls(cluster)).containsExactly("n3 app:v2", "n2 app:v2", "n1 app:v2", "n0 app:v2");
  }

  @Test
  void withoutAPlanAllThatAreStillToCome() {
    ToyCluster cluster = new ToyCluster(ToyCluster.workload(4, true, null));
    cluster.ways = (pod, to) -> Way.IN_PLACE;
    cluster.edit(w -> Edits.partition(w, 1));
    cluster.settle();
    cluster.broken.add("v2");
    cluster.apply("v2");
    cluster.settle();

    assertThat(pulls(cluster)).containsExactly("n2 app:v2", "n1 app:v2");
  }

  @Test
  void podsOfAnAbandonedReleasePullWhatTheyLack() {
    ToyCluster cluster = inFirstBatch("v2");
    cluster.broken.add("v3");
    cluster.apply("v3");
    cluster.settle();

    assertThat(pulls(cluster)).startsWith("n7 log:v3", "n7 app:v3").hasSize(16);
  }
}
