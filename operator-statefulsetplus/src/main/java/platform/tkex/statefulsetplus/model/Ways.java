package platform.tkex.statefulsetplus.model;

/** How the pods of a workload are brought to other revisions. */
@FunctionalInterface
public interface Ways {
  /** As a StatefulSet does it. */
  Ways RECREATE = (pod, revision) -> Way.RECREATE;

  /** The way of this pod to that revision, which is kept. */
  Way of(PodState pod, String revision);
}
