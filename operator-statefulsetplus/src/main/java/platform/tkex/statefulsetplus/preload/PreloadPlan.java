package platform.tkex.statefulsetplus.preload;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is to be done about pulls now. The pods themselves are the memory: one that has pulled, or
 * failed to, stays until the pods of its node have had their turn, and so is not made again.
 *
 * @param create the first ones first
 * @param delete what nobody waits for any more
 * @param failed pulls that were given up
 * @param due when time alone gives up a pull
 */
record PreloadPlan(
    List<Pull> create, List<PreloadPod> delete, List<PreloadPod> failed, Optional<Instant> due) {

  /**
   * Decides.
   *
   * @param wanted by the name of its pod, in the order of their turns
   * @param there pods that exist
   * @param room at most so many pods pull at once
   */
  static PreloadPlan of(Map<String, Pull> wanted, List<PreloadPod> there, int room) {
    Set<String> names = there.stream().map(PreloadPod::name).collect(Collectors.toSet());
    List<PreloadPod> pulling =
        there.stream().filter(pod -> pod.state() == PreloadPod.State.PULLING).toList();
    return new PreloadPlan(
        wanted.entrySet().stream()
            .filter(entry -> !names.contains(entry.getKey()))
            .map(Map.Entry::getValue)
            .limit(Math.max(0, room - pulling.size()))
            .toList(),
        there.stream()
            .filter(pod -> !pod.terminating() && !wanted.containsKey(pod.name()))
            .toList(),
        there.stream()
            .filter(pod -> pod.state() == PreloadPod.State.FAILED && wanted.containsKey(pod.name()))
            .toList(),
        pulling.stream().map(PreloadPod::givenUp).min(Instant::compareTo));
  }
}
