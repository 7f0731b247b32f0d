package platform.tkex.statefulsetplus.act;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import platform.tkex.common.write.ApiWriter;
import platform.tkex.common.write.Write;
import platform.tkex.common.write.WriteResult;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.statefulsetplus.model.Objection;
import platform.tkex.statefulsetplus.revision.PodFactory;
import platform.tkex.statefulsetplus.revision.Revision;
import platform.tkex.statefulsetplus.revision.RevisionPlan;
import platform.tkex.statefulsetplus.revision.Templates;

/** Writes the history of revisions. */
public final class RevisionActions {
  /** Label with the hash part of a revision's name, as apps/v1 sets it. */
  private static final String HASH_LABEL = "controller.kubernetes.io/hash";

  private final ApiWriter writer;
  private final KubernetesSerialization json;

  public RevisionActions(ApiWriter writer, KubernetesSerialization json) {
    this.writer = writer;
    this.json = json;
  }

  /**
   * Asks the API server whether it would take a pod of this template, before any pod is moved for
   * it.
   *
   * @return its objection; empty when it takes the pod, or forbids it for reasons that may be gone
   *     once an old pod is (quota), or that only a first batch can find out (a webhook)
   */
  public Optional<Objection> objection(StatefulSetPlus owner, RevisionPlan.Update.Create update) {
    Pod pod = NewPods.pod(owner, update.template(), update.name(), 0);
    pod.getMetadata().setName(null);
    WriteResult result =
        writer.run(Write.create(Paths.tryPod(owner.getMetadata().getNamespace()), bytes(pod)));
    return switch (result) {
      case WriteResult.Done done -> Optional.empty();
      case WriteResult.NotSent notSent -> Optional.empty();
      case WriteResult.Refused refused -> objection(refused);
      case WriteResult.Unknown unknown -> Optional.of(new Objection(unknown.cause(), true));
    };
  }

  private static Optional<Objection> objection(WriteResult.Refused refused) {
    return switch (refused.code()) {
      case 400, 422 -> Optional.of(new Objection(refused.message(), false));
      // such as 500 when a webhook that must be asked is down: pods that go could not come back
      case 403, 404, 409 -> Optional.empty();
      default -> Optional.of(new Objection(refused.message(), true));
    };
  }

  /** Keeps a new template; 409 when the name is taken. */
  public WriteResult create(StatefulSetPlus owner, RevisionPlan.Update.Create update) {
    String workload = owner.getMetadata().getName();
    // the template's, so that the selector finds it even when nobody owns it any more
    Map<String, String> labels = new HashMap<>(labels(update.template()));
    labels.put(HASH_LABEL, update.name().substring(workload.length() + 1));
    ControllerRevision revision =
        new ControllerRevisionBuilder()
            .withNewMetadata()
            .withName(update.name())
            .withNamespace(owner.getMetadata().getNamespace())
            .withLabels(labels)
            .withOwnerReferences(PodFactory.controller(owner))
            .endMetadata()
            .withRevision(update.number())
            .withData(Templates.data(update.template()))
            .build();
    return writer.run(
        Write.create(Paths.revisions(owner.getMetadata().getNamespace()), bytes(revision)));
  }

  /** Gives a revision that is used again its new number. */
  public WriteResult renumber(StatefulSetPlus owner, Revision revision, long number) {
    return writer.run(
        patch(
            owner,
            revision,
            Map.of(
                "metadata",
                Map.of("resourceVersion", revision.resourceVersion()),
                "revision",
                number)));
  }

  /** Makes orphaned revisions ours, as after a deletion with {@code --cascade=orphan}. */
  public List<WriteResult> adopt(StatefulSetPlus owner, List<Revision> orphans) {
    return writer.run(orphans.stream().map(orphan -> adoption(owner, orphan)).toList());
  }

  private Write adoption(StatefulSetPlus owner, Revision orphan) {
    List<OwnerReference> owners = new ArrayList<>(orphan.owners());
    owners.add(PodFactory.controller(owner));
    return patch(
        owner,
        orphan,
        Map.of(
            "metadata",
            Map.of("resourceVersion", orphan.resourceVersion(), "ownerReferences", owners)));
  }

  /** Drops revisions that are beyond the history limit. */
  public List<WriteResult> delete(StatefulSetPlus owner, List<Revision> surplus) {
    String namespace = owner.getMetadata().getNamespace();
    return writer.run(
        surplus.stream()
            .map(r -> Write.delete(Paths.revision(namespace, r.name()), r.uid(), null, null))
            .toList());
  }

  private Write patch(StatefulSetPlus owner, Revision revision, Map<String, Object> change) {
    return Write.mergePatch(
        Paths.revision(owner.getMetadata().getNamespace(), revision.name()), bytes(change));
  }

  private static Map<String, String> labels(PodTemplateSpec template) {
    Map<String, String> labels =
        template.getMetadata() == null ? null : template.getMetadata().getLabels();
    return labels == null ? Map.of() : labels;
  }

  private byte[] bytes(Object object) {
    return json.asJson(object).getBytes(StandardCharsets.UTF_8);
  }
}
