package platform.tkex.statefulsetplus.revision;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which revision the spec's template is, and what the history needs for it.
 *
 * <p>As apps/v1 does it: an equal revision is used again and only gets a new number; names of
 * different templates never clash (the collision count sees to that); revisions that nothing refers
 * to are dropped beyond the history limit, oldest first.
 */
public final class RevisionPlan {
  private RevisionPlan() {}

  /** What there is to do about the template of the spec. */
  public sealed interface Update {
    /** It is the newest revision already. */
    record Current(Revision revision) implements Update {}

    /** An older revision is used again: it must get this number. */
    record Reuse(Revision revision, long number) implements Update {}

    /** It is new. */
    record Create(String name, long number, PodTemplateSpec template) implements Update {}
  }

  /**
   * Compares the template with the kept revisions.
   *
   * @param canonical form of the template
   */
  public static Update update(
      String workload,
      PodTemplateSpec template,
      String canonical,
      List<Revision> revisions,
      int collisions) {
    long newest = revisions.stream().mapToLong(Revision::number).max().orElse(0);
    Optional<Revision> equal =
        revisions.stream()
            .filter(revision -> revision.canonical().equals(canonical))
            .max(Comparator.comparingLong(Revision::number));
    if (equal.isEmpty()) {
      return new Update.Create(
          Templates.name(workload, canonical, collisions), newest + 1, template);
    }
    return equal.get().number() == newest
        ? new Update.Current(equal.get())
        : new Update.Reuse(equal.get(), newest + 1);
  }

  /** Revisions to be deleted: those beyond the limit that are not live, oldest first. */
  public static List<Revision> surplus(List<Revision> revisions, Set<String> live, int limit) {
    List<Revision> history =
        revisions.stream()
            .filter(revision -> !live.contains(revision.name()))
            .sorted(Comparator.comparingLong(Revision::number))
            .toList();
    return history.subList(0, Math.max(0, history.size() - limit));
  }
}
