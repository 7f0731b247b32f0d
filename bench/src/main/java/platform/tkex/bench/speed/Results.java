package platform.tkex.bench.speed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What was timed, in the order in which it was. */
final class Results {
  private final List<Timing> timings = new ArrayList<>();

  /** One stretch of work. */
  record Timing(Rival rival, Phase phase, int pods, int round, double seconds) {}

  void add(Rival rival, Phase phase, int pods, int round, Duration time) {
    timings.add(new Timing(rival, phase, pods, round, time.toNanos() / 1e9));
  }

  /** Numbers of pods, as they were first timed. */
  List<Integer> sizes() {
    return timings.stream().map(Timing::pods).distinct().toList();
  }

  /** Of all rounds, in seconds. */
  double median(Rival rival, Phase phase, int pods) {
    return median(of(rival, phase, pods));
  }

  /**
   * How many times as long one took as the other: the median of the rounds' own ratios, since what
   * disturbs a machine disturbs both of a round.
   */
  double ratio(Rival rival, Rival against, Phase phase, int pods) {
    List<Double> ours = of(rival, phase, pods);
    List<Double> theirs = of(against, phase, pods);
    return median(
        IntStream.range(0, Math.min(ours.size(), theirs.size()))
            .mapToObj(i -> ours.get(i) / theirs.get(i))
            .toList());
  }

  /** In seconds, by round. */
  List<Double> of(Rival rival, Phase phase, int pods) {
    return timings.stream()
        .filter(t -> t.rival() == rival && t.phase() == phase && t.pods() == pods)
        .map(Timing::seconds)
        .toList();
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
