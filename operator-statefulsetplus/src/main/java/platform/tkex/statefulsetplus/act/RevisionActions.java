package platform.tkex.statefulsetplus.act;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import platform.tkex.common.write.ApiWriter;
import platform.tkex.common.write.Write;
import platform.tkex.common.write.WriteResult;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
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
   * @return its objection; empty when it takes the pod or refuses it for reasons that may pass
   *     (quota, a webhook)
   */
  public Optional<String> objection(StatefulSetPlus owner, RevisionPlan.Update.Create update) {
    Pod pod = PodFactory.pod(owner, update.template(), update.name(), 0);
    pod.getMetadata().setName(null);
    pod.getMetadata().setGenerateName(owner.getMetadata().getName() + "-");
    WriteResult result =
        writer.run(Write.create(Paths.tryPod(owner.getMetadata().getNamespace()), bytes(pod)));
    return result instanceof WriteResult.Refused refused
            && (refused.code() == 422 || refused.code() == 400)
        ? Optional.of(refused.message())
        : Optional.empty();
  }

  /** Keeps a new template; 409 when the name is taken. */
  public WriteResult create(StatefulSetPlus owner, RevisionPlan.Update.Create update) {
    String workload = owner.getMetadata().getName();
    Map<String, String> labels =
        new HashMap<>(
            Objects.requireNonNullElse(
                Objects.requireNonNull(owner.getSpec().getSelector()).getMatchLabels(), Map.of()));
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
    return patch(owner, revision, Map.of("revision", number));
  }

  /** Makes an orphaned revision ours, as after a deletion with {@code --cascade=orphan}. */
  public WriteResult adopt(StatefulSetPlus owner, Revision revision) {
    return patch(
        owner,
        revision,
        Map.of("metadata", Map.of("ownerReferences", List.of(PodFactory.controller(owner)))));
  }

  /** Drops revisions that are beyond the history limit. */
  public List<WriteResult> delete(StatefulSetPlus owner, List<Revision> surplus) {
    String namespace = owner.getMetadata().getNamespace();
    return writer.run(
        surplus.stream()
            .map(r -> Write.delete(Paths.revision(namespace, r.name()), r.uid(), null))
            .toList());
  }

  private WriteResult patch(StatefulSetPlus owner, Revision revision, Map<String, Object> change) {
    Map<String, Object> patch = new HashMap<>(change);
    Map<String, Object> metadata = new HashMap<>();
    if (change.get("metadata") instanceof Map<?, ?> given) {
      given.forEach((key, value) -> metadata.put(String.valueOf(key), value));
    }
    metadata.put("resourceVersion", revision.resourceVersion());
    patch.put("metadata", metadata);
    return writer.run(
        Write.mergePatch(
            Paths.revision(owner.getMetadata().getNamespace(), revision.name()), bytes(patch)));
  }

  private byte[] bytes(Object object) {
    return json.asJson(object).getBytes(StandardCharsets.UTF_8);
  }
}
