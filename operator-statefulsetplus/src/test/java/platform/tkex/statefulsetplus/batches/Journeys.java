package platform.tkex.statefulsetplus.batches;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import platform.tkex.testkit.PodEvent;
import platform.tkex.testkit.PodTimeline;
import platform.tkex.testkit.Pods;

/** What the pods of each ordinal ran, one after the other, and in which order batches came. */
public final class Journeys {

  private Journeys() {}

  /** By ordinal, as in {@code {8="v1 v2", 9="v1 v2"}}; ordinals that stayed as they were too. */
  public static NavigableMap<Integer, String> of(PodTimeline timeline) {
    return Stream.concat(timeline.atStart().values().stream(), timeline.creations().stream())
        .collect(
            Collectors.toMap(
                PodEvent::ordinal,
                step -> LiveWorkload.shortImage(Pods.image(step.pod())),
                (earlier, later) -> earlier + " " + later,
                TreeMap::new));
  }

  /** The journeys of these ordinals, lowest first. */
  public static List<String> of(PodTimeline timeline, int... ordinals) {
    Map<Integer, String> all = of(timeline);
    return Arrays.stream(ordinals).mapToObj(o -> all.getOrDefault(o, "")).toList();
  }

  /** Ordinals that a pod left or came to. */
  public static Set<Integer> touched(PodTimeline timeline) {
    Set<Integer> touched = new HashSet<>(timeline.deletionOrder());
    touched.addAll(timeline.creationOrder());
    return touched;
  }

  /**
   * No pod of a batch was asked to go before every pod of the batch before it had been ready at the
   * image at one moment; and nothing but these batches was touched.
   */
  public static void cameInSequence(PodTimeline timeline, String image, int[]... batches) {
    inSequence(timeline, image, Journeys::goes, batches);
  }

  /** The same for pods that live on: none had the image before its batch. */
  public static void changedInSequence(PodTimeline timeline, String image, int[]... batches) {
    inSequence(timeline, image, step -> isAt(step, image), batches);
  }

  private static boolean goes(PodEvent step) {
    return step.kind() == PodEvent.Kind.DELETED || Pods.isTerminating(step.pod());
  }

  private static void inSequence(
      PodTimeline timeline, String image, Predicate<PodEvent> isTouched, int[]... batches) {
    Map<Integer, Integer> batchOf = new HashMap<>();
    for (int i = 0; i < batches.length; i++) {
      for (int ordinal : batches[i]) {
        batchOf.put(ordinal, i);
      }
    }
    Map<Integer, Boolean> done = new HashMap<>();
    int passed = 0;
    Set<String> touched = new HashSet<>();
    for (PodEvent step : timeline.steps()) {
      if (isTouched.test(step) && touched.add(step.uid())) {
        assertThat(batchOf).as("batches that were to be touched").containsKey(step.ordinal());
        assertThat(batchOf.get(step.ordinal()))
            .as("batch of pod %s, whose turn was after %s batches had passed", step, passed)
            .isLessThanOrEqualTo(passed);
      }
      done.put(step.ordinal(), !goes(step) && Pods.isReady(step.pod()) && isAt(step, image));
      while (passed < batches.length
          && Arrays.stream(batches[passed]).allMatch(o -> done.getOrDefault(o, false))) {
        passed++;
      }
    }
    assertThat(passed).as("batches that passed").isEqualTo(batches.length);
  }

  private static boolean isAt(PodEvent step, String image) {
    return Pods.image(step.pod()).equals(image);
  }
}
