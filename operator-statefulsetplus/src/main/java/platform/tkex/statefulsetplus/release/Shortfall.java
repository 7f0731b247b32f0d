package platform.tkex.statefulsetplus.release;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import platform.tkex.statefulsetplus.model.Ordinals;
import platform.tkex.statefulsetplus.model.PodState;
import platform.tkex.statefulsetplus.model.Snapshot;
import platform.tkex.statefulsetplus.model.Workload;

/** Why pods are not available, as far as can be seen: what a person would look for next. */
public final class Shortfall {
  private static final int LONGEST = 80;

  private Shortfall() {}

  /** What keeps a pod from being available, in the order in which it gets there. */
  private enum Lack {
    BEING_DELETED("being deleted"),
    CLAIM_GOES("waiting for a claim that is being deleted"),
    MISSING("missing"),
    ENDED("ended"),
    CHANGING("being changed in place"),
    LEAVING("out of Services until changed in place"),
    PENDING("pending"),
    NOT_READY("not ready"),
    READY_TOO_SHORTLY("not ready for long enough");

    private final String words;

    Lack(String words) {
      this.words = words;
    }

    static Lack of(Snapshot snapshot, int ordinal) {
      PodState pod = snapshot.pod(ordinal);
      if (pod == null) {
        return claimGoes(snapshot, ordinal) ? CLAIM_GOES : MISSING;
      }
      if (pod.terminating()) {
        return BEING_DELETED;
      }
      if (!pod.settled() && pod.phase() != PodState.Phase.TERMINAL) {
        return CHANGING;
      }
      if (pod.isLeaving() && pod.phase() != PodState.Phase.TERMINAL) {
        return LEAVING;
      }
      return switch (pod.phase()) {
        case TERMINAL -> ENDED;
        case PENDING -> PENDING;
        case RUNNING -> pod.ready() ? READY_TOO_SHORTLY : NOT_READY;
      };
    }
  }

  /** As in {@code ": 2 pending (3-4), 1 being deleted (7)"}; empty when nothing is lacking. */
  public static String of(Snapshot snapshot, Ordinals among) {
    Map<Lack, List<Integer>> lacking = new EnumMap<>(Lack.class);
    for (int ordinal : among.ascending().toArray()) {
      PodState pod = snapshot.pod(ordinal);
      if (!snapshot.available(pod)) {
        lacking.computeIfAbsent(Lack.of(snapshot, ordinal), _ -> new ArrayList<>()).add(ordinal);
      }
    }
    List<String> parts = new ArrayList<>();
    lacking.forEach((lack, ordinals) ->
        parts.add("%d %s (%s)".formatted(ordinals.size(), lack.words, which(ordinals))));
    return parts.isEmpty() ? "" : ": " + String.join(", ", parts);
  }

  private static boolean claimGoes(Snapshot snapshot, int ordinal) {
    Workload workload = snapshot.workload();
    return workload.claimTemplates().stream()
        .map(template -> snapshot.claims().get(workload.claimName(template, ordinal)))
        .anyMatch(claim -> claim != null && claim.terminating());
  }

  private static String which(List<Integer> ordinals) {
    String text = Ordinals.of(ordinals.stream().mapToInt(Integer::intValue).toArray()).toString();
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " ...";
  }
}
