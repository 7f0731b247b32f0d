package platform.tkex.statefulsetplus.revision;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import java.util.List;
import java.util.Optional;

/**
 * One revision of a workload: the whole pod template, never a patch.
 *
 * @param name of its ControllerRevision; pods carry it as {@code controller-revision-hash}
 * @param number grows with every template; a template used again gets a new one
 * @param canonical the template's canonical JSON; two revisions are equal when these are
 * @param owners of its ControllerRevision, ours among them when it is owned
 * @param owned a controller reference to the workload is there; without it, it is to be adopted
 */
public record Revision(
    String name,
    long number,
    String canonical,
    PodTemplateSpec template,
    String uid,
    String resourceVersion,
    List<OwnerReference> owners,
    boolean owned) {

  /** What a ControllerRevision keeps; empty when that is no pod template. */
  public static Optional<Revision> of(ControllerRevision object, boolean owned) {
    return Templates.read(object.getData())
        .map(template ->
            new Revision(
                object.getMetadata().getName(),
                object.getRevision() == null ? 0 : object.getRevision(),
                Templates.canonical(template),
                template,
                object.getMetadata().getUid(),
                object.getMetadata().getResourceVersion(),
                object.getMetadata().getOwnerReferences(),
                owned));
  }

  /** Whether this is the revision of that template. */
  public boolean holds(PodTemplateSpec other) {
    return canonical.equals(Templates.canonical(other));
  }
}
